package ktap.sinks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import ktap.sources.flow.EventType;
import ktap.sources.flow.Item;
import org.jspecify.annotations.Nullable;

/**
 * Writes events, rows or printed lines into a file, which appears under its name when it is
 * complete. If it can't be completed, what was written stays as {@code NAME.part}. What isn't a
 * regular file is written as it comes.
 */
public final class FileSink implements Sink {
  private static final int HEAD = 64 << 10;

  private final Path path;
  private final ItemEncoder encoder;
  private long kept;
  private @Nullable OutputFile file; // null until open
  private @Nullable Outlet outlet; // null until open

  /**
   * @param onlyType the type of all events, if that is known: CSV then has a column for each field
   */
  public FileSink(Path path, Selection what, Format format, Optional<EventType> onlyType) {
    this.path = path;
    this.encoder = ItemEncoder.of(what, format, onlyType);
  }

  /**
   * Some columns of events.
   *
   * @throws IllegalArgumentException if the format has no columns
   */
  public FileSink(Path path, Format format, EventColumns columns) {
    this.path = path;
    this.encoder =
        new EventsEncoder(
            switch (format) {
              case JSONL -> new JsonColumnsFormat(columns);
              case CSV -> new CsvColumnsFormat(columns);
              case TEXT -> throw new IllegalArgumentException("text has no columns");
            });
  }

  /**
   * Goes on behind what another run wrote; before it is opened.
   *
   * @param bytes how much of it is to stay
   */
  public void resumeAt(long bytes) {
    kept = bytes;
  }

  /** What the file of that name is called while it isn't complete. */
  public static Path part(Path path) {
    return OutputFile.part(path);
  }

  /** Whether something of that name is there that is written as it is: a pipe, a device. */
  public static boolean isStream(Path path) {
    return OutputFile.isWrittenAsItIs(path);
  }

  /** How many bytes are in the file; empty if they can't be taken back. */
  public OptionalLong length() {
    OutputFile opened = file;
    Outlet out = outlet;
    return opened != null && out != null && opened.isRegular()
        ? OptionalLong.of(kept + out.written())
        : OptionalLong.empty();
  }

  @Override
  public void open() {
    try {
      OutputFile opened = kept > 0 ? OutputFile.resume(path, kept) : OutputFile.open(path);
      file = opened;
      outlet = new Outlet(opened.stream());
      if (kept > 0) {
        encoder.resume(opened.head((int) Math.min(kept, HEAD)));
      } else {
        encoder.begin(outlet);
      }
    } catch (IOException e) {
      throw failure(e);
    }
  }

  @Override
  public void receive(Item item) {
    Outlet out = outlet;
    if (out != null) {
      try {
        encoder.write(item, out);
      } catch (IOException e) {
        throw failure(e);
      }
    }
  }

  @Override
  public void flush() {
    Outlet out = outlet;
    if (out != null) {
      try {
        out.flush();
      } catch (IOException e) {
        throw failure(e);
      }
    }
  }

  @Override
  public void close(boolean isComplete) {
    OutputFile opened = file;
    if (opened == null) {
      return;
    }
    try {
      if (isComplete) {
        flush();
        opened.complete();
      }
    } catch (IOException e) {
      throw failure(e);
    } finally {
      release(opened);
    }
  }

  private void release(OutputFile opened) {
    file = null;
    outlet = null;
    try {
      opened.abandon();
    } catch (IOException e) {
      // what was to be told was told by the write that failed
    }
  }

  private SinkException failure(IOException cause) {
    OutputFile opened = file;
    return opened == null ? SinkException.of("can't write " + path, cause) : opened.failure(cause);
  }
}
