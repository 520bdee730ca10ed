package ktap.pipelines.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import ktap.operators.Surroundings;
import ktap.pipelines.spec.Mistakes;
import ktap.pipelines.spec.PipelineException;
import ktap.pipelines.spec.PipelineParser;
import ktap.script.ScriptSettings;
import ktap.script.host.HostFacts;
import ktap.script.source.SourceText;
import ktap.sources.flow.Bytes;
import ktap.sources.flow.Capture;
import ktap.sources.flow.EventBatch;
import ktap.sources.flow.EventBatchBuilder;
import ktap.sources.flow.EventCatalog;
import ktap.sources.flow.EventName;
import ktap.sources.flow.EventSource;
import ktap.sources.flow.EventTables;
import ktap.sources.flow.EventType;
import ktap.sources.flow.Field;
import ktap.sources.flow.Subscription;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PipelineTest {
  @TempDir Path directory;
  private final List<String> told = new ArrayList<>();
  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

  private static EventType type(String system, String name, String... fields) {
    List<Field> all = new ArrayList<>();
    for (String field : fields) {
      all.add(Field.integer(field, "int", 8 + 4 * all.size(), 4, true));
    }
    return new EventType(new EventName(system, name), 0, all, "");
  }

  private static final EventType OPEN =
      new EventType(
          new EventName("fs", "open"),
          0,
          List.of(Field.integer("filename", "const char *", 8, 8, false)),
          "");

  private static final List<EventType> TYPES =
      List.of(
          OPEN,
          type("sched", "sched_process_exit", "pid"),
          type("sched", "sched_process_fork", "child_pid"),
          type("sched", "sched_switch", "prev_pid"),
          type("sched", "sched_waking", "target_cpu"),
          type("syscalls", "sys_enter_close", "fd"),
          type("syscalls", "sys_enter_read", "fd"));

  /** A few events by name. */
  private record Catalog() implements EventCatalog {
    @Override
    public List<EventName> names() {
      return TYPES.stream().map(EventType::name).toList();
    }

    @Override
    public Optional<EventType> find(EventName name) {
      return TYPES.stream().filter(type -> type.name().equals(name)).findAny();
    }

    @Override
    public Set<Capture> captures() {
      return Set.of();
    }
  }

  private static final Surroundings SURROUNDINGS =
      new Surroundings() {
        @Override
        public HostFacts facts() {
          return new HostFacts(1, 1, 0, "ktap", 2, "x86_64", "6.1", "host");
        }

        @Override
        public long realtimeNanos(long monotonicNanos) {
          return monotonicNanos;
        }

        @Override
        public long monotonicNanos() {
          return 0;
        }
      };

  /** Every event that is wanted, three times, in one batch with a loss. */
  private static final class ThreeEach implements EventSource {
    private final EventTables tables = EventTables.create();
    private final List<Subscription> wanted;
    private boolean isGiven;

    ThreeEach(List<Subscription> wanted) {
      this.wanted = wanted;
    }

    @Override
    public EventTables tables() {
      return tables;
    }

    @Override
    public void start() {}

    @Override
    public int poll(Consumer<? super EventBatch> consumer, int limit) {
      if (isGiven) {
        return 0;
      }
      isGiven = true;
      consumer.accept(batch());
      return 1;
    }

    private EventBatch batch() {
      EventBatchBuilder batch = new EventBatchBuilder(tables, 1024);
      int cat = tables.names().number("cat".getBytes(StandardCharsets.UTF_8));
      long time = 1;
      for (EventType type : TYPES) {
        if (wanted.stream().anyMatch(it -> it.pattern().matches(type.name()))) {
          int number = tables.add(type);
          for (int i = 0; i < 3; i++) {
            int at = batch.add(number, time++, 0, 11, 10, cat, 0, 16);
            Bytes.putInt(batch.bytes(), at + 8, i);
          }
        }
      }
      batch.addLost(time, 0, 17, 1, time, "cpu 0 ring", "its buffer was full");
      return batch.build();
    }

    @Override
    public void stop() {}

    @Override
    public boolean isEnded() {
      return isGiven;
    }

    @Override
    public void close() {}
  }

  private static PipelinePlan plan(SourceText text, ScriptSettings settings) {
    Mistakes mistakes = new Mistakes(text);
    return PipelinePlan.of(PipelineParser.parse(text, mistakes), mistakes, settings, SURROUNDINGS);
  }

  private PipelineRun.Outcome run(String yaml) {
    return run(yaml, printed);
  }

  private PipelineRun.Outcome run(String yaml, OutputStream out) {
    ScriptSettings settings = ScriptSettings.of(new Catalog());
    PipelinePlan plan = plan(SourceText.of("p.yaml", yaml), settings);
    return new PipelineRun(plan, settings, out, told::add, Optional.empty())
        .run((wanted, _) -> new ThreeEach(wanted), OptionalLong.empty());
  }

  private String example(String name) throws IOException {
    return Files.readString(Path.of("examples", name))
        .replaceAll("path: (\\S+?)([, ])", "path: " + directory + "/$1$2");
  }

  @Test
  void thePipelineOfTheReadme() throws IOException {
    PipelineRun.Outcome outcome = run(example("syscount.yaml"));
    assertThat(outcome).isEqualTo(new PipelineRun.Outcome(0, 17, false, true));
    assertThat(Files.readAllLines(directory.resolve("events.jsonl")))
        .hasSize(7)
        .startsWith(
            "{\"ts\":1,\"event\":\"syscalls:sys_enter_close\",\"cpu\":0,\"pid\":10,\"tid\":11,"
                + "\"comm\":\"cat\",\"args\":{\"fd\":0}}");
    assertThat(Files.readString(directory.resolve("hist.txt")))
        .contains("sys_enter_close", "sys_enter_read", "Distribution");
    assertThat(told)
        .containsExactly(
            "17 events lost just now, 17 so far",
            "17 events lost: 17 in cpu 0 ring (its buffer was full); a larger --buffer or a filter"
                + " helps");
  }

  @Test
  void branchesByIdAndFrom() throws IOException {
    run(example("branches.yaml"));
    assertThat(Files.readAllLines(directory.resolve("wakeups.csv")))
        .containsExactly(
            "ts,event,cpu,pid,tid,comm,args",
            "7,sched:sched_waking,0,10,11,cat,\"{\"\"target_cpu\"\":0}\"",
            "10,ktap:lost,0,0,0,<...>,\"{\"\"count\"\":17,\"\"from\"\":1,\"\"to\"\":10,"
                + "\"\"source\"\":\"\"cpu 0 ring\"\",\"\"cause\"\":\"\"its buffer was full\"\"}\"");
    assertThat(Files.readAllLines(directory.resolve("forks.jsonl")))
        .containsExactly(
            "{\"parent\":\"cat\",\"child\":0}",
            "{\"parent\":\"cat\",\"child\":1}",
            "{\"parent\":\"cat\",\"child\":2}");
  }

  @Test
  void aScriptAloneBringsItsOwnSource() throws IOException {
    run(example("script-alone.yaml"));
    assertThat(printed.toString(StandardCharsets.UTF_8)).isEqualTo("3 switches\n");
  }

  @Test
  void everyExampleOnAKernelCompiles() throws IOException {
    Path other = Path.of("examples/demo.yaml"); // SyntheticPipelineTest runs it
    try (Stream<Path> files = Files.list(Path.of("examples"))) {
      for (Path file : files.filter(found -> !found.equals(other)).toList()) {
        assertThat(
                plan(
                        SourceText.of(file.toString(), Files.readAllBytes(file)),
                        ScriptSettings.of(new Catalog()))
                    .warnings())
            .isEmpty();
      }
    }
  }

  @Test
  void exitEndsTheRunAndAllScriptsHaveTheirEnd() {
    run(
        """
        sources: [{tracepoint: "sched:sched_switch"}]
        operators:
          - script: |
              trace sched:sched_switch { print(args.prev_pid) if (args.prev_pid == 1) { exit() } }
              trace_end { print("first") }
          - script: trace_end { print("second") }
        sinks: [{console: {}}]
        """);
    assertThat(printed.toString(StandardCharsets.UTF_8)).isEqualTo("0\n1\nfirst\nsecond\n");
  }

  @Test
  void aReaderThatGoesAwayEndsTheRunCleanly() {
    OutputStream broken =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("Broken pipe");
          }
        };
    PipelineRun.Outcome outcome =
        run(
            """
            operators:
              - script: print("x") trace sched:sched_switch { print(1) }
            sinks: [{console: {}}]
            """,
            broken);
    assertThat(outcome.hasSinkFailed()).isFalse();
    assertThat(outcome.scriptErrors()).isZero();
  }

  @Test
  void aSinkThatFailsIsToldAndTheOthersGoOn() {
    PipelineRun.Outcome outcome =
        run(
            """
            operators:
              - script: trace sched:sched_switch { print(1) } trace_end { print("end") }
            sinks:
              - file: { path: /dev/full, what: lines }
              - console: {}
            """);
    assertThat(outcome.hasSinkFailed()).isTrue();
    assertThat(told)
        .contains(
            "can't write /dev/full: the disk is full (No space left on device); free some, or name"
                + " another place");
    assertThat(printed.toString(StandardCharsets.UTF_8)).endsWith("end\n");
  }

  private void mistakes(String yaml, String expected) {
    assertThatThrownBy(() -> run(yaml)).isInstanceOf(PipelineException.class).hasMessage(expected);
  }

  @Test
  void allMistakesAreToldAtOnce() {
    mistakes(
        """
        sorces: []
        sources:
          - tracepoint: sched
            id: a
        operators:
          - script: |
              print(1)
            id: a
          - fliter: pid == 1
          - filter: pid == 1
            from: b
        sinks:
          - console: {what: line}
          - file: {format: jsonl}
          - file: {path: x, format: json, size: 3}
          - histogram: {of: s, path: h, every: soon}
        duration: 10
        strict: maybe
        """,
        """
        p.yaml:1:1: error: a pipeline has no 'sorces'
        sorces: []
        ^~~~~~
        hint: did you mean 'sources'?
        p.yaml:3:17: error: expected SYSTEM:EVENT, found 'sched'
          - tracepoint: sched
                        ^~~~~
        hint: for example sched:*
        p.yaml:8:9: error: there is a stage 'a' already
            id: a
                ^
        hint: give it another id
        p.yaml:9:5: error: a stage of operators has no 'fliter'
          - fliter: pid == 1
            ^~~~~~
        hint: did you mean 'filter'?
        p.yaml:11:11: error: no stage above has the id 'b'
            from: b
                  ^
        hint: give a stage above an id:
        p.yaml:13:21: error: what is one of events, rows, lines, not 'line'
          - console: {what: line}
                            ^~~~
        hint: did you mean 'lines'?
        p.yaml:14:11: error: file needs path:
          - file: {format: jsonl}
                  ^
        p.yaml:15:28: error: format is one of text, jsonl, csv, not 'json'
          - file: {path: x, format: json, size: 3}
                                    ^~~~
        hint: did you mean 'jsonl'?
        p.yaml:15:34: error: file has no 'size'
          - file: {path: x, format: json, size: 3}
                                          ^~~~
        hint: it has path, format, what
        p.yaml:16:39: error: expected a time, found 'soon'
          - histogram: {of: s, path: h, every: soon}
                                               ^~~~
        hint: for example 500ms, 10s, 2m
        p.yaml:17:11: error: expected a time, found '10'
        duration: 10
                  ^~
        hint: for example 500ms, 10s, 2m
        p.yaml:18:9: error: expected true or false, found 'maybe'
        strict: maybe
                ^~~~~\
        """
            .replace("p.yaml:15:28", "p.yaml:15:29")
            .replace("p.yaml:15:34", "p.yaml:15:35")
            .replace("p.yaml:16:39", "p.yaml:16:40"));
  }

  @Test
  void aMistakeInAScriptHasItsPlaceInTheFile() {
    mistakes(
        """
        operators:
          - script: |

              var n = 0
              trace sched:sched_switch { n += }
          - filter: "pid == "
        sinks: [{console: {}}]
        """,
        """
        p.yaml:5:39: error: unexpected symbol near '}'
        trace sched:sched_switch { n += }
                                        ^
        p.yaml:6:21: error: unexpected symbol near '<eof>'
        pid ==\s
               ^\
        """);
  }

  @Test
  void mistakesOfFormHideNoOthers() {
    mistakes(
        """
        sources:
          - tracepoint: sched:sched_swich
        operators:
          - script: |
              var n = 0 trace sched:sched_switch { m += }
          - filter: "pid == 1"
            form: x
        sinks: [{console: {format: xml}}]
        """,
        """
        p.yaml:2:17: error: there is no event sched:sched_swich
          - tracepoint: sched:sched_swich
                        ^~~~~~~~~~~~~~~~~
        hint: did you mean 'sched:sched_switch'?
        p.yaml:5:49: error: unexpected symbol near '}'
        var n = 0 trace sched:sched_switch { m += }
                                                  ^
        p.yaml:7:5: error: a stage of operators has no 'form'
            form: x
            ^~~~
        hint: did you mean 'from'?
        p.yaml:8:28: error: format is one of text, jsonl, csv, not 'xml'
        sinks: [{console: {format: xml}}]
                                   ^~~\
        """);
  }

  @Test
  void aSourceFiltersItsEvents() {
    run(
        """
        sources:
          - tracepoint: { event: "syscalls:sys_enter_read", filter: fd > 0 }
          - tracepoint: "syscalls:sys_enter_close"
        operators:
          - script: trace syscalls:* { print(probename, arg0) }
        sinks: [{console: {}}]
        """);
    assertThat(printed.toString(StandardCharsets.UTF_8).lines())
        .containsExactly(
            "sys_enter_close\t0",
            "sys_enter_close\t1",
            "sys_enter_close\t2",
            "sys_enter_read\t1",
            "sys_enter_read\t2");
  }

  @Test
  void aFilterOfASourceIsChecked() {
    mistakes(
        """
        sources:
          - tracepoint: { event: "syscalls:*", filter: fd ~ 1 }
          - tracepoint: { event: "sched:*", filter: fd == 1 }
          - tracepoint: { event: "sched:*", filter: pid == }
        sinks: [{console: {}}]
        """,
        """
        p.yaml:2:48: error: 'fd' is a number; ~ is for texts
        fd ~ 1
        ^
        p.yaml:3:17: error: no event of this source has all fields of its filter
          - tracepoint: { event: "sched:*", filter: fd == 1 }
                        ^
        p.yaml:4:51: error: expected a number or a text to compare 'pid' with, found the end of \
        the filter
        pid ==
              ^\
        """);
  }

  @Test
  void whatOnlyTheKernelComparesBelongsToTheSource() {
    mistakes(
        """
        sources:
          - tracepoint: { event: "fs:open", filter: filename == "/x" }
          - tracepoint: "fs:*"
        operators:
          - script: trace fs:open /filename == "/y"/ { print(1) }
        sinks: [{console: {}}]
        """,
        """
        p.yaml:2:17: error: 'filename' of fs:open is text in memory that only the \
        kernel can compare, and not if another source has that event too
          - tracepoint: { event: "fs:open", filter: filename == "/x" }
                        ^
        p.yaml:5:28: error: 'filename' of fs:open is text in memory that only the \
        kernel can compare
        trace fs:open /filename == "/y"/ { print(1) }
                       ^~~~~~~~~~~~~~~~
        hint: write it as the filter of the source, where the kernel applies it\
        """);
  }

  @Test
  void withoutEventsAllElseIsChecked() {
    assertThatThrownBy(
            () ->
                plan(
                    SourceText.of(
                        "p.yaml",
                        """
                        sources: [{tracepoint: {event: "x:*", filter: "fd =! 1"}}]
                        operators: [{script: "trace y:z { print(q) }"}]
                        sinks: [{console: {}}]
                        """),
                    ScriptSettings.of(Optional.empty())))
        .isInstanceOf(PipelineException.class)
        .hasMessageContaining("p.yaml:1:")
        .hasMessageContaining("p.yaml:2:")
        .hasMessageNotContaining("no event");
  }

  @Test
  void whatTheSourcesDoNotDeliverIsAMistake() {
    mistakes(
        """
        sources:
          - tracepoint: sched:sched_swich
          - tracepoint: sched:sched_waking
        operators:
          - script: var s = {} trace sched:sched_waking { s[1] += 1 }
        sinks: [{histogram: {of: t, path: x}}]
        """,
        """
        p.yaml:2:17: error: there is no event sched:sched_swich
          - tracepoint: sched:sched_swich
                        ^~~~~~~~~~~~~~~~~
        hint: did you mean 'sched:sched_switch'?
        p.yaml:6:26: error: no script has a table 't'
        sinks: [{histogram: {of: t, path: x}}]
                                 ^\
        """);
  }

  @Test
  void aPatternOutsideOfTheSourcesIsAMistakeOfTheScript() {
    mistakes(
        """
        sources: [{tracepoint: "sched:sched_waking"}]
        operators:
          - script: trace sched:sched_switch { print(1) }
        sinks: [{console: {}}]
        """,
        """
        p.yaml:3:19: error: no event matches 'sched:sched_switch'
        trace sched:sched_switch { print(1) }
              ^~~~~~~~~~~~~~~~~~
        hint: 'ktap -le' lists all events\
        """);
  }

  @Test
  void whatIsNotYamlIsTold() {
    mistakes(
        "sources: [}\n",
        """
        p.yaml:1:11: error: this isn't YAML: expected the node content, but found '}'
        sources: [}
                  ^\
        """);
    mistakes(
        "",
        """
        p.yaml:1:1: error: the file is empty

        ^
        hint: a pipeline has sources:, operators:, sinks:\
        """);
  }
}
