package ktap.pipelines.cli;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import ktap.sources.flow.EventType;
import ktap.sources.recording.RecordingFacts;
import ktap.sources.recording.RecordingSettings;
import ktap.sources.recording.RecordingWriter;
import ktap.sources.synthetic.BuiltInEvents;
import ktap.sources.synthetic.SyntheticSettings;
import ktap.sources.synthetic.SyntheticSource;

/**
 * What the launcher runs once to train the AOT cache: the program's own commands, on small scripts
 * that do what scripts usually do. The JVM remembers which classes it took and which methods
 * mattered.
 *
 * <p>Where it may, it traces the running kernel for a moment; where it may not, that part fails in
 * silence, and the cache is a little poorer.
 */
public final class Rehearsal {
  private static final String LANGUAGE =
      """
      var s = {}
      var names = {"read", "write", "open"}
      function fib(n) {
        if (n < 2) { return n }
        return fib(n - 1) + fib(n - 2)
      }
      function counter() {
        var n = 0
        return function () { n = n + 1 return n }
      }
      var next = counter()
      for (i = 0, 3000) {
        var name = names[i % 3 + 1]
        s[name] += i
        s["k" .. i % 50] = next()
      }
      while (next() < 3100) { }
      for (k, v in pairs(s)) { if (v > 100 && k != "read") { s[k] = v - 1 } }
      printf("%s %d %5x %-8s|\\n", "hi", fib(15), 255, "left")
      print_hist(s)
      print(s["read"], len(names), nil, true)
      var ticks = 0
      tick-2ms { ticks += 1 if (ticks == 5) { exit() } }
      trace_end { print("end", ticks) }
      """;

  private static final String EVENTS =
      """
      var s = {}
      trace syscalls:* { s[execname] += 1 s[probename] += 1 print(cpu, pid, execname, argstr) }
      trace sched:sched_switch /prev_pid > 0/ { s[arg0] += 1 }
      tick-20ms { print_hist(s) }
      """;

  private static final String OLDER =
      """
      hist = {}
      trace "syscalls:sys_enter_*" function (e) {
        count(hist, e.name)
        printf("%d %d\\t%s\\t%s", cpu(), pid(), execname(), e.tostring())
      }
      trace_end function () { histogram(hist) }
      """;

  private static final String[][] COMMANDS = {
    {"-e", LANGUAGE},
    {"-q", "--duration", "100ms", "-e", EVENTS},
    {"-q", "-e", OLDER, "--", "sh", "-c", "ls / >/dev/null"},
    {"-q", "-e", "trace syscalls:sys_enter_* { print(\"first\") exit() }", "--", "true"},
    {"-e", "var x = undeclared"},
    {"-le", "sched:*", "-v"},
    {"check", "-"},
    {"--help"},
  };

  /** Over generated events, so that a replay is fast from its first moment; needs no kernel. */
  private static final String RECORDED =
      """
      var s = {}
      trace syscalls:* { s[probename] += 1 s[execname] += 1 }
      tick-10ms { s[cpu] = gettimeofday_us() }
      trace_end { print_hist(s) print(s["cat"]) }
      """;

  private static final String FOREIGN = "var s = {} trace *:* { s[probename] += 1 }";

  private static final int RECORDED_EVENTS = 300_000;

  private Rehearsal() {}

  /**
   * Runs a part once, without a word.
   *
   * @param words {@code scripts}, or {@code recordings} for these, pipelines and state that is kept
   */
  public static void main(String[] words) {
    if (words.length == 1 && words[0].equals("recordings")) {
      OutputStream nowhere = OutputStream.nullOutputStream();
      rehearseRecordings(new Console(InputStream.nullInputStream(), nowhere, nowhere));
    } else {
      rehearseScripts();
    }
    // Their signal handlers stay; nothing else of them does.
    Runtime.getRuntime().halt(ExitStatus.OK);
  }

  private static void rehearseScripts() {
    OutputStream nowhere = OutputStream.nullOutputStream();
    for (String[] command : COMMANDS) {
      InputStream script = new ByteArrayInputStream("print(1)".getBytes(StandardCharsets.US_ASCII));
      Main.run(command, new Console(script, nowhere, nowhere));
    }
  }

  private static void rehearseRecordings(Console console) {
    try {
      Path directory = Files.createTempDirectory("ktap-rehearsal");
      Path recording = directory.resolve("a");
      record(recording);
      Path own = directory.resolve("b");
      String state = directory.resolve("d").toString();
      Path perf = unpack(directory, "perf.data");
      Path trace = unpack(directory, "trace.dat");
      String[][] commands = {
        {"info", recording.toString()},
        {"replay", recording.toString(), "-e", RECORDED},
        {"--record", own.toString(), "-e", "tick-2ms { exit() }"},
        {"replay", own.toString(), "-e", "tick-2ms { exit() }"},
        {"run", pipeline(directory).toString(), "-q", "--duration", "50ms"},
        {"record", "-q", "--duration", "20ms", "-o", directory.resolve("c").toString(), "sched:*"},
        {"-q", "--state", state, "-e", LANGUAGE},
        {"-q", "--state", state, "-e", LANGUAGE},
        {"state", state},
        {"replay", perf.toString(), "-e", FOREIGN},
        {"replay", trace.toString(), "-e", FOREIGN},
      };
      for (String[] command : commands) {
        Main.run(command, console);
      }
      remove(directory);
    } catch (IOException e) {
      // the cache is a little poorer
    }
  }

  private static void record(Path directory) {
    List<EventType> types = new ArrayList<>();
    for (EventType type : BuiltInEvents.all()) {
      if (type.name().system().equals("syscalls")) {
        types.add(type);
      }
    }
    SyntheticSource source = new SyntheticSource(SyntheticSettings.of(types, RECORDED_EVENTS));
    RecordingSettings settings = RecordingSettings.of(RecordingFacts.ofThisMachine("x86_64"));
    try (RecordingWriter writer = RecordingWriter.open(directory, source.tables(), settings)) {
      source.start();
      while (!source.isEnded()) {
        source.poll(writer::append, 16);
      }
      writer.end(System.nanoTime());
    }
  }

  /** A small file that another tool recorded. */
  private static Path unpack(Path directory, String name) throws IOException {
    Path file = directory.resolve(name);
    InputStream packed = Rehearsal.class.getResourceAsStream("rehearsal-" + name + ".gz");
    try (InputStream bytes = new GZIPInputStream(Objects.requireNonNull(packed))) {
      Files.copy(bytes, file);
    }
    return file;
  }

  private static Path pipeline(Path directory) throws IOException {
    Path file = directory.resolve("p.yaml");
    return Files.writeString(
        file,
        """
        sources: [{tracepoint: "syscalls:sys_enter_*"}]
        operators:
          - script: |
              var s = {}
              trace syscalls:sys_enter_* { s[probename] += 1 print(execname, arg1) }
              tick-10ms { print_hist(s) }
        sinks:
          - console: {}
          - file: { path: %s, format: jsonl }
          - histogram: { of: s, path: %s }
        """
            .formatted(directory.resolve("events.jsonl"), directory.resolve("hist.txt")));
  }

  private static void remove(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
