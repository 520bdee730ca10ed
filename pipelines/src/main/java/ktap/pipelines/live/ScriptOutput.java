package ktap.pipelines.live;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.LongSupplier;
import ktap.sinks.SinkException;

/**
 * What a script prints, gathered and written in as few calls as the reader can wait for: when the
 * buffer is full, and when the run has nothing better to do.
 *
 * <p>A reader that went away ({@code | head -1}) isn't an error: the output is closed then, and the
 * run ends. So it does when the disk is full, which is one.
 */
public final class ScriptOutput {
  private static final int SIZE = 32 << 10;

  /** How long something printed may wait while the script works on. */
  private static final long PATIENCE = 20_000_000;

  private final OutputStream stream;
  private final LongSupplier nanos;
  private byte[] buffer = new byte[SIZE];
  private int length;
  private long written;
  private long flushed;
  private boolean isClosed;
  private Optional<SinkException> failure = Optional.empty();
  private boolean isMuted;

  public ScriptOutput(OutputStream stream) {
    this(stream, System::nanoTime);
  }

  ScriptOutput(OutputStream stream, LongSupplier nanos) {
    this.stream = stream;
    this.nanos = nanos;
    this.flushed = nanos.getAsLong();
  }

  /** Appends a record. */
  public void write(byte[] bytes, int from, int count) {
    if (isMuted) {
      return;
    }
    if (length + count > SIZE) {
      flush();
    }
    if (count > buffer.length - length) {
      buffer = Arrays.copyOf(buffer, length + count);
    }
    System.arraycopy(bytes, from, buffer, length, count);
    length += count;
  }

  /** Gives on what was gathered, if it is a while since something was. */
  public void flushOld() {
    if (length > 0) {
      long now = nanos.getAsLong();
      if (now - flushed >= PATIENCE) {
        flush();
        flushed = now;
      }
    }
  }

  /** Gives on what was gathered. */
  public void flush() {
    if (length == 0 || isClosed) {
      length = 0;
      return;
    }
    try {
      stream.write(buffer, 0, length);
      written += length;
    } catch (IOException e) {
      isClosed = true;
      failure = SinkException.ofOutput("can't write what the script prints", e);
    }
    length = 0;
  }

  /** Whether what comes now is left out: another run wrote it. */
  public void mute(boolean muted) {
    isMuted = muted;
  }

  /** How many bytes were given on. */
  public long written() {
    return written;
  }

  /** Why not all could be written; empty if nobody wanted more. */
  public Optional<String> failure() {
    return failure.map(SinkException::getMessage);
  }

  /** Whether it can't be written to any more. */
  public boolean isClosed() {
    return isClosed;
  }
}
