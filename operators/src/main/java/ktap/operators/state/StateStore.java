package ktap.operators.state;

import java.nio.file.Path;
import ktap.script.state.ScriptState;
import ktap.sources.recording.Journal;
import ktap.sources.recording.RecordingException;

/**
 * Appends the checkpoints of a run to a directory. Each is made of parts and a document that says
 * how many they are: one that the process didn't live to write in full counts for nothing.
 *
 * <p>A file begins with a checkpoint of everything. When what changed since has got as long, the
 * next file is begun, and older ones go: disk use is bounded by three times the state, and writing
 * everything costs no more than writing what changed. For one thread.
 */
public final class StateStore implements AutoCloseable {
  static final String WHAT = "state";

  /** A file isn't ended for less. */
  private static final long LEAST = 4L << 20;

  private final Journal journal;
  private long sequence;
  private long wholeBytes;
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
   * Appends what changed since the last checkpoint.
   *
   * @return how many bytes that were
   * @throws RecordingException if it can't be written
   */
  public long checkpoint(ScriptState state, StatePosition position) {
    boolean isLong = journal.bytes() > wholeBytes + Math.max(LEAST, wholeBytes);
    boolean isWhole = !isBegun || isLong;
    if (isBegun && isLong) {
      journal.roll();
    }
    sequence++;
    int[] parts = {0};
    long before = journal.bytes();
    state.write(
        isWhole,
        (bytes, length) -> journal.append(Commit.PART, sequence, parts[0]++, 0, bytes, length));
    byte[] commit = new Commit(isWhole, parts[0], System.currentTimeMillis(), position).toBytes();
    journal.append(Commit.COMMIT, sequence, parts[0], 0, commit, commit.length);
    if (isWhole) {
      wholeBytes = journal.bytes() - before;
      isBegun = true;
      journal.dropOlder();
    }
    return journal.bytes() - before;
  }

  @Override
  public void close() {
    journal.close();
  }
}
