package ktap.script.vm;

import ktap.sources.flow.EventCursor;

/** The filter of a statement, for one type of events. */
@FunctionalInterface
public interface EventTest {
  boolean matches(EventCursor event);
}
