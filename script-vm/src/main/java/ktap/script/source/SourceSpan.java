package ktap.script.source;

/**
 * A stretch of a source text, in bytes.
 *
 * @param start offset of the first byte
 * @param end offset behind the last byte
 */
public record SourceSpan(int start, int end) {
  public SourceSpan {
    if (start < 0 || end < start) {
      throw new IllegalArgumentException("span from " + start + " to " + end);
    }
  }

  /** The stretch from the start of this one to the end of another. */
  public SourceSpan to(SourceSpan other) {
    return new SourceSpan(start, Math.max(end, other.end));
  }
}
