package ktap.pipelines.live;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import ktap.operators.Surroundings;
import ktap.script.host.HostFacts;
import ktap.sources.flow.EventBatch;
import ktap.sources.flow.EventCatalog;
import ktap.sources.flow.EventTables;
import ktap.sources.flow.Subscription;
import ktap.sources.recording.ClockPair;
import ktap.sources.recording.RecordingException;
import ktap.sources.recording.RecordingFacts;
import ktap.sources.recording.RecordingSettings;
import ktap.sources.recording.RecordingWriter;
import ktap.sources.recording.WallClock;
import ktap.sources.replay.ReplayedTraces;
import org.jspecify.annotations.Nullable;

/**
 * Records what a script is given, so that a replay through the same script prints the same bytes.
 *
 * <p>Life: made, the script's main chunk with {@link #surroundings()}, {@link #open}, a {@link
 * #take} for each batch, the script's end, {@link #end()}, {@link #close()}. If it can't be written
 * any more, the run should end, and {@link #failure()} says why.
 */
public final class Recorder implements Tap, AutoCloseable {
  private final Path directory;
  private final UnaryOperator<RecordingSettings> settings;
  private final WallClock clock;
  private final RecordedSurroundings surroundings;
  private final Optional<ReplayedTraces> copied;
  private final long startNanos = System.nanoTime();
  private @Nullable RecordingWriter writer; // null until open
  private @Nullable String failure; // null while all is well

  /**
   * Touches nothing yet.
   *
   * @param settings changes the usual ones
   * @param appends whether a recording that is there already is continued
   * @param continuing how the user says that it is to be
   * @throws RecordingException if there is something of this name, and it isn't to be continued
   */
  public Recorder(
      Path directory,
      boolean appends,
      String continuing,
      UnaryOperator<RecordingSettings> settings) {
    this(
        directory,
        appends,
        continuing,
        settings,
        WallClock.started(ClockPair::now),
        Optional.empty());
  }

  private Recorder(
      Path directory,
      boolean appends,
      String continuing,
      UnaryOperator<RecordingSettings> settings,
      WallClock clock,
      Optional<ReplayedTraces> copied) {
    this.directory = directory;
    this.settings = appends ? usual -> settings.apply(usual.appending()) : settings;
    this.clock = clock;
    this.surroundings = new RecordedSurroundings(clock);
    this.copied = copied;
    if (!appends && Files.exists(directory)) {
      throw RecordingWriter.exists(directory, continuing);
    }
  }

  /**
   * One that records what traces give: on their machine, by their clocks, and with what the script
   * of their recorder was told of the time.
   *
   * @param appends whether a recording that is there already is continued
   * @param continuing how the user says that it is to be; empty if he can't
   * @throws RecordingException if there is something of this name, and it isn't to be continued
   */
  public static Recorder ofReplay(
      Path directory, boolean appends, String continuing, ReplayedTraces traces) {
    return new Recorder(
        directory,
        appends,
        continuing,
        usual -> usual,
        WallClock.of(traces.clocks()),
        Optional.of(traces));
  }

  /** What the script sees of the machine. */
  public Surroundings surroundings() {
    return surroundings;
  }

  /**
   * Makes the recording.
   *
   * @param tables of all batches that will come
   * @param wanted events that a replay must know, if they happen or not
   * @throws RecordingException if it can't be written
   */
  public void open(EventTables tables, List<Subscription> wanted, EventCatalog catalog) {
    RecordingSettings how = settings.apply(RecordingSettings.of(facts()));
    RecordingWriter opened = RecordingWriter.open(directory, tables, how, clock);
    writer = opened;
    opened.begin(
        copied.map(from -> from.readings().before()).orElseGet(surroundings::takeReadings));
    opened.define(catalog.types(wanted.stream().map(Subscription::pattern).toList()));
  }

  private RecordingFacts facts() {
    if (copied.isPresent()) {
      ReplayedTraces from = copied.get();
      return from.facts().startedAt(from.startNanos().getAsLong()); // not all traces tell it
    }
    HostFacts facts = surroundings.facts();
    return new RecordingFacts(
        facts.hostName(),
        ProcFile.text("/proc/sys/kernel/random/boot_id"),
        facts.kernelRelease(),
        facts.architecture(),
        facts.cpus(),
        facts.pid(),
        facts.tid(),
        facts.uid(),
        facts.command(),
        startNanos);
  }

  @Override
  public void take(EventBatch batch, int consumed) {
    RecordingWriter to = writer;
    if (to != null && failure == null) {
      try {
        to.append(batch.leftAt(consumed));
      } catch (RecordingException e) {
        failure = e.getMessage();
      }
    }
  }

  @Override
  public boolean isClosed() {
    return failure != null;
  }

  /** Says that this was all. */
  public void end() {
    RecordingWriter to = writer;
    if (to != null && failure == null) {
      try {
        if (copied.isPresent()) {
          ReplayedTraces from = copied.get();
          to.end(from.endNanos().getAsLong(), from.readings().after());
        } else {
          to.end(System.nanoTime(), surroundings.takeReadings());
        }
      } catch (RecordingException e) {
        failure = e.getMessage();
      }
    }
  }

  /** Takes away what was made: nothing was traced. */
  public void abandon() {
    RecordingWriter to = writer;
    if (to != null) {
      writer = null;
      to.abandon();
    }
  }

  /** Why it could not be written to its end. */
  public Optional<String> failure() {
    return Optional.ofNullable(failure);
  }

  /** What the user should know though all is recorded; complete behind {@link #end()}. */
  public Optional<String> warning() {
    RecordingWriter to = writer;
    return to == null ? Optional.empty() : to.warning();
  }

  /** Events recorded so far, the stream's own ones included. */
  public long events() {
    return writer == null ? 0 : writer.events();
  }

  /** Bytes written so far. */
  public long bytes() {
    return writer == null ? 0 : writer.bytes();
  }

  public Path directory() {
    return directory;
  }

  @Override
  public void close() {
    RecordingWriter to = writer;
    if (to != null) {
      writer = null;
      to.close();
    }
  }
}
