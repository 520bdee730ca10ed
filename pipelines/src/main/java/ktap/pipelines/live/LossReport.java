package ktap.pipelines.live;

import java.util.Optional;
import java.util.function.Consumer;
import ktap.operators.LossLedger;
import ktap.sources.flow.EventBatch;

/** Tells the losses of a stream: while they happen, once a second, and at the end. */
public final class LossReport {
  private static final long INTERVAL = 1_000_000_000;

  private final Consumer<String> teller;
  private final boolean isLive;
  private final LossLedger ledger = new LossLedger();
  private long told;
  private long toldNanos;

  private LossReport(Consumer<String> teller, boolean isLive) {
    this.teller = teller;
    this.isLive = isLive;
  }

  /**
   * @param teller takes sentences for the user
   */
  public static LossReport ofLive(Consumer<String> teller) {
    return new LossReport(teller, true);
  }

  /** Tells at the end only: these events were lost long ago. */
  public static LossReport ofReplay(Consumer<String> teller) {
    return new LossReport(teller, false);
  }

  /** Where the losses are counted. */
  public LossLedger ledger() {
    return ledger;
  }

  /** Looks for losses in a batch. */
  void look(EventBatch batch) {
    ledger.enter(batch);
  }

  /** Tells what came since the last time, if that was a while ago. */
  public void show() {
    long news = isLive ? total() - told : 0;
    long now = news > 0 ? System.nanoTime() : 0;
    if (news > 0 && (told == 0 || now - toldNanos >= INTERVAL)) {
      String events = news == 1 ? " event" : " events";
      teller.accept(news + events + " lost just now, " + total() + " so far");
      told = total();
      toldNanos = now;
    }
  }

  /** The sum, with each source and its cause; empty if nothing was lost. */
  public Optional<String> summary() {
    if (total() == 0) {
      return Optional.empty();
    }
    String more = isLive ? "a larger --buffer or a filter helps" : "that was before the replay";
    return Optional.of(ledger.sentence() + "; " + more);
  }

  /** Events lost so far. */
  public long total() {
    return ledger.total();
  }
}
