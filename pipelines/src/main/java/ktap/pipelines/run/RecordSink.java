package ktap.pipelines.run;

import java.util.List;
import java.util.function.Supplier;
import ktap.pipelines.live.Recorder;
import ktap.sinks.Sink;
import ktap.sinks.SinkException;
import ktap.sources.flow.EventBatch;
import ktap.sources.flow.EventCatalog;
import ktap.sources.flow.EventTables;
import ktap.sources.flow.Item;
import ktap.sources.flow.Subscription;
import ktap.sources.recording.RecordingException;

/** Records the events that arrive, losses and marks of time among them. */
public final class RecordSink implements Sink {
  private final Recorder recorder;
  private final Supplier<List<Subscription>> wanted;
  private final EventCatalog catalog;
  private boolean isOpen;
  private boolean isClosed;

  /**
   * @param wanted events that a replay must know, if they happen or not; asked at the first batch
   */
  public RecordSink(Recorder recorder, Supplier<List<Subscription>> wanted, EventCatalog catalog) {
    this.recorder = recorder;
    this.wanted = wanted;
    this.catalog = catalog;
  }

  @Override
  public void open() {}

  @Override
  public void receive(Item item) {
    if (item instanceof EventBatch batch) {
      openFor(batch.tables());
      recorder.take(batch, batch.length());
      checkFailure();
    }
  }

  private void openFor(EventTables tables) {
    if (!isOpen) {
      isOpen = true;
      try {
        recorder.open(tables, wanted.get(), catalog);
      } catch (RecordingException e) {
        throw new SinkException(String.valueOf(e.getMessage()));
      }
    }
  }

  private void checkFailure() {
    if (recorder.failure().isPresent()) {
      throw new SinkException(recorder.failure().get());
    }
  }

  @Override
  public void flush() {}

  @Override
  public void close(boolean isComplete) {
    if (isClosed) {
      return;
    }
    isClosed = true;
    try {
      if (isComplete) {
        openFor(EventTables.create());
        recorder.end();
        checkFailure();
      }
    } finally {
      recorder.close();
    }
  }
}
