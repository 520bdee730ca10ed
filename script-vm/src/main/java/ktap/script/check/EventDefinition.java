package ktap.script.check;

import java.util.Optional;
import ktap.script.source.SourceSpan;
import ktap.sources.flow.EventPattern;
import ktap.sources.flow.Subscription;

/**
 * Events that a trace statement names.
 *
 * @param pattern {@code probe} and {@code sdt} as the system say that the rest names functions or
 *     markers, not tracepoints
 * @param filter the text between the slashes
 * @param filterStart where that text starts in the script; 0 without one
 */
public record EventDefinition(
    SourceSpan span, EventPattern pattern, Optional<String> filter, int filterStart) {
  public Subscription subscription() {
    return new Subscription(pattern, filter);
  }
}
