package ktap.sinks;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;
import ktap.sources.flow.Item;

/**
 * Writes what scripts print to standard output, as it comes; {@link #flush()} makes it appear.
 *
 * <p>When nobody reads any more (a closed pipe or terminal), it says so once and is silent from
 * then on: other sinks may still want the rest.
 */
public final class ConsoleSink implements Sink {
  private final Outlet outlet;
  private final ItemEncoder encoder;
  private final Runnable readerGone;
  private boolean isGone;

  /**
   * @param out standard output; never closed
   * @param readerGone called when nobody reads any more
   */
  public ConsoleSink(OutputStream out, Selection what, Format format, Runnable readerGone) {
    this.outlet = new Outlet(out);
    this.encoder = ItemEncoder.of(what, format, Optional.empty());
    this.readerGone = readerGone;
  }

  @Override
  public void open() {
    try {
      encoder.begin(outlet);
    } catch (IOException e) {
      failed(e);
    }
  }

  @Override
  public void receive(Item item) {
    if (!isGone) {
      try {
        encoder.write(item, outlet);
      } catch (IOException e) {
        failed(e);
      }
    }
  }

  @Override
  public void flush() {
    if (!isGone) {
      try {
        outlet.flush();
      } catch (IOException e) {
        failed(e);
      }
    }
  }

  @Override
  public void close(boolean isComplete) {
    flush();
  }

  private void failed(IOException cause) {
    Optional<SinkException> failure =
        SinkException.ofOutput("can't write to standard output", cause);
    if (failure.isPresent()) {
      throw failure.get();
    }
    isGone = true;
    readerGone.run();
  }
}
