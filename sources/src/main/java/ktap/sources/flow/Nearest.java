package ktap.sources.flow;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The names that were probably meant: those that a few slips of the finger (a letter too many, too
 * few, wrong, or two swapped) turn into the one that was written.
 */
public final class Nearest {
  private Nearest() {}

  private record Candidate(String name, int slips) {}

  /**
   * The nearest names, best first; empty if nothing is near enough to be worth a hint.
   *
   * @param limit how many at the most
   */
  public static List<String> names(String written, Iterable<String> known, int limit) {
    int cutOff = cutOff(written.length());
    List<Candidate> near = new ArrayList<>();
    Distance distance = new Distance(written);
    for (String name : known) {
      int slips = distance.to(name, cutOff);
      if (slips <= cutOff) {
        near.add(new Candidate(name, slips));
      }
    }
    near.sort(Comparator.comparingInt(Candidate::slips).thenComparing(Candidate::name));
    List<String> names = new ArrayList<>();
    for (int i = 0; i < near.size() && names.size() < limit; i++) {
      if (!names.contains(near.get(i).name())) {
        names.add(near.get(i).name());
      }
    }
    return names;
  }

  /**
   * A hint to append to a message: {@code did you mean 'a'?}, {@code did you mean 'a' or 'b'?};
   * empty text if nothing is near.
   */
  public static String hint(String written, Iterable<String> known) {
    List<String> names = names(written, known, 3);
    StringBuilder hint = new StringBuilder();
    for (int i = 0; i < names.size(); i++) {
      String separator = i == 0 ? "did you mean " : i == names.size() - 1 ? " or " : ", ";
      hint.append(separator).append('\'').append(names.get(i)).append('\'');
    }
    return names.isEmpty() ? "" : hint.append('?').toString();
  }

  /** One slip in three letters, but not more than four in all. */
  private static int cutOff(int length) {
    return length < 2 ? 0 : Math.min(4, 1 + (length - 2) / 3);
  }

  /** Slips between one text and many others, in three rows that are used again. */
  private static final class Distance {
    private final String text;
    private int[] beforeLast;
    private int[] last;
    private int[] row;

    Distance(String text) {
      this.text = text;
      this.beforeLast = new int[text.length() + 1];
      this.last = new int[text.length() + 1];
      this.row = new int[text.length() + 1];
    }

    /** The distance, or something above {@code limit} as soon as it is known to be above. */
    int to(String other, int limit) {
      int width = text.length();
      if (Math.abs(other.length() - width) > limit) {
        return limit + 1;
      }
      for (int i = 0; i <= width; i++) {
        row[i] = i;
      }
      for (int line = 1; line <= other.length(); line++) {
        if (fill(other, line) > limit) {
          return limit + 1;
        }
      }
      return row[width];
    }

    /** Computes the next row and gives its smallest number. */
    private int fill(String other, int line) {
      int[] free = beforeLast;
      beforeLast = last;
      last = row;
      row = free;
      row[0] = line;
      int smallest = line;
      for (int i = 1; i <= text.length(); i++) {
        boolean same = text.charAt(i - 1) == other.charAt(line - 1);
        int slips = Math.min(last[i - 1] + (same ? 0 : 1), 1 + Math.min(last[i], row[i - 1]));
        if (isSwap(other, line, i)) {
          slips = Math.min(slips, beforeLast[i - 2] + 1);
        }
        row[i] = slips;
        smallest = Math.min(smallest, slips);
      }
      return smallest;
    }

    private boolean isSwap(String other, int line, int i) {
      return i > 1
          && line > 1
          && text.charAt(i - 1) == other.charAt(line - 2)
          && text.charAt(i - 2) == other.charAt(line - 1);
    }
  }
}
