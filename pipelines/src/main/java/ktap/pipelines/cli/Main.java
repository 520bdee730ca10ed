package ktap.pipelines.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import ktap.natives.linux.LinuxException;
import ktap.script.state.StateException;
import ktap.sources.recording.RecordingException;

/** Where the program starts: words in, exit status out. */
public final class Main {
  private Main() {}

  public static void main(String[] words) {
    // Not exit(): there is nothing that a shutdown hook would do for us, and running them takes
    // time.
    Runtime.getRuntime().halt(run(words, Console.standard()));
  }

  /** Runs a command line to its end and gives the exit status. Throws nothing. */
  static int run(String[] words, Console console) {
    try {
      if (words.length == 0) {
        console.tell(Help.overview().stripTrailing());
        return ExitStatus.USAGE;
      }
      return dispatch(ArgumentParser.parse(words), console);
    } catch (CommandException e) {
      if (!e.sentence().isEmpty()) {
        console.say(e.sentence());
      }
      return e.status();
    } catch (LinuxException | RecordingException | StateException e) {
      console.say(Failures.text(e));
      return ExitStatus.FAILURE;
    } catch (OutOfMemoryError e) {
      console.say("out of memory; --memory gives more, as in --memory 2g");
      return ExitStatus.FAILURE;
    } catch (Throwable e) {
      return bug(e, console);
    }
  }

  private static int dispatch(Arguments arguments, Console console)
      throws CommandException, IOException {
    if (arguments.has(Option.HELP)) {
      console.print(Help.of(arguments.verb()));
      return ExitStatus.OK;
    }
    if (arguments.has(Option.VERSION)) {
      console.print(Version.text());
      return ExitStatus.OK;
    }
    return switch (arguments.verb()) {
      case SCRIPT -> script(arguments, console);
      case LIST_EVENTS ->
          ListCommand.run(arguments.operands(), arguments.has(Option.VERBOSE), console);
      case RECORD_EVENTS -> RecordCommand.run(arguments, console);
      case EXPORT -> ExportCommand.run(arguments, console);
      case INFO -> InfoCommand.run(arguments, console);
      case KEPT -> StateCommand.run(arguments, console);
      case REPLAY -> ReplayCommand.run(arguments, console);
      case CHECK -> CheckCommand.run(arguments, console);
      case FORMAT -> FormatCommand.run(arguments, console);
      case DUMP -> DumpCommand.run(arguments, console);
      case RUN -> RunCommand.run(arguments, console);
    };
  }

  private static int script(Arguments arguments, Console console)
      throws CommandException, IOException {
    if (arguments.has(Option.LIST)) {
      String glob = arguments.value(Option.LIST).orElse("");
      return ListCommand.run(
          glob.isEmpty() ? List.of() : List.of(glob), arguments.has(Option.VERBOSE), console);
    }
    return arguments.has(Option.BYTECODE)
        ? DumpCommand.run(arguments, console)
        : ScriptCommand.run(arguments, console);
  }

  private static int bug(Throwable e, Console console) {
    ByteArrayOutputStream trace = new ByteArrayOutputStream();
    e.printStackTrace(new PrintStream(trace, true, StandardCharsets.UTF_8));
    console.say(
        "internal error. This is a bug in ktap, not in what you typed: please report it, with the"
            + " command, the script and these lines:");
    console.tell(trace.toString(StandardCharsets.UTF_8).stripTrailing());
    return ExitStatus.INTERNAL;
  }
}
