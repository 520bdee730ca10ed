package ktap.operators.state;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import ktap.script.state.StateException;
import ktap.script.state.StateImage;
import ktap.sources.recording.Journal;
import ktap.sources.recording.JournalDocument;
import ktap.sources.recording.RecordingException;

/**
 * The last checkpoint of a directory that is whole, with what it builds on.
 *
 * @param start what the script had when its main chunk had ended
 * @param checkpoints their parts; the first needs no earlier one
 * @param sequence number of the last
 * @param wallMillis when the last was made, ms since 1970
 * @param files how many it lies in
 * @param isDamaged whether something that was stored couldn't be read
 */
public record StoredState(
    List<byte[]> start,
    List<List<byte[]>> checkpoints,
    long sequence,
    StatePosition position,
    long wallMillis,
    int files,
    boolean isDamaged) {
  public StoredState {
    start = List.copyOf(start);
    checkpoints = List.copyOf(checkpoints);
  }

  /**
   * Reads a directory; empty if nothing was stored in it yet.
   *
   * @throws RecordingException if it is something else, or can't be read
   */
  public static Optional<StoredState> read(Path directory) {
    Journal.check(directory, StateStore.WHAT);
    Chain chain = new Chain();
    for (Path file : Journal.files(directory)) {
      chain.files++;
      chain.isBroken |= !Journal.read(file, chain::take);
    }
    if (chain.last.isPresent()) {
      return chain.last.map(chain::stored);
    }
    if (chain.isBroken) {
      throw new RecordingException(
          "the state "
              + directory
              + " is damaged, and no checkpoint in it can be read; --state-reset begins anew");
    }
    return Optional.empty();
  }

  /**
   * The state, without its script.
   *
   * @throws StateException if it can't be read
   */
  public StateImage image() {
    StateImage image = new StateImage();
    checkpoints.forEach(image::read);
    image.finish();
    return image;
  }

  /**
   * What the script had at its start, without the script.
   *
   * @throws StateException if it can't be read
   */
  public StateImage startImage() {
    StateImage image = new StateImage();
    image.read(start);
    image.finish();
    return image;
  }

  /** Of the checkpoint of everything. */
  long wholeBytes() {
    return bytes(checkpoints.getFirst());
  }

  /** Of what changed since. */
  long changedBytes() {
    long bytes = 0;
    for (List<byte[]> parts : checkpoints.subList(1, checkpoints.size())) {
      bytes += bytes(parts);
    }
    return bytes;
  }

  private static long bytes(List<byte[]> parts) {
    long bytes = 0;
    for (byte[] part : parts) {
      bytes += part.length;
    }
    return bytes;
  }

  /** What the files hold, up to where it is whole; a checkpoint of everything begins anew. */
  private static final class Chain {
    final List<List<byte[]>> checkpoints = new ArrayList<>();
    List<byte[]> start = List.of();
    Optional<Commit> last = Optional.empty();
    long lastSequence;
    int files;

    /** Since the last checkpoint of everything that is whole. */
    boolean isBroken;

    private List<byte[]> beginning = new ArrayList<>();
    private List<byte[]> parts = new ArrayList<>();
    private long sequence = -1;

    StoredState stored(Commit commit) {
      return new StoredState(
          start,
          checkpoints,
          lastSequence,
          commit.position(),
          commit.wallMillis(),
          files,
          isBroken);
    }

    boolean take(JournalDocument document) {
      Optional<byte[]> body = document.body();
      if (body.isEmpty()) {
        isBroken = true;
        return true; // everything may follow once more
      }
      switch (document.kind()) {
        case Commit.START -> part(document, body.get(), true);
        case Commit.PART -> part(document, body.get(), false);
        case Commit.COMMIT -> commit(document, body.get());
        default -> isBroken = true;
      }
      return true;
    }

    private void part(JournalDocument document, byte[] body, boolean isStart) {
      if (document.sequence() != sequence) { // what wasn't committed counts for nothing
        beginning = new ArrayList<>();
        parts = new ArrayList<>();
        sequence = document.sequence();
      }
      List<byte[]> to = isStart ? beginning : parts;
      if (document.part() == 0) {
        to.clear();
      }
      if (document.part() == to.size()) {
        to.add(body);
      } else {
        isBroken = true;
      }
    }

    private void commit(JournalDocument document, byte[] body) {
      Commit commit = Commit.read(body);
      boolean isComplete = document.sequence() == sequence && commit.parts() == parts.size();
      if (isComplete && commit.isWhole()) {
        checkpoints.clear();
        start = beginning;
        isBroken = false;
      } else if (!isComplete || isBroken || sequence != lastSequence + 1) {
        isBroken = true;
        return; // what changed since a checkpoint that is lost is of no use
      }
      checkpoints.add(parts);
      parts = new ArrayList<>();
      beginning = new ArrayList<>();
      last = Optional.of(commit);
      lastSequence = sequence;
    }
  }
}
