package ktap.sources.recording;

/**
 * Which batches of a recording one of several replays gives out: number {@code index} of each
 * {@code count} in a row. What only lies between batches, such as a damaged place, is the first
 * one's to tell.
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

  boolean has(long batch) {
    return count == 1 || batch % count == index;
  }

  boolean isFirst() {
    return index == 0;
  }
}
