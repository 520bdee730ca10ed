package ktap.pipelines.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;
import ktap.pipelines.live.Quantity;
import ktap.sinks.FileSink;

/** How an export goes: part, rate and remaining time, on one line of a terminal. */
final class ExportProgress {
  private static final long INTERVAL = 500_000_000;

  private final DoubleSupplier part;
  private final Consumer<String> teller;
  private final boolean isTerminal;
  private final long start = System.nanoTime();
  private long shown = start;
  private long events;

  ExportProgress(DoubleSupplier part, Consumer<String> teller, boolean isTerminal) {
    this.part = part;
    this.teller = teller;
    this.isTerminal = isTerminal;
  }

  void add(int count) {
    events += count;
  }

  void show() {
    long now = System.nanoTime();
    if (isTerminal && now - shown >= INTERVAL) {
      shown = now;
      teller.accept("\r\u001b[K" + line((now - start) / 1e9));
    }
  }

  private String line(double seconds) {
    double done = part.getAsDouble();
    String line =
        (int) (done * 100)
            + " %, "
            + Quantity.of(events, "event")
            + ", "
            + Quantity.rate(events / seconds);
    return done > 0 && done < 1
        ? line + ", " + Quantity.seconds(seconds / done * (1 - done)) + " left"
        : line;
  }

  /** Wipes the line. */
  void end() {
    if (isTerminal) {
      teller.accept("\r\u001b[K");
    }
  }

  String summary(Path file, boolean isComplete) {
    double seconds = (System.nanoTime() - start) / 1e9;
    String what = Quantity.of(events, "event");
    if (isComplete) {
      return "exported " + what + " in " + Quantity.seconds(seconds) + " into " + file;
    }
    Path part = FileSink.part(file);
    return "interrupted after "
        + what
        + "; "
        + (Files.exists(part) ? "they are in " + part : file + " is not whole");
  }
}
