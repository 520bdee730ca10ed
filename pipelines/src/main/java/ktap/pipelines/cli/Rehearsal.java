package ktap.pipelines.cli;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
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

  /**
   * Its events go all the way to a handler, which does nothing of which a profile would be kept.
   */
  private static final String IDLE = "trace *:* { }";

  private static final String FOREIGN = "var s = {} trace *:* { s[probename] += 1 }";

  /** So few that nothing of the script engine gets hot: see docs/design/003-command-line.md. */
  private static final int RECORDED_EVENTS = 100;

  private static final String RECORD = "record";

  private static final int PIPE_HEADER = 16;
  private static final int SAMPLE = 9;
  private static final int TRACING_DATA = 66;
  private static final int FINISHED_ROUND = 68;
  private static final int TIME = 24; // in these samples
  private static final long ROUND_NANOS = 1_000_000;
  private static final long PROLONGED_BYTES = 96 << 20;

  private Rehearsal() {}

  /**
   * Runs a part once, without a word.
   *
   * @param words {@code scripts}, {@code replays}, or {@code recordings} for these, pipelines and
   *     state that is kept; {@code record DIR} makes a recording for them
   */
  public static void main(String[] words) {
    OutputStream nowhere = OutputStream.nullOutputStream();
    Console console = new Console(InputStream.nullInputStream(), nowhere, nowhere);
    switch (words[0]) {
      case RECORD -> record(Path.of(words[1]));
      case "recordings" -> rehearse(console, Rehearsal::recordings);
      case "replays" -> rehearse(console, Rehearsal::replays);
      default -> rehearseScripts();
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

  /** Commands over what is in a directory, which goes afterwards. */
  @FunctionalInterface
  private interface Commands {
    String[][] in(Path directory) throws IOException;
  }

  private static void rehearse(Console console, Commands commands) {
    try {
      Path directory = Files.createTempDirectory("ktap-rehearsal");
      for (String[] command : commands.in(directory)) {
        Main.run(command, console);
      }
      remove(directory);
    } catch (IOException e) {
      // the cache is a little poorer
    }
  }

  private static String[][] recordings(Path directory) throws IOException {
    String recording = directory.resolve("a").toString();
    String state = directory.resolve("d").toString();
    return new String[][] {
      {"--record", recording, "-e", "tick-2ms { exit() }"},
      {"run", pipeline(directory).toString(), "-q", "--duration", "50ms"},
      {"record", "-q", "--duration", "20ms", "-o", directory.resolve("c").toString(), "sched:*"},
      {"export", directory.resolve("c").toString(), "-o", directory.resolve("c.csv").toString()},
      {"-q", "--state", state, "-e", LANGUAGE},
      {"-q", "--state", state, "-e", LANGUAGE},
      {"state", state},
    };
  }

  private static String[][] replays(Path directory) throws IOException {
    Path recording = directory.resolve("a");
    recordElsewhere(recording);
    Path perf = unpack(directory, "perf.data");
    Path large = prolonged(Files.copy(perf, directory.resolve("large.data")));
    String trace = unpack(directory, "trace.dat").toString();
    return new String[][] {
      {"replay", large.toString(), "-e", IDLE},
      {"replay", perf.toString(), "-e", FOREIGN},
      {"info", recording.toString()},
      {"replay", recording.toString(), "-e", RECORDED},
      {"replay", trace, "-e", FOREIGN},
      {"replay", recording.toString(), "-e", "var x = undeclared"},
    };
  }

  /** In another process: what replays don't need is not to be in their cache. */
  private static void recordElsewhere(Path directory) throws IOException {
    ProcessHandle.Info own = ProcessHandle.current().info();
    List<String> command = new ArrayList<>(List.of(own.command().orElseThrow()));
    for (String word : own.arguments().orElseThrow()) {
      if (!word.startsWith("-XX:AOT")) {
        command.add(word);
      }
    }
    command.set(command.size() - 1, RECORD);
    command.add(directory.toString());
    try {
      new ProcessBuilder(command).start().waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Makes many samples of the few in a file: each time the same, and later. The file is what {@code
   * perf record -B -N -o - -e syscalls:sys_enter_getppid,syscalls:sys_exit_getppid} gives, records
   * (int type, short, short size) one behind the other.
   */
  private static Path prolonged(Path file) throws IOException {
    ByteBuffer records = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    int from = 0;
    int to = PIPE_HEADER;
    while (from == 0 || records.getInt(to) == SAMPLE) {
      boolean isFirst = from == 0 && records.getInt(to) == SAMPLE;
      from = isFirst ? to : from;
      int data = records.getInt(to) == TRACING_DATA ? records.getInt(to + 8) + 7 & ~7 : 0;
      to += (records.getShort(to + 6) & 0xffff) + data;
    }
    try (FileChannel out = FileChannel.open(file, StandardOpenOption.WRITE)) {
      out.write(records.slice(0, to));
      ByteBuffer end = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
      end.putInt(0, FINISHED_ROUND).putShort(6, (short) end.capacity());
      for (int round = 1; out.size() < PROLONGED_BYTES; round++) {
        for (int at = from; at < to; at += records.getShort(at + 6) & 0xffff) {
          shift(records, at, ROUND_NANOS);
        }
        out.write(records.slice(from, to - from));
        if (round % 256 == 0) {
          writeEarlier(out, records, from);
          out.write(end.rewind());
        }
      }
    } catch (IOException e) {
      // the disk is full: those that are there do, too
    }
    return file;
  }

  private static void shift(ByteBuffer records, int at, long nanos) {
    records.putLong(at + TIME, records.getLong(at + TIME) + nanos);
  }

  /** Two samples of one time that was passed already, as if another CPU had taken them. */
  private static void writeEarlier(FileChannel out, ByteBuffer records, int at) throws IOException {
    shift(records, at, -ROUND_NANOS);
    ByteBuffer sample = records.slice(at, records.getShort(at + 6) & 0xffff);
    out.write(sample);
    out.write(sample.rewind());
    shift(records, at, ROUND_NANOS);
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
