package ktap.sources.recording;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import ktap.sources.flow.ByteText;
import ktap.sources.flow.Bytes;
import ktap.sources.flow.EventBatch;
import ktap.sources.flow.EventBatchBuilder;
import ktap.sources.flow.EventCursor;
import ktap.sources.flow.EventName;
import ktap.sources.flow.EventTables;
import ktap.sources.flow.EventType;
import ktap.sources.flow.Field;
import ktap.sources.flow.KernelNames;
import ktap.sources.format.EventText;
import ktap.sources.format.KernelFiles;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each event is named by the kernel that it comes from. */
final class RecordedKernelsTest {
  private static final long ADDRESS = 0xffffffff81000010L;
  private static final EventType CALL =
      new EventType(
          new EventName("timer", "timer_call"),
          7,
          List.of(Field.integer("function", "void *", 8, 8, false)),
          "\"function=%ps\", REC->function");
  private static final EventType MODE =
      new EventType(
          new EventName("timer", "timer_mode"),
          8,
          List.of(Field.integer("mode", "int", 8, 4, true)),
          "\"mode=%s\", __print_symbolic(REC->mode, { ABSOLUTE, \"absolute\" },"
              + " { RELATIVE, \"relative\" })");

  @TempDir private Path directory;

  private static KernelNames kernel(String function) {
    String kallsyms =
        "ffffffff81000000 T _text\nffffffff81000000 T _stext\nffffffff81000001 T "
            + function
            + "\nffffffff81001000 T _etext\n";
    byte[] stored =
        KernelFiles.stored(kallsyms.getBytes(StandardCharsets.UTF_8), new byte[0]).stored();
    long absolute = function.length() & 1; // the kernels differ in that, too
    return KernelFiles.restored(stored, Map.of("ABSOLUTE", absolute, "RELATIVE", 1 - absolute));
  }

  private static RecordingSettings settings(String boot, long time) {
    RecordingFacts facts =
        new RecordingFacts("host", boot, "6.18.0", "x86_64", 2, 7, 7, 0, "ktap", time);
    return RecordingSettings.of(facts)
        .withClock(() -> new ClockPair(time, time + Streams.OFFSET))
        .withRolls(1, Long.MAX_VALUE)
        .appending();
  }

  /** Records one event for each roll, on a start of a machine. */
  private void record(Path path, String boot, String function, long time, int rolls) {
    EventTables tables = EventTables.create(kernel(function));
    EventBatchBuilder builder = new EventBatchBuilder(tables, 1024);
    int type = tables.add(CALL);
    try (RecordingWriter writer = RecordingWriter.open(path, tables, settings(boot, time))) {
      for (int i = 0; i < rolls; i++) {
        int at = builder.add(type, time + i, 0, 1, 1, 0, 0, 16);
        Bytes.putLong(builder.bytes(), at + 8, ADDRESS);
        writer.append(builder.build());
      }
      writer.end(time + rolls);
    }
  }

  /** Records one event of another type, which has no address. */
  private void recordMode(Path path, String boot, String function, long time) {
    EventTables tables = EventTables.create(kernel(function));
    EventBatchBuilder builder = new EventBatchBuilder(tables, 1024);
    try (RecordingWriter writer = RecordingWriter.open(path, tables, settings(boot, time))) {
      int at = builder.add(tables.add(MODE), time, 0, 1, 1, 0, 0, 16);
      Bytes.putInt(builder.bytes(), at + 8, 1);
      writer.append(builder.build());
      writer.end(time + 1);
    }
  }

  /** Copies recordings into one, each batch into a roll of its own. */
  private static Path copy(Path to, Path... paths) {
    try (RecordingSource source = RecordingSource.open(List.of(paths), ReplaySettings.all())) {
      RecordingSettings settings =
          RecordingSettings.of(source.facts()).withRolls(1, Long.MAX_VALUE).appending();
      try (RecordingWriter writer = RecordingWriter.open(to, source.tables(), settings)) {
        source.start();
        while (!source.isEnded()) {
          source.poll(writer::append, 1);
        }
        writer.end(source.lastNanos());
      }
    }
    return to;
  }

  private static List<String> texts(Path... paths) {
    List<String> texts = new ArrayList<>();
    try (RecordingSource source = RecordingSource.open(List.of(paths), ReplaySettings.all())) {
      source.start();
      while (!source.isEnded()) {
        source.poll(batch -> add(batch, texts), 1);
      }
    }
    return texts;
  }

  private static void add(EventBatch batch, List<String> texts) {
    for (EventCursor event = batch.cursor(); event.next(); ) {
      ByteText text = new ByteText();
      EventText.of(event.type(), batch.tables().kernel(event.typeNumber())).append(event, text);
      texts.add(text.toString());
    }
  }

  /** What the kernel of all events calls the address. */
  private static String common(Path... paths) {
    try (RecordingSource source = RecordingSource.open(List.of(paths), ReplaySettings.all())) {
      ByteText text = new ByteText();
      return source.tables().kernel().appendSymbol(ADDRESS, false, text) ? text.toString() : "?";
    }
  }

  @Test
  void ofSeveralRecordingsEachIsNamedByItsOwn() {
    Path first = directory.resolve("a");
    Path second = directory.resolve("b");
    record(first, "one", "alpha", 1000, 2);
    record(second, "two", "beta", 1001, 2);
    assertThat(texts(first, second))
        .containsExactlyInAnyOrder(
            "function=alpha", "function=alpha", "function=beta", "function=beta");
    assertThat(common(first, second)).isEqualTo("?");
  }

  @Test
  void theLastPartCountsForWhatFollows() {
    Path path = directory.resolve("a");
    record(path, "one", "alpha", 1000, 2);
    record(path, "two", "beta", 2000, 1);
    record(path, "two", "gamma", 3000, 2);
    assertThat(texts(path))
        .containsExactly(
            "function=alpha",
            "function=alpha",
            "function=beta",
            "function=gamma",
            "function=gamma");
    assertThat(common(path)).isEqualTo("?");
  }

  @Test
  void partsOfOneStartHaveOneKernel() {
    Path path = directory.resolve("a");
    record(path, "one", "alpha", 1000, 1);
    record(path, "one", "alpha", 2000, 1);
    assertThat(texts(path)).containsExactly("function=alpha", "function=alpha");
    assertThat(common(path)).isEqualTo("alpha");
  }

  @Test
  void aCopyOfSeveralHasTheNamesOfEach() {
    Path first = directory.resolve("a");
    Path second = directory.resolve("b");
    record(first, "one", "alpha", 1000, 2);
    recordMode(first, "one", "alpha", 2000);
    record(second, "two", "gamma1", 1001, 2);
    recordMode(second, "two", "gamma1", 2001);
    List<String> texts = texts(first, second);
    assertThat(texts)
        .contains("function=alpha", "function=gamma1", "mode=absolute", "mode=relative");
    Path copy = copy(directory.resolve("copy"), first, second);
    assertThat(texts(copy)).isEqualTo(texts);
    assertThat(common(copy)).isEqualTo("?");
    Path again = copy(directory.resolve("again"), copy);
    assertThat(texts(again)).isEqualTo(texts);
    assertThat(common(again)).isEqualTo("?");
  }

  @Test
  void copiesOfSeveralAreMerged() {
    Path first = directory.resolve("a");
    Path second = directory.resolve("b");
    Path third = directory.resolve("c");
    record(first, "one", "alpha", 1000, 1);
    record(second, "two", "beta", 1001, 1);
    record(third, "three", "gamma", 1002, 1);
    Path one = copy(directory.resolve("one"), first, second);
    Path other = copy(directory.resolve("other"), first, third);
    assertThat(texts(one, other, second))
        .containsExactlyInAnyOrder(
            "function=alpha", "function=alpha", "function=beta", "function=beta", "function=gamma");
  }

  @Test
  void aCopyIsContinued() {
    Path first = directory.resolve("a");
    Path second = directory.resolve("b");
    record(first, "one", "alpha", 1000, 1);
    record(second, "two", "beta", 1001, 1);
    Path copy = copy(directory.resolve("copy"), first, second);
    record(copy, "one", "alpha", 2000, 1);
    assertThat(texts(copy))
        .containsExactlyInAnyOrder("function=alpha", "function=beta", "function=alpha");
    assertThat(common(copy)).isEqualTo("?");
  }

  /** What only one kernel is in stays as an older ktap reads it. */
  @Test
  void aCopyOfOneTellsNoKernels() {
    Path path = directory.resolve("a");
    record(path, "one", "alpha", 1000, 2);
    Path copy = copy(directory.resolve("copy"), path);
    for (Path file : RollFile.in(copy)) {
      try (RollReader roll = new RollReader(file, RollReader.HOP, false)) {
        while (roll.next()) {
          assertThat(roll.hasSeveralKernels()).isFalse();
        }
      }
    }
    assertThat(texts(copy)).isEqualTo(texts(path));
    assertThat(common(copy)).isEqualTo("alpha");
  }
}
