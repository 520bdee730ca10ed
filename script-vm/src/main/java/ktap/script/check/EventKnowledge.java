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
  /** Of a wider pattern not every event's fields are read; a misspelt field then reads as nil. */
  private static final int MOST_TYPES = 400;

  private final Optional<EventCatalog> catalog;
  private final List<Diagnostic> diagnostics;

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
      if (definition.filter().isPresent()) {
        try {
          EventFilter filter = EventFilter.parse(definition.filter().get());
          filters.add(filter);
          checkFilter(definition, filter);
        } catch (FilterException mistake) {
          int at = definition.filterStart() + mistake.position();
          diagnostics.add(Diagnostic.error(new SourceSpan(at, at), mistake.getMessage()));
        }
      }
    }
    return filters;
  }

  private void checkFilter(EventDefinition definition, EventFilter filter) {
    List<EventName> names =
        catalog.isPresent() ? catalog.get().matching(definition.pattern()) : List.of();
    boolean isAny = names.isEmpty();
    for (EventName name : names) {
      Optional<EventType> type = catalog.orElseThrow().find(name);
      if (type.isPresent() && filter.fits(type.get())) {
        filter.check(type.get());
        isAny = true;
      }
    }
    if (!isAny) {
      int start = definition.filterStart();
      int end = start + definition.filter().orElseThrow().length();
      diagnostics.add(
          Diagnostic.error(
              new SourceSpan(start, end),
              "no event of '" + definition.pattern() + "' has all fields of this filter",
              "'ktap -le " + definition.pattern() + " -v' lists the fields"));
    }
  }

  private Diagnostic nothing(EventDefinition definition, boolean isError) {
    String system = definition.pattern().system();
    String message = "no event matches '" + definition.pattern() + "'";
    String hint = hint(definition);
    if (system.equals("probe") || system.equals("sdt")) {
      message = "the source of this run has no '" + system + ":' events";
      hint = "it delivers tracepoints; 'ktap -le' lists them";
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
    return nearest.isEmpty() ? "'ktap -le' lists all events" : nearest;
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
    String hint = Nearest.hint(field, names);
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
                  + "' must be captured when the event happens, and the source of this run can't",
              "leave it out, or replay a recording that was made with it"));
    }
  }
}
