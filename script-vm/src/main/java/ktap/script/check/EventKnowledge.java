package ktap.script.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import ktap.script.source.Diagnostic;
import ktap.script.source.SourceSpan;
import ktap.sources.filter.EventFilter;
import ktap.sources.filter.FilterException;
import ktap.sources.flow.Capture;
import ktap.sources.flow.EventCatalog;
import ktap.sources.flow.EventName;
import ktap.sources.flow.EventType;
import ktap.sources.flow.Field;
import ktap.sources.flow.Nearest;

/** Holds what a script says of events against a catalog; says nothing where there is none. */
final class EventKnowledge {
  /** What the original said of a filter that the kernel refused. */
  private static final String REFUSED_FILTER = "unable set event filter: ";

  /** Of a wider pattern not every event's fields are read; a misspelt field then reads as nil. */
  private static final int MOST_TYPES = 400;

  private final Optional<EventCatalog> catalog;
  private final List<Diagnostic> diagnostics;

  /** Of all statements so far. */
  private final List<EventDefinition> all = new ArrayList<>();

  /** Comparisons that only the kernel makes. */
  private final List<KernelOnly> kernelOnly = new ArrayList<>();

  /** A filter of an event that must be the kernel's only one for it. */
  private record KernelOnly(int definition, EventName event, String reason) {}

  EventKnowledge(Optional<EventCatalog> catalog, List<Diagnostic> diagnostics) {
    this.catalog = catalog;
    this.diagnostics = diagnostics;
  }

  /** Checks that a statement stands for some event; a part that stands for none is a warning. */
  List<EventName> check(List<EventDefinition> definitions) {
    List<EventName> all = new ArrayList<>();
    List<EventDefinition> empty = new ArrayList<>();
    if (catalog.isEmpty()) {
      return all;
    }
    for (EventDefinition definition : definitions) {
      List<EventName> found = catalog.get().matching(definition.pattern());
      all.addAll(found);
      if (found.isEmpty()) {
        empty.add(definition);
      }
    }
    for (EventDefinition definition : empty) {
      diagnostics.add(nothing(definition, all.isEmpty()));
    }
    return all;
  }

  /** The filters that can be read, checked: some event of each has what it compares. */
  List<EventFilter> filters(List<EventDefinition> definitions) {
    List<EventFilter> filters = new ArrayList<>();
    for (EventDefinition definition : definitions) {
      all.add(definition);
      if (definition.filter().isPresent()) {
        try {
          EventFilter filter = EventFilter.parse(definition.filter().get());
          filters.add(filter);
          checkFilter(definition, filter);
        } catch (FilterException mistake) {
          int at = definition.filterStart() + mistake.position();
          diagnostics.add(
              Diagnostic.error(new SourceSpan(at, at), REFUSED_FILTER + mistake.getMessage()));
        }
      }
    }
    return filters;
  }

  private void checkFilter(EventDefinition definition, EventFilter filter) {
    List<EventName> names =
        catalog.isPresent() ? catalog.get().matching(definition.pattern()) : List.of();
    boolean isAny = names.isEmpty();
    List<KernelOnly> needing = new ArrayList<>();
    for (EventName name : names) {
      Optional<EventType> type = catalog.orElseThrow().find(name);
      if (type.isPresent() && filter.fits(type.get())) {
        filter.check(type.get());
        filter
            .needsKernel(type.get())
            .ifPresent(why -> needing.add(new KernelOnly(all.size() - 1, name, why)));
        isAny = true;
      }
    }
    if (!isAny) {
      diagnostics.add(
          Diagnostic.error(
              filterSpan(definition),
              REFUSED_FILTER
                  + "no event of '"
                  + definition.pattern()
                  + "' has all fields of this filter",
              "'ktap -le " + definition.pattern() + " -v' lists the fields"));
    }
    if (!needing.isEmpty()) {
      checkKernelOnly(definition, needing);
    }
  }

  private void checkKernelOnly(EventDefinition definition, List<KernelOnly> needing) {
    SourceSpan span = filterSpan(definition);
    String reason = needing.getFirst().reason();
    switch (catalog.orElseThrow().kernelTests()) {
      case LIVE -> kernelOnly.addAll(needing);
      case RECORDED ->
          diagnostics.add(
              Diagnostic.warning(
                  span,
                  reason + ": here it holds for every event that was recorded",
                  "that is right if the recording was made with this filter"));
      case NONE ->
          diagnostics.add(
              Diagnostic.error(
                  span,
                  reason,
                  "write it as the filter of the source, where the kernel applies it"));
    }
  }

  /** Checks, after the last statement, that no other one wants an event that only one may have. */
  void checkKernelOnly() {
    for (KernelOnly only : kernelOnly) {
      for (int i = 0; i < all.size(); i++) {
        if (i != only.definition() && all.get(i).pattern().matches(only.event())) {
          diagnostics.add(
              Diagnostic.error(
                  filterSpan(all.get(only.definition())),
                  only.reason() + ", and not if the script traces that event twice",
                  "leave the comparison out, or trace " + only.event() + " here alone"));
          return;
        }
      }
    }
  }

  private static SourceSpan filterSpan(EventDefinition definition) {
    int start = definition.filterStart();
    return new SourceSpan(start, start + definition.filter().orElse("").length());
  }

  private Diagnostic nothing(EventDefinition definition, boolean isError) {
    String system = definition.pattern().system();
    String message = "no event matches '" + definition.pattern() + "'";
    String hint = Checker.wantsHint(diagnostics) ? hint(definition) : "";
    if (system.equals("probe") || system.equals("sdt") || system.equals("ftrace")) {
      message = "the source of this run has no '" + system + ":' events";
      hint = "it delivers tracepoints; " + catalog.orElseThrow().listedBy();
    }
    return isError
        ? Diagnostic.error(definition.span(), message, hint)
        : Diagnostic.warning(definition.span(), message, hint);
  }

  private String hint(EventDefinition definition) {
    List<String> names = new ArrayList<>();
    for (EventName name : catalog.orElseThrow().names()) {
      names.add(name.toString());
    }
    String nearest = Nearest.hint(definition.pattern().toString(), names);
    String known = nearest.isEmpty() ? catalog.orElseThrow().listedBy() : nearest;
    return known + catalog.orElseThrow().remedy(definition.pattern());
  }

  /** Checks that some event of a handler has a field of that name. */
  void checkField(List<EventName> events, String field, SourceSpan span) {
    if (catalog.isEmpty() || events.isEmpty() || events.size() > MOST_TYPES) {
      return;
    }
    List<String> names = new ArrayList<>();
    for (EventName event : events) {
      Optional<EventType> type = catalog.get().find(event);
      if (type.isEmpty() || type.get().field(field).isPresent()) {
        return;
      }
      for (Field known : type.get().fields()) {
        if (!names.contains(known.name())) {
          names.add(known.name());
        }
      }
    }
    String hint = Checker.wantsHint(diagnostics) ? Nearest.hint(field, names) : "";
    if (hint.isEmpty()) {
      hint =
          names.size() <= 12
              ? "its fields are " + String.join(", ", names)
              : "'ktap -le EVENT -v' lists the fields";
    }
    String where = events.size() == 1 ? events.getFirst().toString() : "these events";
    diagnostics.add(Diagnostic.error(span, "no field '" + field + "' in " + where, hint));
  }

  /** Checks that the source can capture what a built-in needs. */
  void checkCapture(Capture capture, SourceSpan span) {
    if (catalog.isPresent() && !catalog.get().captures().contains(capture)) {
      diagnostics.add(
          Diagnostic.error(
              span,
              "'"
                  + capture.scriptName()
                  + "' must be captured when the event happens, and the source of this run, "
                  + catalog.get().sourceName()
                  + ", can't",
              "leave it out, or replay a recording that was made with it"));
    }
  }
}
