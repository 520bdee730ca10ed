package ktap.pipelines.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import ktap.sources.flow.Capture;
import ktap.sources.flow.EventCatalog;
import ktap.sources.flow.EventName;
import ktap.sources.flow.EventPattern;
import ktap.sources.flow.EventType;

/** The events of a catalog that a pipeline's sources deliver: a script can name no other. */
record SelectedEvents(EventCatalog all, List<EventPattern> patterns) implements EventCatalog {
  SelectedEvents {
    patterns = List.copyOf(patterns);
  }

  @Override
  public List<EventName> names() {
    List<EventName> names = new ArrayList<>();
    for (EventName name : all.names()) {
      if (isSelected(name)) {
        names.add(name);
      }
    }
    return names;
  }

  private boolean isSelected(EventName name) {
    for (EventPattern pattern : patterns) {
      if (pattern.matches(name)) {
        return true;
      }
    }
    return false;
  }

  @Override
  public Optional<EventType> find(EventName name) {
    return isSelected(name) ? all.find(name) : Optional.empty();
  }

  /** What sources deliver is filtered by them; a script's own filters come too late. */
  @Override
  public KernelTests kernelTests() {
    return KernelTests.NONE;
  }

  @Override
  public Set<Capture> captures() {
    return all.captures();
  }

  @Override
  public String sourceName() {
    return all.sourceName();
  }

  @Override
  public String listedBy() {
    return all.listedBy();
  }

  @Override
  public String remedy(EventPattern wanted) {
    return all.matching(wanted).isEmpty() ? all.remedy(wanted) : "";
  }
}
