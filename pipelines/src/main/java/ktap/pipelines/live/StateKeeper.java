package ktap.pipelines.live;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import ktap.operators.state.StatePosition;
import ktap.operators.state.StateStore;
import ktap.operators.state.StoredState;
import ktap.script.ScriptRun;
import ktap.script.state.ScriptState;
import ktap.script.state.StateException;
import ktap.script.state.StateImage;
import ktap.sinks.FileSink;
import ktap.sinks.SinkException;
import ktap.sources.flow.EventBatch;
import ktap.sources.flow.EventSource;
import ktap.sources.flow.SourcePlaces;
import ktap.sources.recording.RecordingException;
import org.jspecify.annotations.Nullable;

/**
 * Keeps what a script has in a directory, and gives it back to the next run of the script.
 *
 * <p>Life: {@link #open}, the script's main chunk (without output if {@link #isResuming}), {@link
 * #begin}, a {@link #take} for each batch, {@link #end()} before {@code trace_end}, {@link
 * #close()}. If it can't be written any more, the run should end, and {@link #failure()} says why.
 */
public final class StateKeeper implements Tap, AutoCloseable {
  /** The most that a checkpoint comes early by, as a part of the period. */
  private static final int MOST_EARLY = 10;

  private final Path directory;
  private final StateStore store;
  private final Optional<StoredState> stored;
  private final String source;
  private final long periodNanos;
  private final Tap next;
  private final Consumer<String> say;
  private @Nullable ScriptRun run; // null until begin
  private @Nullable ScriptState state; // null until begin
  private @Nullable String failure; // null while all is well
  private Supplier<Optional<List<StatePosition.Output>>> outputs = Optional::empty;
  private Supplier<StatePosition.Place> place = () -> StatePosition.Place.START;

  /** Where the batch begins that was counted last. */
  private StatePosition.Place reached = StatePosition.Place.START;

  private String filters = "";
  private boolean goesOn;
  private boolean isWriting;
  private boolean isBetweenBatches = true;
  private long events;
  private long due;

  private StateKeeper(
      Path directory,
      StateStore store,
      Optional<StoredState> stored,
      String source,
      long periodNanos,
      Tap next,
      Consumer<String> say) {
    this.directory = directory;
    this.store = store;
    this.stored = stored;
    this.source = source;
    this.periodNanos = periodNanos;
    this.next = next;
    this.say = say;
  }

  /**
   * Opens a directory, and makes it if it isn't there.
   *
   * @param source what tells the source from others; empty for a live one
   * @param isReset whether what is in it is to be forgotten
   * @param next sees the batches too
   * @param say tells the user
   * @throws RecordingException if it can't be used
   */
  public static StateKeeper open(
      Path directory,
      String source,
      boolean isReset,
      long periodNanos,
      Tap next,
      Consumer<String> say) {
    StateStore store = StateStore.open(directory);
    try {
      Optional<StoredState> stored = isReset ? Optional.empty() : StoredState.read(directory);
      return new StateKeeper(directory, store, stored, source, periodNanos, next, say);
    } catch (RuntimeException e) {
      store.close();
      throw e;
    }
  }

  /**
   * How much of a file was written up to where the run goes on; the rest is too much. Empty if the
   * run begins, or the file.
   *
   * @param form what is to be in it, for the user; empty if it is what the script prints
   * @throws SinkException if there is something in the file of which the state knows nothing, or
   *     something of another form
   */
  public OptionalLong bytesOf(Path file, String form) {
    if (stored.isEmpty()) {
      return OptionalLong.empty();
    }
    Optional<StatePosition.Output> kept = stored.get().position().output(file, FileSink::part);
    if (kept.isEmpty()) {
      requireEmpty(file);
      return OptionalLong.empty();
    }
    if (!kept.get().form().equals(form) && !kept.get().form().isEmpty()) {
      throw new SinkException(
          "can't go on in "
              + file
              + ": the state "
              + directory
              + " was kept when it was "
              + kept.get().form()
              + ", and they are to be "
              + form
              + "; take what it was, name another file, or begin anew with --state-reset");
    }
    return OptionalLong.of(kept.get().bytes());
  }

  private void requireEmpty(Path file) {
    if (hasContent(file) || hasContent(FileSink.part(file))) {
      throw new SinkException(
          "can't write "
              + file
              + ": it isn't empty, and the state "
              + directory
              + " wasn't kept with it; name the file that it goes on in, remove this one, or begin"
              + " anew with --state-reset");
    }
  }

  /**
   * Says what stands before the script, whose state is of what came through that.
   *
   * @param now for the user
   * @throws StateException if something else stood there
   */
  public void behindFilters(String now) {
    filters = now;
    String before = stored.map(from -> from.position().filters()).orElse("");
    if (!before.isEmpty() && !before.equals(now)) {
      throw new StateException(
          "can't use the state "
              + directory
              + ": it was kept with "
              + before
              + ", and this pipeline has "
              + now
              + "; --state-reset begins anew");
    }
  }

  private static boolean hasContent(Path file) {
    return Files.isRegularFile(file) && file.toFile().length() > 0;
  }

  /** Whether the source gives again what wasn't kept. */
  public boolean canRepeat() {
    return !source.isEmpty();
  }

  /** Whether the script goes on, so that its main chunk should be silent. */
  public boolean isResuming() {
    return stored.isPresent();
  }

  /**
   * Gives a run, whose main chunk has ended, what an earlier one had. Without it nothing is kept,
   * and what was stays.
   *
   * @param written gives the files that are written, and how long they are up to here; empty if
   *     they can't be written any more, and nothing is to be kept
   * @throws StateException if what is kept is of another script, or damaged
   */
  public void begin(ScriptRun run, Supplier<Optional<List<StatePosition.Output>>> written) {
    this.run = run;
    outputs = written;
    ScriptState fresh = run.state();
    state = fresh;
    due = System.nanoTime() + periodNanos;
    if (stored.isEmpty()) {
      List<StatePosition.Output> files = written.get().orElse(List.of());
      store.begin(fresh, new StatePosition(source, 0, StatePosition.Place.START, files, filters));
      return;
    }
    StoredState from = stored.get();
    store.goOn(from);
    StatePosition position = from.position();
    goesOn = !source.isEmpty() && position.source().equals(source);
    StateImage image = fresh.image();
    try {
      from.checkpoints().forEach(image::read);
      image.finish();
      fresh.restore(image, goesOn);
    } catch (StateException e) {
      throw new StateException(
          "can't use the state "
              + directory
              + ": "
              + e.getMessage()
              + "; --state-reset begins anew",
          e);
    }
    events = goesOn ? position.events() : 0;
    tellOf(from, image);
  }

  /**
   * A source behind what the script has seen of it. Before it is started.
   *
   * @param places of the source
   * @param counter told of each batch before it comes, how many events are in it
   */
  public CountedSource behind(EventSource all, SourcePlaces places, LongConsumer counter) {
    StatePosition.Place from =
        goesOn ? stored.orElseThrow().position().place() : StatePosition.Place.START;
    if (from.name().isEmpty() || !places.resume(from.name())) {
      from = StatePosition.Place.START;
    }
    CountedSource rest = new CountedSource(all, places, from, events - from.events(), counter);
    place = rest::place;
    reached = from;
    return rest;
  }

  private void tellOf(StoredState from, StateImage image) {
    String time =
        DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss")
            .withZone(ZoneId.systemDefault())
            .format(Instant.ofEpochMilli(from.wallMillis()));
    long gap = Math.max(0, System.currentTimeMillis() - from.wallMillis()) / 1000;
    String entries = Quantity.of(image.entries(), "table entry", "table entries");
    String what = "state of " + time + " restored, " + entries + "; ";
    if (goesOn) {
      say.accept(what + "going on " + from.position().text());
    } else if (source.isEmpty() && from.position().source().isEmpty()) {
      say.accept(what + "what happened in the " + gap + " s since is missing");
    } else {
      say.accept(what + "it is of another source, whose events are counted together with these");
    }
    if (from.isDamaged()) {
      say.accept("warning: what was kept after that is damaged");
    }
  }

  @Override
  public void take(EventBatch batch, int consumed) {
    next.take(batch, consumed);
    events += EventCount.of(batch, consumed);
    reached = place.get();
    lookAtClock();
  }

  /** Counts events that the script gets from someone else. */
  public void count(long more) {
    events += more;
    reached = place.get();
  }

  @Override
  public void rest() {
    next.rest();
    lookAtClock();
  }

  /**
   * The next checkpoint comes earlier by what the last one took to be written, so that no more than
   * a period is ever missing; not by much on a slow disk: there are fewer then, and none waits.
   */
  private void lookAtClock() {
    if (!store.isIdle()) {
      return;
    }
    long now = System.nanoTime();
    if (isWriting) {
      isWriting = false;
      long taken = due - periodNanos;
      due -= Math.min(now - taken, periodNanos / MOST_EARLY);
    }
    if (now - due >= 0) {
      checkpoint();
    }
  }

  private void checkpoint() {
    ScriptState from = state;
    Optional<List<StatePosition.Output>> written =
        from == null || failure != null ? Optional.empty() : outputs.get();
    if (from == null || written.isEmpty() || isCut()) {
      return;
    }
    long now = System.nanoTime();
    StatePosition position = new StatePosition(source, events, reached, written.get(), filters);
    tryTo(() -> store.checkpoint(from, position));
    due = now + periodNanos;
    isWriting = true;
    if (failure == null && !from.unstored().isEmpty()) {
      failure =
          "can't keep the state: the "
              + from.unstored().getFirst()
              + " holds a function that was made while the script ran; make it in the main chunk";
    }
  }

  /** Whether what is there isn't what comes of whole events, which will be there once more. */
  private boolean isCut() {
    return canRepeat() && run != null && (!isBetweenBatches || run.isCut());
  }

  /** Says that the script left a batch that was counted in its middle. */
  public void leftBatch() {
    isBetweenBatches = false;
  }

  /** Keeps what there is before the script's end, and waits until it is written. */
  public void end() {
    checkpoint();
    if (isCut()) {
      say.accept(
          "the script took too long to end: the next run goes on from the last checkpoint, and what"
              + " came after it counts for nothing");
    }
    if (failure == null) {
      tryTo(store::sync);
    }
  }

  private void tryTo(Runnable write) {
    try {
      write.run();
    } catch (RecordingException e) {
      failure = e.getMessage();
    }
  }

  @Override
  public boolean isClosed() {
    return failure != null || store.hasFailed() || next.isClosed();
  }

  /** Why it could not be written to its end. */
  public Optional<String> failure() {
    return Optional.ofNullable(failure);
  }

  @Override
  public void close() {
    store.close();
  }
}
