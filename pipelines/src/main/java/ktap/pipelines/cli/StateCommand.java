package ktap.pipelines.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import ktap.operators.state.StateStore;
import ktap.operators.state.StoredState;
import ktap.script.state.StateImage;
import ktap.script.state.StateText;
import ktap.sources.flow.ByteText;

/** {@code ktap state DIR}: what a script's {@code --state} holds. Reads it while it is written. */
final class StateCommand {
  private StateCommand() {}

  static int run(Arguments arguments, Console console) throws CommandException, IOException {
    if (arguments.operands().size() != 1) {
      throw CommandException.usage("ktap state takes one directory, that of a script's --state");
    }
    Path directory = Path.of(arguments.operands().getFirst());
    if (arguments.has(Option.RESET)) {
      StateStore.reset(directory);
      return ExitStatus.OK;
    }
    Optional<StoredState> stored = StoredState.read(directory);
    if (stored.isEmpty()) {
      console.say("nothing was kept in " + directory + " yet");
      return ExitStatus.OK;
    }
    StateImage image = new StateImage();
    stored.get().checkpoints().forEach(image::read);
    image.finish();
    ByteText out = new ByteText(1 << 16);
    if (arguments.has(Option.JSON)) {
      appendJson(stored.get(), image, out);
    } else {
      appendLines(stored.get(), image, out);
    }
    console.print(out.toString());
    return ExitStatus.OK;
  }

  private static void appendJson(StoredState stored, StateImage image, ByteText out) {
    out.append("{\"wall_ms\":").appendDecimal(stored.wallMillis());
    out.append(",\"events\":").appendDecimal(stored.position().events());
    out.append(",\"variables\":");
    new StateText(image, out).appendJson();
    out.append("}\n");
  }

  private static void appendLines(StoredState stored, StateImage image, ByteText out) {
    String time =
        DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss")
            .withZone(ZoneId.systemDefault())
            .format(Instant.ofEpochMilli(stored.wallMillis()));
    out.append(("kept at " + time + ", behind event ").getBytes(StandardCharsets.UTF_8));
    out.appendDecimal(stored.position().events()).append("\n");
    new StateText(image, out).appendLines();
    if (stored.isDamaged()) {
      out.append("what was kept after that is damaged\n");
    }
  }
}
