package ktap.script.aggregation;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntToLongFunction;
import ktap.sources.flow.ByteText;

/**
 * The rows of a histogram with ranges, from the first bucket that isn't empty to the last one:
 *
 * <pre>
 * [2, 4)                 3 |@@@@@@@@@@@@@@@@@@                                  |
 * </pre>
 *
 * The bar of the fullest bucket fills its {@value #BAR} columns. The layout is bpftrace's, so that
 * what reads its output reads ours.
 */
final class BucketRows {
  private static final int RANGE = 16;
  private static final int COUNT = 8;
  private static final int BAR = 52;
  private static final String SUFFIXES = "KMGTPE";

  private BucketRows() {}

  /** Writes the range of a bucket. */
  @FunctionalInterface
  interface Range {
    void append(ByteText out, int bucket);
  }

  static void append(ByteText out, long[] buckets, Range range) {
    int first = 0;
    while (first < buckets.length && buckets[first] == 0) {
      first++;
    }
    int last = buckets.length - 1;
    while (last > first && buckets[last] == 0) {
      last--;
    }
    long fullest = 0;
    for (int i = first; i <= last && i < buckets.length; i++) {
      fullest = Math.max(fullest, buckets[i]);
    }
    for (int i = first; i <= last && i < buckets.length; i++) {
      int start = out.length();
      range.append(out, i);
      out.padRight(start, RANGE, ' ');
      out.appendDecimal(buckets[i], COUNT).append(" |");
      int bar = (int) ((double) buckets[i] / fullest * BAR);
      out.appendFill('@', bar).appendFill(' ', BAR - bar).append("|\n");
    }
  }

  /** The buckets that aren't empty. */
  static List<Bucket> filled(long[] buckets, IntToLongFunction from) {
    List<Bucket> filled = new ArrayList<>();
    for (int i = 0; i < buckets.length; i++) {
      if (buckets[i] != 0) {
        long to = i == buckets.length - 1 ? Long.MAX_VALUE : from.applyAsLong(i + 1) - 1;
        filled.add(new Bucket(from.applyAsLong(i), to, buckets[i]));
      }
    }
    return filled;
  }

  /** A number in units of 1024, 1024² … where it is a multiple of them. */
  static void appendScaled(ByteText out, long value) {
    long rest = value;
    int suffix = -1;
    while (rest != 0 && rest % 1024 == 0 && suffix + 1 < SUFFIXES.length()) {
      rest /= 1024;
      suffix++;
    }
    out.appendDecimal(rest);
    if (suffix >= 0) {
      out.appendByte(SUFFIXES.charAt(suffix));
    }
  }

  /** Writes the buckets that aren't empty, each with its distance from the one before. */
  static void write(StateWriter out, long[] buckets) {
    int filled = 0;
    for (long bucket : buckets) {
      filled += bucket == 0 ? 0 : 1;
    }
    out.number(filled);
    int before = 0;
    for (int i = 0; i < buckets.length; i++) {
      if (buckets[i] != 0) {
        out.number(i - before).number(buckets[i]);
        before = i;
      }
    }
  }

  static void read(StateReader in, long[] buckets) {
    long filled = in.number();
    long at = 0;
    for (long i = 0; i < filled; i++) {
      at += in.number();
      if (at < 0 || at >= buckets.length) {
        throw in.wrong("bucket " + at);
      }
      buckets[(int) at] = in.number();
    }
  }
}
