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
 */
public record EventDefinition(SourceSpan span, EventPattern pattern, Optional<String> filter) {
  public Subscription subscription() {
    return new Subscription(pattern, filter);
  }
}
