package ktap.script.code;

import java.util.Arrays;

/** A place in code to which jumps refer before it is known. */
final class Label {
  private static final int UNKNOWN = -1;

  int at = UNKNOWN;
  int[] jumps = new int[2];
  int count;

  boolean isPlaced() {
    return at != UNKNOWN;
  }

  void add(int jump) {
    if (count == jumps.length) {
      jumps = Arrays.copyOf(jumps, count * 2);
    }
    jumps[count++] = jump;
  }
}
