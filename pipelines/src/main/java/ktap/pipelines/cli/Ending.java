package ktap.pipelines.cli;

import java.util.Optional;
import java.util.function.BooleanSupplier;
import ktap.natives.linux.Linux;
import ktap.natives.signals.Interrupts;
import ktap.pipelines.live.ThisProcess;
import ktap.sources.tracefs.TracedCommand;

/**
 * What Ctrl-C does. The first one ends tracing in an orderly way, the next one ends the process. As
 * long as a traced command runs, the first one is the command's, unless the script hangs: it would
 * go on for ever when the command has ended.
 */
final class Ending {
  private static final int SIGNAL_STATUS = 128;

  /**
   * A second signal that comes sooner is the first one's echo: {@code timeout} and shells signal
   * the process and then its group. No person presses a key again so soon.
   */
  private static final long ECHO_NANOS = 250_000_000;

  private final Runnable stop;
  private final BooleanSupplier hangs;
  private final Optional<TracedCommand> command;
  private boolean wasCommandTold;
  private boolean isEnding;
  private long endingSince;

  /**
   * @param stop ends the run in an orderly way
   */
  Ending(Runnable stop, Optional<TracedCommand> command) {
    this(stop, () -> false, command);
  }

  /**
   * @param stop ends the run in an orderly way
   * @param hangs looks for a moment whether a handler doesn't come to its end
   */
  Ending(Runnable stop, BooleanSupplier hangs, Optional<TracedCommand> command) {
    this.stop = stop;
    this.hangs = hangs;
    this.command = command;
  }

  /** From now on signals are heard. */
  void listen() {
    if (ThisProcess.ignores(Linux.SIGNAL_INTERRUPT)) {
      // started by a shell in the background; whoever sends it there means us
      Linux.resetSignal(Linux.SIGNAL_INTERRUPT);
    }
    Interrupts.listen(this::onSignal);
  }

  private void onSignal(int number) {
    leaveEcho(number);
    if (tellsCommand(number) && !hangs.getAsBoolean()) {
      return;
    }
    if (begins()) {
      stop.run();
    } else if (!isEcho()) {
      Runtime.getRuntime().halt(SIGNAL_STATUS + number);
    }
  }

  /** The terminal wrote {@code ^C}: what comes now begins on a line of its own. */
  private static void leaveEcho(int number) {
    if (number == Linux.SIGNAL_INTERRUPT && ThisProcess.isTerminal(2)) {
      Console.standard().show("\n");
    }
  }

  private synchronized boolean begins() {
    if (isEnding) {
      return false;
    }
    isEnding = true;
    endingSince = System.nanoTime();
    return true;
  }

  private synchronized boolean isEcho() {
    return System.nanoTime() - endingSince < ECHO_NANOS;
  }

  /** Whether the signal was the command's. The terminal gives Ctrl-C to it by itself. */
  private synchronized boolean tellsCommand(int number) {
    if (command.isEmpty() || wasCommandTold || !command.get().isRunning()) {
      return false;
    }
    wasCommandTold = true;
    if (number != Linux.SIGNAL_INTERRUPT || !ThisProcess.isInForeground()) {
      command.get().signal(number);
    }
    return true;
  }
}
