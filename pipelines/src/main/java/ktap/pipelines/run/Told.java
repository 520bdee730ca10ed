package ktap.pipelines.run;

import ktap.operators.LossLedger;

/** Tells losses while they happen, at most once a second, and in the end. */
final class Told {
  private static final long INTERVAL = 1_000_000_000;

  private final LossLedger losses;
  private final PipelineRun.Teller teller;
  private long told;
  private long toldNanos;

  Told(LossLedger losses, PipelineRun.Teller teller) {
    this.losses = losses;
    this.teller = teller;
  }

  void now() {
    long total = losses.total();
    if (total == told) {
      return;
    }
    long now = System.nanoTime();
    if (told == 0 || now - toldNanos >= INTERVAL) {
      teller.tell((total - told) + " events lost just now, " + total + " so far");
      told = total;
      toldNanos = now;
    }
  }

  void atEnd() {
    if (losses.total() > 0) {
      teller.tell(losses.sentence() + "; a larger --buffer or a filter helps");
    }
  }
}
