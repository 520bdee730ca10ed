package ktap.sources.flow;

/**
 * What a script printed: bytes, whole records of output (a {@code print}, a {@code printf}), one or
 * many, not necessarily ending with a line break.
 *
 * @param bytes read only
 */
@SuppressWarnings("ArrayRecordComponent") // hot path: handed on, never changed
public record Text(byte[] bytes) implements Item {}
