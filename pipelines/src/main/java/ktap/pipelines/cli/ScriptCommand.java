package ktap.pipelines.cli;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import ktap.natives.linux.Linux;
import ktap.natives.linux.LinuxException;
import ktap.pipelines.live.Recorder;
import ktap.pipelines.live.StateKeeper;
import ktap.pipelines.live.Tap;
import ktap.script.Script;
import ktap.script.ScriptSettings;
import ktap.script.source.Diagnostic;
import ktap.script.source.ScriptSyntaxException;
import ktap.script.source.SourceText;
import ktap.sinks.SinkException;
import ktap.sources.flow.EventCatalog;

/** A script: {@code ktap FILE}, {@code -e SOURCE}, {@code -s EVENT}, or from standard input. */
final class ScriptCommand {
  private ScriptCommand() {}

  static int run(Arguments arguments, Console console) throws CommandException, IOException {
    LiveOptions options = LiveOptions.of(arguments);
    List<String> words = new ArrayList<>(arguments.operands());
    SourceText source = source(arguments, words, console);
    String help = words.indexOf("--help") > 0 ? ScriptHelp.of(source) : "";
    if (!help.isEmpty()) {
      console.print(help);
      return ExitStatus.OK;
    }
    ScriptHelp.stray(source, words).ifPresent(console::say);
    if (Scripts.mentions(Scripts.TRACE, source)) {
      loadNativesMeanwhile();
    }
    Optional<Recorder> recorder = recorder(arguments);
    Tap tap = recorder.isPresent() ? recorder.get() : Tap.NONE;
    Optional<StateKeeper> keeper = StateOptions.open(arguments, "", tap, options, console);
    try (LiveCatalog catalog = new LiveCatalog();
        OutputStream out = output(arguments, console, keeper)) {
      Script script = compile(source, options, catalog, console);
      StateOptions.check(arguments, script, source);
      return new LiveSession(
              options, catalog, console, out, arguments.value(Option.OUTPUT), recorder, keeper)
          .run(script, List.copyOf(words), arguments.traced());
    } finally {
      keeper.ifPresent(StateKeeper::close);
      recorder.ifPresent(Recorder::close);
    }
  }

  private static Optional<Recorder> recorder(Arguments arguments) throws CommandException {
    Optional<String> directory = arguments.value(Option.RECORD);
    if (directory.isEmpty() && arguments.has(Option.APPEND)) {
      throw CommandException.usage("--append says how to --record: which directory?");
    }
    return directory.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Recorder(
                Path.of(directory.get()),
                arguments.has(Option.APPEND),
                Option.APPEND.word(),
                usual -> usual));
  }

  /** The way to the C library takes as long as compiling a script, and there are two cores. */
  private static void loadNativesMeanwhile() {
    Thread loader = new Thread(ScriptCommand::loadNatives, "ktap-natives");
    loader.setDaemon(true);
    loader.start();
  }

  private static void loadNatives() {
    try {
      Linux.parentProcess();
    } catch (LinkageError e) {
      // whoever needs it will tell
    }
  }

  /** The script; what is left of the words are its arguments, itself the first of them. */
  static SourceText source(Arguments arguments, List<String> words, Console console)
      throws CommandException {
    SourceText source = text(arguments, words, console);
    ScriptHelp.unknown(source, words).ifPresent(console::say);
    return source;
  }

  private static SourceText text(Arguments arguments, List<String> words, Console console)
      throws CommandException {
    Optional<String> oneLiner = arguments.value(Option.SOURCE);
    Optional<String> event = arguments.value(Option.SIMPLE);
    if (oneLiner.isPresent() || event.isPresent()) {
      words.addFirst(Scripts.COMMAND_LINE);
      return Scripts.oneLiner(oneLiner.orElseGet(() -> simple(event.orElseThrow())));
    }
    if (words.isEmpty()) {
      throw CommandException.usage(
          "there is no script: name a file, '-' for standard input, or write -e SOURCE");
    }
    return Scripts.read(words.getFirst(), console);
  }

  /** What {@code -s} stands for. */
  private static String simple(String event) {
    return "trace " + event + " { print(cpu, tid, execname, argstr) }";
  }

  static OutputStream output(Arguments arguments, Console console) throws CommandException {
    return output(arguments, console, Optional.empty());
  }

  /** What a run that is continued had printed behind its last checkpoint is printed again. */
  static OutputStream output(Arguments arguments, Console console, Optional<StateKeeper> keeper)
      throws CommandException {
    Optional<String> file = arguments.value(Option.OUTPUT);
    if (file.isEmpty()) {
      return console.out();
    }
    Path path = Path.of(file.get());
    try {
      long kept = keeper.isPresent() ? keeper.get().bytesOf(path, "").orElse(0) : 0;
      return kept == 0 ? new FileOutputStream(file.get()) : cutBack(path, kept);
    } catch (SinkException e) {
      throw CommandException.failure(e.getMessage());
    } catch (IOException e) {
      throw CommandException.failure("can't write the output: " + e.getMessage());
    }
  }

  private static OutputStream cutBack(Path file, long kept) throws IOException, CommandException {
    long found = Files.exists(file) ? Files.size(file) : 0;
    if (found < kept) {
      throw CommandException.failure(
          "can't go on in "
              + file
              + ": the state was kept when it had "
              + kept
              + " bytes, and it has "
              + found
              + "; --state-reset begins anew");
    }
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.truncate(kept);
    }
    return new FileOutputStream(file.toFile(), true);
  }

  /** Tells warnings and mistakes; the latter also where the events can't be seen. */
  static Script compile(
      SourceText source, LiveOptions options, EventCatalog catalog, Console console)
      throws CommandException {
    try {
      return compile(source, options.scriptSettings(Optional.of(catalog)), console);
    } catch (LinuxException noEvents) {
      compile(source, options.scriptSettings(Optional.empty()), console);
      throw noEvents;
    }
  }

  private static Script compile(SourceText source, ScriptSettings settings, Console console)
      throws CommandException {
    try {
      Script script = Script.compile(source, settings);
      for (Diagnostic warning : script.warnings()) {
        console.tell(warning.render(source));
      }
      return script;
    } catch (ScriptSyntaxException e) {
      console.tell(Failures.text(e));
      throw CommandException.silent(ExitStatus.SCRIPT);
    }
  }
}
