package ktap.operators.state;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import ktap.script.state.ScriptState;
import ktap.script.state.StateImage;
import ktap.script.state.StateParts;
import ktap.sources.recording.Journal;
import ktap.sources.recording.RecordingException;

/**
 * Appends the checkpoints of a run to a directory. Each is made of parts and a document that says
 * how many they are: one that the process didn't live to write in full counts for nothing.
 *
 * <p>The first is of everything, the others are of what changed. When that has got as long, the
 * next file is begun with everything, and older ones go: disk use is bounded by three times the
 * state, and writing everything costs no more than writing what changed.
 *
 * <p>A thread of its own writes to the disk. For one thread.
 */
public final class StateStore implements AutoCloseable {
  static final String WHAT = "state";

  /** What changed isn't left behind for less. */
  private static final long LEAST = 4L << 20;

  /** Each start begins a file. */
  private static final int MOST_FILES = 16;

  private final Journal journal;
  private List<byte[]> start = List.of();

  /** At the start, until that is written. */
  private Optional<StatePosition> begun = Optional.empty();

  private long sequence;
  private long wholeBytes;

  /** Of what changed since all was written. */
  private long changedBytes;

  private boolean isBegun;

  private StateStore(Journal journal) {
    this.journal = journal;
  }

  /**
   * Opens a directory, and makes it if it isn't there.
   *
   * @throws RecordingException if it holds something else, or someone else uses it
   */
  public static StateStore open(Path directory) {
    return new StateStore(Journal.open(directory, WHAT));
  }

  /**
   * Forgets what a directory holds.
   *
   * @throws RecordingException if it holds something else, or someone uses it
   */
  public static void reset(Path directory) {
    Journal.clear(directory, WHAT);
  }

  /**
   * Begins with what a script has when its main chunk has ended. It is written with the first
   * checkpoint: a run that can't begin leaves nothing behind.
   */
  public void begin(ScriptState state, StatePosition position) {
    List<byte[]> parts = new ArrayList<>();
    state.write(true, (bytes, length) -> parts.add(Arrays.copyOf(bytes, length)));
    start = parts;
    begun = Optional.of(position);
  }

  /**
   * Goes on behind what is kept: the next checkpoint is of what changed since. Where something is
   * damaged, or lies in many files, all is written again.
   */
  public void goOn(StoredState stored) {
    start = stored.start();
    sequence = stored.sequence();
    wholeBytes = stored.wholeBytes();
    changedBytes = stored.changedBytes();
    isBegun = !stored.isDamaged() && stored.files() < MOST_FILES;
  }

  /**
   * Has what changed since the last checkpoint written: it is when {@link #isIdle}, or after {@link
   * #sync}.
   *
   * @throws RecordingException if an earlier one can't be written
   */
  public void checkpoint(ScriptState state, StatePosition position) {
    begun.ifPresent(at -> append(true, at, parts -> giveAll(start, parts)));
    begun = Optional.empty();
    boolean isWhole = !isBegun || changedBytes > Math.max(LEAST, wholeBytes);
    append(isWhole, position, parts -> state.write(isWhole, parts));
  }

  /**
   * Keeps a state that no run has, as the only one.
   *
   * @param parts what its script had at its start
   */
  public void keep(List<byte[]> parts, StateImage image, StatePosition position) {
    start = List.copyOf(parts);
    append(true, position, to -> giveAll(image.bytes(), to));
    sync();
  }

  private static void giveAll(List<byte[]> parts, StateParts to) {
    parts.forEach(part -> to.part(part, part.length));
  }

  /**
   * Waits until all is written.
   *
   * @throws RecordingException if it can't be
   */
  public void sync() {
    journal.sync();
  }

  /** Whether all is written. */
  public boolean isIdle() {
    return journal.isIdle();
  }

  /** Whether a checkpoint couldn't be written; the next call says why. */
  public boolean hasFailed() {
    return journal.hasFailed();
  }

  private void append(boolean isWhole, StatePosition position, Consumer<StateParts> written) {
    if (isWhole && journal.bytes() > 0) {
      journal.roll();
    }
    sequence++;
    long before = journal.bytes();
    if (isWhole) {
      for (int i = 0; i < start.size(); i++) {
        journal.append(Commit.START, sequence, i, 0, start.get(i), start.get(i).length);
      }
    }
    int[] parts = {0};
    written.accept(
        (bytes, length) -> journal.append(Commit.PART, sequence, parts[0]++, 0, bytes, length));
    byte[] commit = new Commit(isWhole, parts[0], System.currentTimeMillis(), position).toBytes();
    journal.append(Commit.COMMIT, sequence, parts[0], 0, commit, commit.length);
    long bytes = journal.bytes() - before;
    if (isWhole) {
      wholeBytes = bytes;
      changedBytes = 0;
      isBegun = true;
      journal.dropOlder();
    } else {
      changedBytes += bytes;
    }
  }

  @Override
  public void close() {
    journal.close();
  }
}
