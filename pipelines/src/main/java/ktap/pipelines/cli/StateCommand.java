package ktap.pipelines.cli;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import ktap.operators.state.StatePosition;
import ktap.operators.state.StateStore;
import ktap.operators.state.StoredState;
import ktap.pipelines.live.Quantity;
import ktap.script.state.StateException;
import ktap.script.state.StateImage;
import ktap.script.state.StateText;
import ktap.sources.flow.ByteText;
import ktap.sources.flow.SameFile;

/** {@code ktap state DIR}: what a script's {@code --state} holds. Reads it while it is written. */
final class StateCommand {
  private StateCommand() {}

  static int run(Arguments arguments, Console console) throws CommandException {
    if (arguments.has(Option.MERGE)) {
      return merge(arguments, console);
    }
    if (arguments.has(Option.MERGED)) {
      throw CommandException.usage("-o is for --merge: which states are to be merged?");
    }
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
    StateImage image = stored.get().image();
    ByteText out = new ByteText(1 << 16);
    if (arguments.has(Option.JSON)) {
      appendJson(stored.get(), image, out);
    } else {
      appendLines(stored.get(), image, out);
    }
    console.print(out.toString());
    return ExitStatus.OK;
  }

  /** {@code ktap state DIR OTHER... --merge -o NEW}. */
  private static int merge(Arguments arguments, Console console) throws CommandException {
    List<String> directories = arguments.operands();
    Optional<String> target = arguments.value(Option.MERGED);
    if (directories.size() < 2 || target.isEmpty()) {
      throw CommandException.usage(
          "--merge takes two states or more, and -o DIR for what they become");
    }
    checkTwice(directories);
    Path into = Path.of(target.get());
    if (Files.exists(into)) {
      throw CommandException.failure(
          "can't merge into " + into + ": it is there already; name a directory that is new");
    }
    StoredState first = kept(directories.getFirst());
    StateImage image = first.image();
    StateImage start = first.startImage();
    boolean isLive = first.position().source().isEmpty();
    for (String directory : directories.subList(1, directories.size())) {
      StoredState other = kept(directory);
      try {
        image.merge(start, other.image(), other.startImage());
      } catch (StateException e) {
        throw CommandException.failure(
            "can't merge " + directory + " into " + directories.getFirst() + ": " + e.getMessage());
      }
      isLive &= other.position().source().isEmpty();
    }
    try (StateStore store = StateStore.open(into)) {
      store.keep(first.start(), image, isLive ? StatePosition.LIVE : StatePosition.MERGED);
    }
    console.say(
        directories.size()
            + " states merged, "
            + Quantity.of(image.entries(), "table entry", "table entries"));
    return ExitStatus.OK;
  }

  private static void checkTwice(List<String> directories) throws CommandException {
    for (int i = 0; i < directories.size(); i++) {
      for (String other : directories.subList(0, i)) {
        if (SameFile.are(Path.of(other), Path.of(directories.get(i)))) {
          throw CommandException.failure(
              "can't merge "
                  + directories.get(i)
                  + " into "
                  + other
                  + ": they are the same state, which would count twice; name each once");
        }
      }
    }
  }

  private static StoredState kept(String directory) throws CommandException {
    Path path = Path.of(directory);
    return StoredState.read(path)
        .orElseThrow(() -> CommandException.failure("nothing was kept in " + path + " yet"));
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
    String where =
        stored.position().equals(StatePosition.MERGED)
            ? "merged of several runs"
            : stored.position().text();
    out.append(("kept at " + time + ", " + where + "\n").getBytes(StandardCharsets.UTF_8));
    new StateText(image, out).appendLines();
    if (stored.isDamaged()) {
      out.append("what was kept after that is damaged\n");
    }
  }
}
