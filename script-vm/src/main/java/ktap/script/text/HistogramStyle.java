package ktap.script.text;

/**
 * The shapes that a table's histogram had over the years.
 *
 * @param keyWidth columns of the key
 * @param barWidth columns of the bar
 * @param countWidth least columns of the count
 * @param rows how many are shown if the script doesn't say
 * @param blankAfterBar whether a blank goes before the bar of a number's row
 * @param symbols whether numbers are shown as kernel symbols if the top one is the address of one
 */
public record HistogramStyle(
    int keyWidth, int barWidth, int countWidth, int rows, boolean blankAfterBar, boolean symbols) {

  /** {@code print_hist} of 2014. */
  public static final HistogramStyle PRINT_HIST = new HistogramStyle(31, 38, 7, 19, false, false);

  /** {@code histogram} of the winter of 2013. */
  public static final HistogramStyle HISTOGRAM = new HistogramStyle(32, 39, 7, 20, false, true);

  /** {@code histogram} of the summer of 2013, which shows every row. */
  public static final HistogramStyle FIRST =
      new HistogramStyle(32, 39, 10, Integer.MAX_VALUE, true, false);

  /** The same with another number of rows. */
  public HistogramStyle withRows(int shown) {
    return new HistogramStyle(keyWidth, barWidth, countWidth, shown, blankAfterBar, symbols);
  }
}
