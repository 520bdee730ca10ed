package ktap.pipelines.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;
import ktap.pipelines.live.LossReport;
import ktap.pipelines.live.Recorder;
import ktap.pipelines.live.ThisProcess;
import ktap.pipelines.run.RecordSink;
import ktap.sinks.EventColumns;
import ktap.sinks.FileSink;
import ktap.sinks.Format;
import ktap.sinks.Selection;
import ktap.sinks.Sink;
import ktap.sinks.SinkException;
import ktap.sources.flow.EventCatalog;
import ktap.sources.flow.EventName;
import ktap.sources.flow.EventPattern;
import ktap.sources.flow.EventSource;
import ktap.sources.flow.EventType;
import ktap.sources.flow.Nearest;
import ktap.sources.flow.Subscription;
import ktap.sources.replay.ReplayedTraces;

/** {@code ktap export TRACE... -o FILE}: recorded events for other programs. */
final class ExportCommand {
  private static final int BATCHES = 16;
  private static final long PAUSE = 1_000_000;

  private final Arguments arguments;
  private final Console console;
  private final LossReport losses;
  private volatile boolean isInterrupted;

  private ExportCommand(Arguments arguments, Console console) {
    this.arguments = arguments;
    this.console = console;
    this.losses = LossReport.ofReplay(console::say);
  }

  static int run(Arguments arguments, Console console) throws CommandException {
    Optional<String> file = arguments.value(Option.EXPORT_FILE);
    if (file.isEmpty()) {
      throw CommandException.usage("export into which file? -o FILE.jsonl, .csv, .txt or DIR.kq");
    }
    List<String> words = new ArrayList<>(arguments.operands());
    List<Path> paths = ReplayOptions.takeTraces(words, Verb.EXPORT);
    if (!words.isEmpty()) {
      throw CommandException.usage("there is no trace " + words.getFirst());
    }
    ReplayOptions.requireOther(paths, file.get());
    try (ReplayedTraces traces = ReplayedTraces.open(paths, ReplayOptions.of(arguments));
        Findings findings = new Findings(traces, console)) {
      return new ExportCommand(arguments, console).run(traces, findings, Path.of(file.get()));
    } catch (SinkException e) {
      if (e.isReaderGone()) {
        return ExitStatus.OK;
      }
      console.say(Failures.text(e));
      return ExitStatus.FAILURE;
    }
  }

  private int run(ReplayedTraces traces, Findings findings, Path file) throws CommandException {
    List<EventPattern> patterns = patterns(traces.catalog());
    Sink sink =
        file.toString().endsWith(".kq")
            ? recording(file, patterns, traces)
            : sink(file, patterns, traces.catalog());
    ExportProgress progress =
        new ExportProgress(traces.progress(), console::show, ThisProcess.isTerminal(2));
    EventSource source = traces.source();
    new Ending(this::interrupt, Optional.empty()).listen();
    boolean isComplete = false;
    sink.open();
    try {
      WantedEvents wanted = new WantedEvents(patterns, sink, progress, losses.ledger());
      export(source, wanted, progress);
      isComplete = !isInterrupted;
    } finally {
      progress.end();
      sink.close(isComplete);
    }
    boolean isLossy = findings.tell(losses);
    if (!arguments.has(Option.QUIET)) {
      console.tell(progress.summary(file, isComplete));
    }
    boolean isFailed = !isComplete || arguments.has(Option.STRICT) && isLossy;
    return isFailed ? ExitStatus.FAILURE : ExitStatus.OK;
  }

  private void export(EventSource source, WantedEvents events, ExportProgress progress) {
    source.start();
    while (!source.isEnded() && !isInterrupted) {
      int given = source.poll(events, BATCHES);
      progress.show();
      if (given == 0) {
        LockSupport.parkNanos(PAUSE);
      }
    }
  }

  private void interrupt() {
    isInterrupted = true;
  }

  private List<EventPattern> patterns(EventCatalog catalog) throws CommandException {
    Optional<String> words = arguments.value(Option.EVENT);
    return words.isPresent()
        ? EventLister.patterns(words.get(), catalog)
        : List.of(EventPattern.parse("*:*"));
  }

  /** The type of all events, if there is but one. */
  private static Optional<EventType> only(List<EventPattern> patterns, EventCatalog catalog) {
    Optional<EventName> found = Optional.empty();
    for (EventPattern pattern : patterns) {
      for (EventName name : catalog.matching(pattern)) {
        if (found.isPresent() && !found.get().equals(name)) {
          return Optional.empty();
        }
        found = Optional.of(name);
      }
    }
    return found.flatMap(catalog::find);
  }

  /** A foreign trace becomes one of ours. */
  private Sink recording(Path directory, List<EventPattern> patterns, ReplayedTraces traces)
      throws CommandException {
    if (arguments.has(Option.SELECT)) {
      throw CommandException.usage("--select is for .jsonl and .csv: a recording has whole events");
    }
    List<Subscription> wanted = new ArrayList<>();
    for (EventPattern pattern : patterns) {
      wanted.add(new Subscription(pattern, Optional.empty()));
    }
    Recorder recorder = Recorder.ofReplay(directory, false, "", traces);
    return new RecordSink(recorder, () -> wanted, traces.catalog());
  }

  private Sink sink(Path file, List<EventPattern> patterns, EventCatalog catalog)
      throws CommandException {
    Format format = format(file);
    Optional<String> select = arguments.value(Option.SELECT);
    if (select.isEmpty()) {
      return new FileSink(file, Selection.EVENTS, format, only(patterns, catalog));
    }
    if (format == Format.TEXT) {
      throw CommandException.usage("--select is for .jsonl and .csv: text has no columns");
    }
    try {
      EventColumns columns = EventColumns.parse(select.get());
      requireFields(columns.fields(), patterns, catalog);
      return new FileSink(file, format, columns);
    } catch (IllegalArgumentException e) {
      throw CommandException.usage("--select: " + Failures.text(e));
    }
  }

  /** A field that no event has is misspelt. */
  private static void requireFields(
      List<String> fields, List<EventPattern> patterns, EventCatalog catalog)
      throws CommandException {
    Set<String> known = new TreeSet<>();
    for (EventType type : catalog.types(patterns)) {
      type.fields().forEach(field -> known.add(field.name()));
    }
    for (String field : fields) {
      if (!known.contains(field)) {
        String hint = Nearest.hint(field, known);
        throw CommandException.failure(
            "--select: none of these events has a field '"
                + field
                + "'"
                + (hint.isEmpty() ? "" : "; " + hint));
      }
    }
  }

  private static Format format(Path path) throws CommandException {
    String file = path.toString();
    if (file.endsWith(".jsonl") || file.endsWith(".json")) {
      return Format.JSONL;
    }
    if (file.endsWith(".csv")) {
      return Format.CSV;
    }
    if (file.endsWith(".txt")) {
      return Format.TEXT;
    }
    if (FileSink.isStream(path)) {
      return Format.JSONL;
    }
    throw CommandException.usage(
        "in which format? The name tells it: expected FILE.jsonl, .csv, .txt or .kq, found "
            + file);
  }
}
