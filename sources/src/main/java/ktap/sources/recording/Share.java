package ktap.sources.recording;

/**
 * Which rolls of a recording one of several replays reads: number {@code index} of each {@code
 * count} in a row. Of a recording with few rolls they all read all, and give out such a part of the
 * batches; what only lies between batches, such as a damaged place, is the first one's to tell.
 *
 * @param index from 0
 */
public record Share(int index, int count) {
  /** All of them. */
  public static final Share ALL = new Share(0, 1);

  public Share {
    if (index < 0 || index >= count) {
      throw new IllegalArgumentException("expected an index below " + count + ", found " + index);
    }
  }

  /** With fewer rolls for each replay, one might have far more to do than the others. */
  private static final int FEW = 4;

  /** Whether it is all. */
  public boolean isAll() {
    return count == 1;
  }

  /** Whether the rolls are shared, and not the batches. */
  boolean isOfRolls(int rolls) {
    return count > 1 && rolls >= count * FEW;
  }

  /** Whether it has a roll or a batch of this number. */
  boolean has(long number) {
    return isAll() || number % count == index;
  }

  boolean isFirst() {
    return index == 0;
  }
}
