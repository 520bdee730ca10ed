package ktap.pipelines.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import ktap.pipelines.live.HeapPace;
import ktap.pipelines.live.LossReport;
import ktap.pipelines.live.PartitionedReplay;
import ktap.pipelines.live.Pulse;
import ktap.pipelines.live.ScriptOutput;
import ktap.script.Script;
import ktap.script.source.Diagnostic;
import ktap.script.source.SourceText;
import ktap.script.state.StateException;
import ktap.sources.recording.ReplaySettings;
import ktap.sources.replay.ReplayedTraces;

/** {@code ktap replay --partitions N}: a replay whose events several runs share. */
final class PartitionedCommand {
  private static final int MOST = 256;

  private PartitionedCommand() {}

  static int run(
      Arguments arguments,
      List<Path> paths,
      ReplaySettings settings,
      SourceText source,
      List<String> words,
      Console console)
      throws CommandException, IOException {
    LiveOptions options = LiveOptions.of(arguments);
    int count = count(arguments);
    List<ReplayedTraces> shares = new ArrayList<>();
    try (OutputStream out = ScriptCommand.output(arguments, console);
        Findings findings = new Findings(shares, console)) {
      for (int i = 0; i < count; i++) {
        shares.add(ReplayedTraces.open(paths, settings.sharing(i, count)));
      }
      Script script = ScriptCommand.compile(source, options, shares.getFirst().catalog(), console);
      Optional<Diagnostic> dependence = count > 1 ? script.orderDependence() : Optional.empty();
      if (dependence.isPresent()) {
        throw CommandException.failure(dependence.get().render(source));
      }
      LossReport losses = LossReport.ofReplay(console::say);
      ScriptOutput output = new ScriptOutput(out);
      PartitionedReplay replay =
          new PartitionedReplay(
              script, shares, words, output, message -> console.tell(message.text()), losses);
      Pulse.begin(new HeapPace()::look, replay::look);
      new Ending(replay::stop, Optional.empty()).listen();
      int errors = replay.run();
      boolean isLossy = findings.tell(losses);
      Optional<String> unprinted = output.failure();
      unprinted.ifPresent(console::say);
      boolean isFailed = errors > 0 || unprinted.isPresent() || options.isStrict() && isLossy;
      return isFailed ? ExitStatus.FAILURE : ExitStatus.OK;
    } catch (StateException e) {
      throw CommandException.failure(
          "the partitions can't be put together: " + e.getMessage() + "; replay it without them");
    } finally {
      shares.forEach(ReplayedTraces::close);
    }
  }

  private static int count(Arguments arguments) throws CommandException {
    for (Option option : List.of(Option.STATE, Option.SPEED, Option.FOLLOW, Option.TIMESTAMPS)) {
      if (arguments.has(option)) {
        throw CommandException.usage(
            "--partitions doesn't go with " + option.word() + ": events must come in order there");
      }
    }
    String text = arguments.value(Option.PARTITIONS).orElseThrow();
    int count = OptionValues.smallCount(Option.PARTITIONS, text);
    if (count < 1 || count > MOST) {
      throw CommandException.usage("--partitions takes 1 to " + MOST + ", not " + text);
    }
    return count;
  }
}
