package ktap.sources.zstd;

/** Bytes that aren't what a Zstandard compressor writes. The message says what doesn't fit. */
public final class ZstdException extends RuntimeException {
  private static final long serialVersionUID = 1;

  ZstdException(String message) {
    super(message);
  }
}
