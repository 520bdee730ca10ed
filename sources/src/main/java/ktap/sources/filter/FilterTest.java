package ktap.sources.filter;

import ktap.sources.flow.EventCursor;

/** A filter bound to one type of events. Allocates nothing; safe for several threads. */
@FunctionalInterface
public interface FilterTest {
  /**
   * @param event stands on an event of the type that the filter was bound to
   */
  boolean matches(EventCursor event);
}
