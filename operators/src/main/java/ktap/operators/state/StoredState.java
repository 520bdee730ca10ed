package ktap.operators.state;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import ktap.sources.recording.Journal;
import ktap.sources.recording.JournalDocument;
import ktap.sources.recording.RecordingException;

/**
 * The last checkpoint of a directory that is whole, with what it builds on.
 *
 * @param checkpoints their parts; the first needs no earlier one
 * @param wallMillis when the last was made, ms since 1970
 * @param isDamaged whether something that was stored couldn't be read
 */
public record StoredState(
    List<List<byte[]>> checkpoints, StatePosition position, long wallMillis, boolean isDamaged) {
  public StoredState {
    checkpoints = List.copyOf(checkpoints);
  }

  /**
   * Reads a directory; empty if nothing was stored in it yet.
   *
   * @throws RecordingException if it is something else, or can't be read
   */
  public static Optional<StoredState> read(Path directory) {
    Journal.check(directory, StateStore.WHAT);
    List<Path> files = Journal.files(directory);
    boolean isDamaged = false;
    for (int i = files.size() - 1; i >= 0; i--) {
      Roll roll = new Roll();
      Journal.read(files.get(i), roll::take);
      if (roll.last.isPresent()) {
        Commit last = roll.last.get();
        return Optional.of(
            new StoredState(
                roll.checkpoints, last.position(), last.wallMillis(), isDamaged || roll.isBroken));
      }
      isDamaged |= roll.isBroken;
    }
    if (isDamaged) {
      throw new RecordingException(
          "the state "
              + directory
              + " is damaged, and no checkpoint in it can be read; --state-reset begins anew");
    }
    return Optional.empty();
  }

  /** What one file holds, up to where it is whole. */
  private static final class Roll {
    final List<List<byte[]>> checkpoints = new ArrayList<>();
    Optional<Commit> last = Optional.empty();
    boolean isBroken;
    private List<byte[]> parts = new ArrayList<>();
    private long sequence = -1;

    boolean take(JournalDocument document) {
      if (document.body().isEmpty()) {
        isBroken = true;
        return false;
      }
      byte[] body = document.body().get();
      if (document.kind() == Commit.PART) {
        if (document.part() == 0) {
          parts = new ArrayList<>();
          sequence = document.sequence();
        }
        isBroken = document.sequence() != sequence || document.part() != parts.size();
        parts.add(body);
        return !isBroken;
      }
      return document.kind() != Commit.COMMIT || commit(document, Commit.read(body));
    }

    /** What changed since a checkpoint that is lost is of no use. */
    private boolean commit(JournalDocument document, Commit commit) {
      boolean follows = last.isPresent() || commit.isWhole();
      isBroken = document.sequence() != sequence || commit.parts() != parts.size() || !follows;
      if (isBroken) {
        return false;
      }
      checkpoints.add(parts);
      parts = new ArrayList<>();
      last = Optional.of(commit);
      return true;
    }
  }
}
