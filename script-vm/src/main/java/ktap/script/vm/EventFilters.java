package ktap.script.vm;

import ktap.sources.flow.EventType;

/** Makes tests of the texts between a statement's slashes. */
@FunctionalInterface
public interface EventFilters {
  /** The test for events of one type. */
  EventTest test(String filter, EventType type);
}
