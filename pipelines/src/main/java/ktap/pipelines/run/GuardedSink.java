package ktap.pipelines.run;

import java.util.function.Consumer;
import ktap.sinks.Sink;
import ktap.sinks.SinkException;
import ktap.sources.flow.Item;

/** A sink that tells its first failure and is silent from then on: others may want the rest. */
final class GuardedSink implements Sink {
  private final Sink sink;
  private final Consumer<SinkException> failed;
  private boolean hasFailed;

  GuardedSink(Sink sink, Consumer<SinkException> failed) {
    this.sink = sink;
    this.failed = failed;
  }

  @Override
  public void open() {
    sink.open();
  }

  @Override
  public void receive(Item item) {
    guard(() -> sink.receive(item));
  }

  @Override
  public void flush() {
    guard(sink::flush);
  }

  @Override
  public void close(boolean isComplete) {
    boolean isWhole = isComplete && !hasFailed;
    hasFailed = false;
    guard(() -> sink.close(isWhole));
  }

  private void guard(Runnable action) {
    if (!hasFailed) {
      try {
        action.run();
      } catch (SinkException e) {
        hasFailed = true;
        failed.accept(e);
      }
    }
  }
}
