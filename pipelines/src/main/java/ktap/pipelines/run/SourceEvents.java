package ktap.pipelines.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import ktap.pipelines.spec.Mistakes;
import ktap.pipelines.spec.PipelineSpec;
import ktap.script.source.Diagnostic;
import ktap.script.source.SourceSpan;
import ktap.script.source.SourceText;
import ktap.sources.filter.EventFilter;
import ktap.sources.filter.FilterException;
import ktap.sources.flow.EventCatalog;
import ktap.sources.flow.EventName;
import ktap.sources.flow.EventPattern;
import ktap.sources.flow.EventType;
import ktap.sources.flow.Nearest;
import ktap.sources.flow.Subscription;

/** What a pipeline's sources deliver, held against the events that there are. */
final class SourceEvents {
  private final Optional<EventCatalog> catalog;
  private final Mistakes mistakes;
  private final List<Subscription> subscriptions = new ArrayList<>();
  private boolean areThere = true;

  /** An event that a filter must have for itself, since only the kernel makes its comparison. */
  private record KernelOnly(PipelineSpec.Source source, EventName event, String reason) {}

  private final List<KernelOnly> kernelOnly = new ArrayList<>();

  private SourceEvents(Optional<EventCatalog> catalog, Mistakes mistakes) {
    this.catalog = catalog;
    this.mistakes = mistakes;
  }

  /**
   * @param catalog without one, only the words of filters are checked
   * @param mistakes takes events that aren't there, and filters that can't be applied
   */
  static SourceEvents of(
      List<PipelineSpec.Source> sources, Optional<EventCatalog> catalog, Mistakes mistakes) {
    SourceEvents events = new SourceEvents(catalog, mistakes);
    for (PipelineSpec.Source source : sources) {
      events.add(source);
    }
    events.checkKernelOnly(sources);
    return events;
  }

  private void add(PipelineSpec.Source source) {
    Optional<String> words = source.filter().map(SourceEvents::words);
    for (EventPattern pattern : source.patterns()) {
      subscriptions.add(new Subscription(pattern, words));
      if (catalog.isPresent() && catalog.get().matching(pattern).isEmpty()) {
        areThere = false;
        mistakes.add(source.span(), "there is no event " + pattern, hint(pattern));
      }
    }
    if (source.filter().isPresent()) {
      check(source, source.filter().get());
    }
  }

  static String words(SourceText filter) {
    return filter.text(new SourceSpan(0, filter.length()));
  }

  private String hint(EventPattern pattern) {
    List<String> known = new ArrayList<>();
    for (EventName name : catalog.orElseThrow().names()) {
      known.add(name.toString());
    }
    return Nearest.hint(pattern.toString(), known);
  }

  private void check(PipelineSpec.Source source, SourceText text) {
    try {
      EventFilter filter = EventFilter.parse(words(text));
      boolean fits = catalog.isEmpty() || !areThere;
      for (EventName name : names(source)) {
        Optional<EventType> type = catalog.orElseThrow().find(name);
        if (type.isPresent() && filter.fits(type.get())) {
          filter.check(type.get());
          filter
              .needsKernel(type.get())
              .ifPresent(why -> kernelOnly.add(new KernelOnly(source, name, why)));
          fits = true;
        }
      }
      if (!fits) {
        mistakes.add(source.span(), "no event of this source has all fields of its filter", "");
      }
    } catch (FilterException mistake) {
      SourceSpan at = new SourceSpan(mistake.position(), mistake.position());
      mistakes.add(source.span(), Diagnostic.error(at, mistake.getMessage()).render(text));
    }
  }

  private List<EventName> names(PipelineSpec.Source source) {
    List<EventName> names = new ArrayList<>();
    for (EventPattern pattern : catalog.isPresent() ? source.patterns() : List.<EventPattern>of()) {
      names.addAll(catalog.orElseThrow().matching(pattern));
    }
    return names;
  }

  private void checkKernelOnly(List<PipelineSpec.Source> sources) {
    for (KernelOnly only : kernelOnly) {
      for (PipelineSpec.Source other : sources) {
        if (!other.span().equals(only.source().span()) && names(other).contains(only.event())) {
          mistakes.add(
              only.source().span(),
              only.reason() + ", and not if another source has that event too",
              "");
          return;
        }
      }
    }
  }

  /** Whether every pattern stands for some event. */
  boolean areThere() {
    return areThere;
  }

  List<EventPattern> patterns() {
    List<EventPattern> patterns = new ArrayList<>();
    for (Subscription subscription : subscriptions) {
      patterns.add(subscription.pattern());
    }
    return patterns;
  }

  /** What is to be attached; empty if the scripts say it. */
  List<Subscription> subscriptions() {
    return subscriptions;
  }
}
