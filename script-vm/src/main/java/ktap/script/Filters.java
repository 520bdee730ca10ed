package ktap.script;

import ktap.script.value.ScriptRuntimeException;
import ktap.script.vm.EventTest;
import ktap.sources.filter.EventFilter;
import ktap.sources.filter.FilterException;
import ktap.sources.filter.FilterTest;
import ktap.sources.flow.EventType;

/** The filters between a statement's slashes, each bound to one type of events. */
final class Filters {
  private Filters() {}

  /** A type that lacks what the filter compares never matches. */
  static EventTest test(String filter, EventType type) {
    try {
      EventFilter parsed = EventFilter.parse(filter);
      if (!parsed.fits(type)) {
        return event -> false;
      }
      FilterTest test = parsed.bind(type);
      return test::matches;
    } catch (FilterException mistake) {
      throw ScriptRuntimeException.fatal("error: filter '" + filter + "': " + mistake.getMessage());
    }
  }
}
