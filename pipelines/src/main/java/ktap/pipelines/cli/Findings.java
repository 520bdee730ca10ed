package ktap.pipelines.cli;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import ktap.pipelines.live.LossReport;
import ktap.sources.flow.Message;
import ktap.sources.replay.ReplayedTraces;

/**
 * Tells what traces have that the user should know, each sentence once: when {@link #tell} is
 * called, and in any case before they are closed, so that a mistake that comes of damage isn't told
 * alone.
 */
final class Findings implements AutoCloseable {
  private final List<ReplayedTraces> shares;
  private final Console console;
  private final Set<Message> told = new LinkedHashSet<>();

  /**
   * @param shares the same traces once for each who reads a part of them; may grow
   */
  Findings(List<ReplayedTraces> shares, Console console) {
    this.shares = shares;
    this.console = console;
  }

  Findings(ReplayedTraces traces, Console console) {
    this(List.of(traces), console);
  }

  /** Tells what was found since the last time. */
  void tell() {
    for (ReplayedTraces traces : shares) {
      for (Message message : traces.messages().get()) {
        if (told.add(message)) {
          console.say(message.text());
        }
      }
    }
  }

  /**
   * Tells what was found, and behind it what was lost.
   *
   * @return whether anything is missing
   */
  boolean tell(LossReport losses) {
    tell();
    losses.summary().ifPresent(console::say);
    return losses.total() > 0 || hasDamage();
  }

  /** Whether damage was told. */
  boolean hasDamage() {
    return told.stream().anyMatch(Message::isDamage);
  }

  @Override
  public void close() {
    tell();
  }
}
