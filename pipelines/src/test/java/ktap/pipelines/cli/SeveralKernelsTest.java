package ktap.pipelines.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import ktap.sources.flow.Bytes;
import ktap.sources.flow.EventBatchBuilder;
import ktap.sources.flow.EventName;
import ktap.sources.flow.EventTables;
import ktap.sources.flow.EventType;
import ktap.sources.flow.Field;
import ktap.sources.format.KernelFiles;
import ktap.sources.recording.ClockPair;
import ktap.sources.recording.RecordingFacts;
import ktap.sources.recording.RecordingSettings;
import ktap.sources.recording.RecordingWriter;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Recordings of two hosts, whose kernels have other functions at the same addresses. */
final class SeveralKernelsTest {
  private static final long TIME = 1_000_000_000_000L;
  private static final long ADDRESS = 0xffffffff81000010L;
  private static final EventType CALL =
      new EventType(
          new EventName("timer", "timer_call"),
          7,
          List.of(
              Field.integer("function", "void *", 8, 8, false),
              new Field("__stack", "u64[]", Field.Kind.DYNAMIC_ARRAY, 16, 4, 8, false, 0, 0)),
          "\"function=%ps\", REC->function");

  /** What is kept of events, and printed when none is there any more. */
  private static final String SCRIPT =
      """
      var stacks = {} var places = {}
      trace timer:* { stacks[stack(1, 0)] += 1 places[ipof(args.function)] += 1 }
      trace_end {
        for (k, v in sort_pairs(stacks)) { print(k, v) }
        for (k, v in sort_pairs(places)) { print(k, v) printf("%p\\n", k) }
      }
      """;

  private static final String NAMED =
      """
      <stack trace>
       => beta+0xf/0xfff\t2
      <stack trace>
       => alpha+0xf/0xfff\t3
      beta\t2
      beta
      alpha\t3
      alpha
      """;

  @TempDir private Path directory;
  private String one = "";
  private String other = "";

  @BeforeEach
  void record() {
    one = recording("one", "alpha", 3);
    other = recording("other", "beta", 2);
  }

  private String recording(String host, String function, int count) {
    String kallsyms =
        "ffffffff81000000 T _text\nffffffff81000000 T _stext\nffffffff81000001 T "
            + function
            + "\nffffffff81001000 T _etext\n";
    EventTables tables =
        EventTables.create(
            KernelFiles.stored(kallsyms.getBytes(StandardCharsets.UTF_8), new byte[0]));
    RecordingFacts facts =
        new RecordingFacts(host, "boot " + host, "6.18.0", "x86_64", 2, 7, 7, 0, "ktap", TIME);
    RecordingSettings settings =
        RecordingSettings.of(facts).withClock(() -> new ClockPair(TIME, TIME + Commands.OFFSET));
    Path path = directory.resolve(host);
    int type = tables.add(CALL);
    try (RecordingWriter writer = RecordingWriter.open(path, tables, settings)) {
      EventBatchBuilder builder = new EventBatchBuilder(tables, 1024);
      for (int i = 0; i < count; i++) {
        int at = builder.add(type, TIME + 1 + i, 0, 1, 1, 0, 0, 32);
        Bytes.putLong(builder.bytes(), at + 8, ADDRESS);
        Bytes.putInt(builder.bytes(), at + 16, 8 << 16 | 24);
        Bytes.putLong(builder.bytes(), at + 24, ADDRESS);
      }
      writer.append(builder.build());
      writer.end(TIME + 100);
    }
    return path.toString();
  }

  @Test
  void whatIsKeptOfAnEventIsNamedByItsKernel() {
    assertThat(Commands.run("replay", one, other, "-e", SCRIPT))
        .isEqualTo(new Ktap.Outcome(0, NAMED, ""));
  }

  @Test
  void partitionsAddUpWhatIsOfOneKernel() {
    assertThat(Commands.run("replay", one, other, "--partitions", "2", "-e", SCRIPT).out())
        .isEqualTo(NAMED);
  }

  @Test
  void aRestartedReplayStillKnowsWhoseTheyAre() {
    String state = directory.resolve("state").toString();
    String[] words = {"replay", one, other, "-q", "--state", state, "-e", SCRIPT};
    assertThat(Commands.run(words).out()).isEqualTo(NAMED);
    assertThat(Commands.run(words).out()).isEqualTo(NAMED);
  }

  @Test
  void exportsAndCopiesHaveTheNames() throws IOException {
    String copy = directory.resolve("copy.kq").toString();
    Path text = directory.resolve("events.txt");
    assertThat(Commands.run("export", one, other, "-o", copy).status()).isZero();
    assertThat(Commands.run("replay", copy, "-e", SCRIPT).out()).isEqualTo(NAMED);
    assertThat(Commands.run("replay", copy, one, "-e", SCRIPT).out())
        .isEqualTo(NAMED.replace("\t3", "\t6"));
    assertThat(Commands.run("export", copy, "-o", text.toString()).status()).isZero();
    assertThat(Files.readString(text)).contains("function=alpha").contains("function=beta");
  }

  @Test
  void aPipelineRecordsThemAndItsTablesAreNamed() throws IOException {
    Path copy = directory.resolve("sink.kq");
    Path rows = directory.resolve("rows.jsonl");
    String yaml =
        """
        sources: [replay: { path: [ONE, OTHER] }]
        operators:
          - script: |
              var places = {}
              trace timer:* { places[ipof(args.function)] += 1 }
              trace_end { for (k, v in sort_pairs(places)) { emit { place = k, n = v } } }
        sinks:
          - file: { path: ROWS, format: jsonl }
          - record: COPY
        """
            .replace("ONE", one)
            .replace("OTHER", other)
            .replace("ROWS", rows.toString())
            .replace("COPY", copy.toString());
    Path file = Files.writeString(directory.resolve("p.yaml"), yaml);
    assertThat(Commands.run("run", file.toString()).err()).isEmpty();
    assertThat(Commands.run("replay", copy.toString(), "-e", SCRIPT).out()).isEqualTo(NAMED);
    assertThat(Files.readString(rows)).contains("alpha").contains("beta");
  }
}
