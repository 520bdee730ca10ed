package ktap.sources.tracefs;

import java.util.Optional;
import ktap.sources.flow.EventType;

/** Says a filter of the script in the words of the kernel. */
@FunctionalInterface
public interface FilterTranslation {
  /**
   * The text for the event's {@code filter} file; empty if the kernel can't say it. It may let
   * through more than the filter does, never less.
   */
  Optional<String> translate(EventType type, String filter);
}
