package ktap.sources.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import ktap.sources.flow.ByteText;
import ktap.sources.flow.Bytes;
import ktap.sources.flow.EventBatch;
import ktap.sources.flow.EventBatchBuilder;
import ktap.sources.flow.EventCursor;
import ktap.sources.flow.EventName;
import ktap.sources.flow.EventPattern;
import ktap.sources.flow.EventTables;
import ktap.sources.flow.EventTypes;
import ktap.sources.flow.Loss;
import ktap.sources.format.KernelFiles;
import ktap.sources.synthetic.BuiltInEvents;
import ktap.sources.synthetic.SyntheticSource;
import net.openhft.chronicle.queue.ChronicleQueue;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueueBuilder;
import net.openhft.chronicle.wire.DocumentContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordingTest {
  @TempDir private Path temporary;

  private Path recording(String name, long events) {
    Path directory = temporary.resolve(name);
    Streams.record(directory, Streams.settings(), Streams.events(events));
    return directory;
  }

  @Test
  void replayGivesTheSameEvents() {
    Path directory = recording("a", 20_000);
    List<EventBatch> live = Streams.batches(new SyntheticSource(Streams.events(20_000)));
    assertThat(Streams.seen(Streams.replay(directory))).isEqualTo(Streams.seen(live));
  }

  private static List<String> texts(List<EventBatch> batches) {
    return batches.stream()
        .map(batch -> new String(Streams.seen(List.of(batch)), StandardCharsets.ISO_8859_1))
        .toList();
  }

  private static List<EventBatch> share(Path directory, int index, int count) {
    ReplaySettings settings = ReplaySettings.all().sharing(index, count);
    return Streams.batches(RecordingSource.open(List.of(directory), settings));
  }

  @Test
  void rollsAreSharedWhereThereAreMany() {
    Path directory = temporary.resolve("rolls");
    Streams.record(
        directory, Streams.settings().withRolls(1 << 20, Long.MAX_VALUE), Streams.events(200_000));
    assertThat(RollFile.in(directory)).hasSizeGreaterThan(8);
    List<String> shared = new ArrayList<>(texts(share(directory, 1, 2)));
    assertThat(shared).isNotEmpty();
    shared.addAll(texts(share(directory, 0, 2)));
    assertThat(shared).containsExactlyInAnyOrderElementsOf(texts(Streams.replay(directory)));
  }

  @Test
  void shareDoesNotOpenTheRollsOfOthers() throws IOException {
    Path directory = temporary.resolve("rolls");
    Streams.record(
        directory, Streams.settings().withRolls(1 << 20, Long.MAX_VALUE), Streams.events(200_000));
    List<EventBatch> before = share(directory, 0, 2);
    Path others = RollFile.in(directory).get(1);
    try (RollReader reader = new RollReader(others, RollReader.HOP, false)) {
      reader.next();
      byte[] bytes = Files.readAllBytes(others);
      Arrays.fill(bytes, (int) reader.end(), bytes.length, (byte) 0x55);
      Files.write(others, bytes);
    }
    assertThat(texts(share(directory, 0, 2))).isEqualTo(texts(before));
  }

  private static String function(RecordingSource source) {
    ByteText name = new ByteText();
    boolean isKnown = source.tables().kernel().appendSymbol(0xffffffff81000110L, false, name);
    return isKnown ? name.toString() : "";
  }

  @Test
  void oneWithoutEventsIsToldToBeOne() {
    Path directory = temporary.resolve("empty");
    RecordingWriter.open(directory, EventTables.create(), Streams.settings()).close();
    assertThat(RecordingCatalog.of(List.of(directory)).remedy(EventPattern.parse("*:*")))
        .isEqualTo(
            "; this one has no events at all: its recorder is at work and has none yet, or was"
                + " killed before it had any, or the file is cut off");
    RecordingWriter ended =
        RecordingWriter.open(directory, EventTables.create(), Streams.settings().appending());
    ended.end(Streams.FACTS.startNanos());
    ended.close();
    assertThat(RecordingCatalog.of(List.of(directory)).remedy(EventPattern.parse("*:*")))
        .isEqualTo("; this one has no events at all: its recorder ended before it had any");
    Path other = recording("a", 10);
    assertThat(RecordingCatalog.of(List.of(other)).remedy(EventPattern.parse("x:y")))
        .contains("ktap record -o DIR 'x:y'");
  }

  @Test
  void eachRollHasTheNamesOfTheKernel() throws IOException {
    Path directory = temporary.resolve("kernel");
    byte[] symbols =
        "ffffffff81000000 T _stext\nffffffff81000100 T do_nothing\nffffffff81000200 T _etext\n"
            .getBytes(StandardCharsets.US_ASCII);
    EventTables tables = EventTables.create(KernelFiles.stored(symbols, new byte[0]));
    RecordingSettings settings = Streams.settings().withRolls(100_000, Long.MAX_VALUE);
    try (RecordingWriter writer = RecordingWriter.open(directory, tables, settings)) {
      EventBatchBuilder builder = new EventBatchBuilder(tables, 4096);
      for (int i = 0; i < 100; i++) {
        builder.add(EventTypes.MARK, i, 0, 0, 0, 0, 0, 4096);
        writer.append(builder.build());
      }
    }
    List<Path> rolls = RollFile.in(directory);
    assertThat(rolls).hasSizeGreaterThan(2);
    for (Path roll : rolls.subList(0, rolls.size() - 1)) {
      Files.delete(roll);
    }
    try (RecordingSource source = RecordingSource.open(List.of(directory), ReplaySettings.all())) {
      assertThat(function(source)).isEqualTo("do_nothing");
    }
  }

  @Test
  void factsAndClocksAreTheRecordings() {
    Path directory = recording("a", 100);
    try (RecordingSource source = RecordingSource.open(List.of(directory), ReplaySettings.all())) {
      assertThat(source.facts()).isEqualTo(Streams.FACTS);
      assertThat(WallClock.of(source.clocks()).realtimeNanos(5)).isEqualTo(Streams.OFFSET + 5);
      assertThat(source.endNanos()).contains(Streams.FACTS.startNanos() + 5_000_000_000L);
    }
  }

  @Test
  void chroniclesOwnReaderReadsItToo() {
    Path directory = recording("a", 20_000);
    long events = 0;
    try (ChronicleQueue queue =
            SingleChronicleQueueBuilder.binary(directory).readOnly(true).build();
        var tailer = queue.createTailer()) {
      byte[] header = new byte[Document.HEADER];
      while (true) {
        try (DocumentContext document = tailer.readingDocument()) {
          if (!document.isPresent()) {
            break;
          }
          document.wire().bytes().read(header);
          assertThat(Document.isHeader(header)).isTrue();
          events += ktap.sources.flow.Bytes.getInt(header, Document.COUNT);
        }
      }
    }
    assertThat(events).isEqualTo(Streams.count(Streams.replay(directory)));
  }

  @Test
  void anExistingDirectoryIsRefused() {
    Path directory = recording("a", 10);
    assertThatThrownBy(
            () -> RecordingWriter.open(directory, EventTables.create(), Streams.settings()))
        .isInstanceOf(RecordingException.class)
        .hasMessage(directory + " exists already; choose another name");
  }

  @Test
  void aDirectoryInWhichNothingCanBeMadeIsTold() {
    Path nowhere = Path.of("/proc/a.kq");
    assertThatThrownBy(
            () -> RecordingWriter.open(nowhere, EventTables.create(), Streams.settings()))
        .hasMessage("can't write to /proc/a.kq: no directory can be made in /proc");
  }

  @Test
  void twoWritersAreRefused() {
    Path directory = temporary.resolve("a");
    try (RecordingWriter writer =
        RecordingWriter.open(directory, EventTables.create(), Streams.settings())) {
      assertThat(writer.events()).isZero();
      assertThatThrownBy(
              () ->
                  RecordingWriter.open(
                      directory, EventTables.create(), Streams.settings().appending()))
          .isInstanceOf(RecordingException.class)
          .hasMessage("can't write to " + directory + ": another recorder is writing to it");
      assertThat(RecordingInfo.of(directory).isBeingWritten()).isTrue();
    }
    assertThat(RecordingInfo.of(directory).isBeingWritten()).isFalse();
  }

  @Test
  void appendingContinuesWithNumbersOfItsOwn() {
    Path directory = temporary.resolve("a");
    Streams.record(
        directory, Streams.settings(), Streams.events(5000).withCommands(List.of("one", "two")));
    Streams.record(
        directory,
        Streams.settings().appending(),
        ktap.sources.synthetic.SyntheticSettings.of(BuiltInEvents.block(), 3000)
            .withCommands(List.of("two", "three")));
    List<EventBatch> both = new ArrayList<>();
    both.addAll(
        Streams.batches(
            new SyntheticSource(Streams.events(5000).withCommands(List.of("one", "two")))));
    both.addAll(
        Streams.batches(
            new SyntheticSource(
                ktap.sources.synthetic.SyntheticSettings.of(BuiltInEvents.block(), 3000)
                    .withCommands(List.of("two", "three")))));
    assertThat(Streams.seen(Streams.replay(directory))).isEqualTo(Streams.seen(both));
    RecordingInfo info = RecordingInfo.of(directory);
    assertThat(info.count()).isEqualTo(8000);
    assertThat(info.rolls()).isEqualTo(2);
    assertThat(RecordingCatalog.of(List.of(directory)).names()).hasSize(BuiltInEvents.all().size());
  }

  @Test
  void eachRollCanBeReadAlone() throws IOException {
    Path directory = temporary.resolve("a");
    Streams.record(
        directory, Streams.settings().withRolls(1 << 20, Long.MAX_VALUE), Streams.events(100_000));
    List<Path> rolls = RollFile.in(directory);
    assertThat(rolls.size()).isGreaterThan(5);
    long sum = 0;
    for (Path roll : rolls) {
      Path alone = Files.createDirectory(temporary.resolve("alone" + roll.getFileName()));
      Files.copy(roll, alone.resolve(roll.getFileName()));
      sum += Streams.count(Streams.replay(alone));
    }
    assertThat(sum).isEqualTo(Streams.count(Streams.replay(directory)));
    RecordingInfo info = RecordingInfo.of(directory);
    assertThat(info.count()).isEqualTo(100_000);
    assertThat(info.rolls()).isEqualTo(rolls.size());
    assertThat(info.lost()).isPositive();
  }

  @Test
  void oldRollsGo() {
    Path directory = temporary.resolve("a");
    Streams.record(
        directory,
        Streams.settings()
            .withRolls(1 << 20, Long.MAX_VALUE)
            .withRetention(3 << 20, Long.MAX_VALUE),
        Streams.events(100_000));
    assertThat(RollFile.in(directory)).hasSizeBetween(2, 4);
    long left = RecordingInfo.of(directory).count();
    assertThat(left).isBetween(10_000L, 80_000L);
    long own = Streams.count(Streams.replay(directory)) - left;
    assertThat(own).isBetween(0L, 1000L);
  }

  @Test
  void infoTellsWhatIsInIt() {
    Path directory = recording("a", 10_000);
    RecordingInfo info = RecordingInfo.of(directory);
    assertThat(info.count()).isEqualTo(10_000);
    assertThat(info.events()).containsKey(new EventName("sched", "sched_switch"));
    assertThat(info.hosts()).containsExactly("host");
    assertThat(info.isEnded()).isTrue();
    assertThat(info.seconds()).isBetween(0.009, 0.011);
    ByteText json = new ByteText();
    info.appendJson(json);
    assertThat(new String(json.bytes(), 0, json.length(), java.nio.charset.StandardCharsets.UTF_8))
        .startsWith(
            "{\"recording\":\""
                + directory
                + "\",\"hosts\":[\"host\"],\"kernel\":\"6.18.0\",\"arch\":\"x86_64\",\"cpus\":2,"
                + "\"count\":10000,\"lost\":")
        .contains(
            "\"ended\":true,\"recording_now\":false,\"damaged\":0,\"cut_rolls\":0,\"missing_rolls\":0,\"events\":{\"block:");
  }

  @Test
  void aRangeIsCutToTheEvent() {
    Path directory = recording("a", 50_000);
    List<Long> all = times(ReplaySettings.all(), directory);
    ReplaySettings middle =
        ReplaySettings.all()
            .between(Optional.of(new Moment("25%")), Optional.of(new Moment("+30ms")));
    List<Long> some = times(middle, directory);
    long first = all.getFirst();
    long from = first + (long) ((all.getLast() - first) * 0.25);
    List<Long> expected =
        new ArrayList<>(
            all.stream().filter(time -> time >= from && time <= first + 30_000_000).toList());
    expected.add(first + 30_000_000);
    assertThat(some).isEqualTo(expected);
  }

  private static List<Long> times(ReplaySettings settings, Path directory) {
    List<Long> times = new ArrayList<>();
    for (EventBatch batch : Streams.batches(RecordingSource.open(List.of(directory), settings))) {
      for (EventCursor event = batch.cursor(); event.next(); ) {
        times.add(event.timeNanos());
      }
    }
    return times;
  }

  @Test
  void severalAreMergedByTime() {
    Path a = recording("a", 20_000);
    Path b = temporary.resolve("b");
    Streams.record(
        b, Streams.settings(), Streams.events(10_000).withSeed(2).withCommands(List.of("other")));
    List<Long> times = new ArrayList<>();
    long count = 0;
    for (EventBatch batch : Streams.replay(a, b)) {
      for (EventCursor event = batch.cursor(); event.next(); ) {
        times.add(event.timeNanos());
        count += event.isOwn() ? 0 : 1;
      }
    }
    assertThat(count).isEqualTo(30_000);
    assertThat(times).isSorted();
  }

  @Test
  void theTimeOfTheDayMayBeUnknown() {
    Path unknown = temporary.resolve("unknown");
    Path known = recording("known", 1000);
    Streams.recordWithoutClock(unknown, Streams.settings("other", 0, 0));
    assertThat(RecordingInfo.of(unknown).wallOffset()).isEmpty();
    assertThat(RecordingInfo.of(known).wallOffset()).hasValue(Streams.OFFSET);
    ReplaySettings byClock =
        ReplaySettings.all().between(Optional.of(new Moment("12:30:05")), Optional.empty());
    assertThatThrownBy(() -> RecordingSource.open(List.of(unknown), byClock))
        .hasMessage(
            unknown
                + " doesn't tell the time of the day, so nobody knows what was at 12:30:05; use +5s"
                + " from its start, or 50%");
    for (List<Path> both : List.of(List.of(unknown, known), List.of(known, unknown))) {
      assertThatThrownBy(() -> RecordingSource.open(both, ReplaySettings.all()))
          .hasMessage(
              "can't merge traces by time: "
                  + unknown
                  + " doesn't tell at what time of the day its events happened (what 'perf record"
                  + " -k mono' and 'trace-cmd record --date' write does); replay each alone");
    }
    assertThat(Streams.replay(unknown, unknown)).isNotEmpty();
    assertThatThrownBy(
            () -> Streams.recordWithoutClock(known, Streams.settings("other", 0, 0).appending()))
        .hasMessage(
            "can't continue "
                + known
                + ": what is in it and what would come can't be put in order, since one of them"
                + " doesn't tell the time of the day; choose another name");
    assertThat(Streams.count(Streams.replay(known))).isGreaterThanOrEqualTo(1000);
  }

  /** The machine started anew between two runs; its clock for events did, too. */
  @Test
  void timesOfAnotherStartOfTheMachineAreComparedByTheClockOnTheWall() {
    Path directory = temporary.resolve("a");
    long day = Streams.OFFSET;
    Streams.record(
        directory, Streams.settings("first", 1_000_000_000_000L, day), Streams.events(1000));
    long later = day + 3_600_000_000_000L;
    Streams.record(
        directory,
        Streams.settings("second", 1_000_000_000_000L, later).appending(),
        Streams.events(1000));
    RecordingInfo info = RecordingInfo.of(directory);
    assertThat(info.firstNanos() + info.wallOffset().orElseThrow())
        .isBetween(day, day + 10_000_000);
    assertThat(info.seconds()).isBetween(3600.0, 3601.0);
    Optional<Moment> middle = Optional.of(new Moment("50%"));
    for (ReplaySettings half :
        List.of(
            ReplaySettings.all().between(middle, Optional.empty()),
            ReplaySettings.all().between(Optional.empty(), middle))) {
      RecordingSource source = RecordingSource.open(List.of(directory), half);
      assertThat(source.messages()).isEmpty();
      long events = 0;
      for (EventBatch batch : Streams.batches(source)) {
        for (EventCursor event = batch.cursor(); event.next(); ) {
          events += event.isOwn() ? 0 : 1;
        }
      }
      assertThat(events).isEqualTo(1000);
    }
  }

  /** A script that was told the time prints the same when the recording has grown since. */
  @Test
  void whatComesLaterDoesNotChangeTheTimesBefore() {
    Path directory = temporary.resolve("a");
    long start = Streams.FACTS.startNanos();
    long later = start + 60_000_000_000L;
    Streams.record(directory, Streams.settings(), Streams.events(100));
    for (long drift : List.of(300L, 700L)) {
      Streams.record(
          directory,
          Streams.settings()
              .withClock(() -> new ClockPair(later + drift, later + Streams.OFFSET + 2 * drift))
              .appending(),
          Streams.events(100));
    }
    RecordingSource source = RecordingSource.open(List.of(directory), ReplaySettings.all());
    WallClock clock = WallClock.of(source.clocks());
    assertThat(clock.realtimeNanos(start + 5)).isEqualTo(start + 5 + Streams.OFFSET);
    assertThat(clock.realtimeNanos(later + 500)).isEqualTo(later + 500 + Streams.OFFSET + 300);
    assertThat(clock.realtimeNanos(later + 900)).isEqualTo(later + 900 + Streams.OFFSET + 700);
    source.close();
  }

  @Test
  void infoTellsRollsThatAreGoneOrCutOff() throws IOException {
    Path directory = temporary.resolve("a");
    Streams.record(
        directory, Streams.settings().withRolls(200_000, Long.MAX_VALUE), Streams.events(30_000));
    assertThat(RecordingInfo.of(directory))
        .extracting(RecordingInfo::cutRolls, RecordingInfo::missingRolls)
        .containsExactly(0, 0);
    List<Path> rolls = RollFile.in(directory);
    assertThat(rolls).hasSizeGreaterThan(5);
    Files.write(rolls.get(3), Arrays.copyOf(Files.readAllBytes(rolls.get(3)), 50_000));
    Files.delete(rolls.get(1));
    assertThat(RecordingInfo.of(directory))
        .extracting(RecordingInfo::cutRolls, RecordingInfo::missingRolls)
        .containsExactly(1, 1);
    List<String> causes = new ArrayList<>();
    for (EventBatch batch : Streams.replay(directory)) {
      for (EventCursor event = batch.cursor(); event.next(); ) {
        if (event.typeNumber() == EventTypes.LOST && !Loss.of(event).cause().startsWith("synth")) {
          causes.add(Loss.of(event).source() + ", " + Loss.of(event).cause());
        }
      }
    }
    assertThat(causes)
        .contains(
            "rolls before " + rolls.get(2).getFileName() + ", not there",
            "recording " + rolls.get(3).getFileName() + ", damaged")
        .doesNotContain("recording " + rolls.get(4).getFileName() + ", damaged");
    Files.delete(rolls.get(0)); // as retention does
    assertThat(RecordingInfo.of(directory).missingRolls()).isZero();
  }

  @Test
  void whoFollowsWaitsForTheRecorderToBegin() throws Exception {
    Path directory = temporary.resolve("a");
    Files.createDirectory(directory);
    Thread follower = Thread.ofPlatform().unstarted(() -> RecordingSource.await(directory));
    try (RecordingLock _ = RecordingLock.take(directory).orElseThrow()) {
      assertThatThrownBy(() -> RecordingInfo.of(directory))
          .hasMessage(directory + " has nothing in it yet: its recorder has just begun");
      follower.start();
      follower.join(Duration.ofMillis(100));
      assertThat(follower.isAlive()).isTrue();
    }
    follower.join();
  }

  @Test
  void followingGoesOnUntilTheRecorderEnds() {
    Path directory = temporary.resolve("a");
    SyntheticSource source = new SyntheticSource(Streams.events(100_000));
    source.start();
    long count = 0;
    try (RecordingWriter writer =
        RecordingWriter.open(
            directory, source.tables(), Streams.settings().withRolls(2 << 20, Long.MAX_VALUE))) {
      RecordingSource replay =
          RecordingSource.open(List.of(directory), ReplaySettings.all().following());
      long[] seen = new long[1];
      replay.start();
      while (!source.isEnded()) {
        source.poll(writer::append, 3);
        replay.poll(batch -> seen[0] += batch.count(), 100);
        assertThat(seen[0]).isEqualTo(writer.events());
        assertThat(replay.isEnded()).isFalse();
      }
      count = writer.events();
      replay.close();
    }
    assertThat(Streams.count(Streams.replay(directory))).isEqualTo(count);
  }

  /** The recorder lets rolls go that nobody has read yet: a loss, as any other. */
  @Test
  void whatRetentionTakesFromWhoFollowsIsLost() {
    for (int pace : List.of(1, 7, 1000)) {
      Path directory = temporary.resolve("a" + pace);
      SyntheticSource source = new SyntheticSource(Streams.events(300_000).withLossEvery(0));
      source.start();
      RecordingSettings settings =
          Streams.settings()
              .withRolls(200_000, Long.MAX_VALUE)
              .withRetention(500_000, Long.MAX_VALUE);
      long[] seen = new long[2];
      RecordingWriter writer = RecordingWriter.open(directory, source.tables(), settings);
      source.poll(writer::append, 1);
      try (RecordingSource replay =
          RecordingSource.open(List.of(directory), ReplaySettings.all().following())) {
        replay.start();
        replay.poll(batch -> count(batch, seen), 1); // what went before that isn't its loss
        int turn = 0;
        while (!source.isEnded()) {
          source.poll(writer::append, 1);
          if (++turn % pace == 0) {
            replay.poll(batch -> count(batch, seen), 1);
          }
        }
        long written = writer.events();
        writer.end(source.timeNanos());
        writer.close();
        while (!replay.isEnded()) {
          replay.poll(batch -> count(batch, seen), 100);
        }
        assertThat(seen[0] + seen[1]).as("seen %d, lost %d", seen[0], seen[1]).isEqualTo(written);
      }
    }
  }

  private static void count(EventBatch batch, long[] seen) {
    for (EventCursor event = batch.cursor(); event.next(); ) {
      if (event.typeNumber() == EventTypes.LOST) {
        seen[1] += Bytes.getLong(batch.bytes(), event.start() + EventBatch.HEADER + 8);
      } else {
        seen[0]++;
      }
    }
  }

  @Test
  void filesArePrivate() throws IOException {
    Path directory = recording("a", 10);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory)))
        .isEqualTo("rwx------");
    try (var files = Files.list(directory)) {
      for (Path file : files.toList()) {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
            .as(file.toString())
            .isEqualTo("rw-------");
      }
    }
  }

  @Test
  void noSocketIsOpened() throws IOException {
    recording("a", 10);
    try (var descriptors = Files.list(Path.of("/proc/self/fd"))) {
      for (Path descriptor : descriptors.toList()) {
        if (Files.isSymbolicLink(descriptor)) {
          assertThat(Files.readSymbolicLink(descriptor).toString())
              .as("an internet socket of this process")
              .doesNotStartWith("socket:");
        }
      }
    }
  }

  @Test
  void whatIsNoRecordingIsSaid() throws IOException {
    Path missing = temporary.resolve("missing");
    assertThatThrownBy(() -> RecordingInfo.of(missing))
        .hasMessage("there is no recording " + missing);
    Path file = Files.writeString(temporary.resolve("file"), "text");
    assertThatThrownBy(() -> RecordingInfo.of(file))
        .hasMessage(file + " is not a recording: expected a directory, found a file");
    Path foreign = Files.createDirectory(temporary.resolve("foreign"));
    Files.writeString(foreign.resolve("20261124-1225.cq4"), "something else entirely".repeat(99));
    assertThatThrownBy(() -> RecordingInfo.of(foreign))
        .hasMessage(
            foreign
                + " is not a recording of ktap: no roll (*.cq4) in it begins as one does; expected"
                + " a directory that 'ktap record -o DIR' made");
  }

  @Test
  void momentsAreChecked() {
    assertThatThrownBy(() -> new Moment("+5x"))
        .hasMessage(
            "expected a time such as 12:30:05, 2026-11-24T12:30:05, +5s, +200ms or 50%, found"
                + " '+5x'");
    assertThat(new Moment("2023-11-14T22:13:20Z").nanos(0, 0, Streams.OFFSET)).isZero();
  }

  @Test
  void rollsAreNamedByTheirMinute() {
    assertThat(RollFile.name(0)).isEqualTo("19700101-0000.cq4");
    assertThat(RollFile.name(29_925_385)).isEqualTo("20261124-1225.cq4");
  }
}
