package ktap.sources.flow;

import java.util.Optional;

/** Events that someone wants: a pattern, and the filter as written between the slashes, if any. */
public record Subscription(EventPattern pattern, Optional<String> filter) {}
