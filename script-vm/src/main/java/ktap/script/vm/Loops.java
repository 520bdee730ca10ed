package ktap.script.vm;

import ktap.script.value.Pairs;
import ktap.script.value.Tag;
import org.jspecify.annotations.Nullable;

/**
 * What the two {@code for} loops do at their head. A numeric loop over integers counts its rounds
 * beforehand, so that it ends also at the largest integer; a step of 0 or less goes downwards.
 */
@SuppressWarnings("ReferenceEquality") // tags are unique
public final class Loops {
  private static final String[] ROLES = {"init", "limit", "step"};

  private Loops() {}

  /** Prepares the registers from {@code a} on; false if there is no round. */
  public static boolean prepare(long[] n, @Nullable Object[] r, int a) {
    for (int i = 0; i < ROLES.length; i++) {
      if (!(r[a + i] instanceof Tag)) {
        throw WrongValues.counted(ROLES[i], r[a + i]);
      }
    }
    if (r[a] == Tag.INT && r[a + 1] == Tag.INT && r[a + 2] == Tag.INT) {
      if (!hasRound(n[a], n[a + 1], n[a + 2])) {
        return false;
      }
      n[a + 1] = rounds(n[a], n[a + 1], n[a + 2]);
      n[a + 3] = n[a];
      r[a + 3] = Tag.INT;
      return true;
    }
    for (int i = a; i < a + 3; i++) {
      if (r[i] == Tag.INT) {
        n[i] = Double.doubleToRawLongBits((double) n[i]);
        r[i] = Tag.FLOAT;
      }
    }
    return inside(n, r, a);
  }

  /** Whether a loop over integers has a round at all. */
  public static boolean hasRound(long start, long limit, long step) {
    return step > 0 ? start <= limit : limit <= start;
  }

  /** How many rounds follow the first one; -1, for ever, if the step is 0. */
  public static long rounds(long start, long limit, long step) {
    if (step > 0) {
      return Long.divideUnsigned(limit - start, step);
    }
    return step == 0 ? -1 : Long.divideUnsigned(start - limit, -step);
  }

  /** Goes on in a loop, whatever it counts with; false if it ends. */
  public static boolean goOn(long[] n, @Nullable Object[] r, int a) {
    if (r[a] != Tag.INT) {
      return next(n, r, a);
    }
    if (n[a + 1] == 0) {
      return false;
    }
    n[a + 1]--;
    n[a] += n[a + 2];
    n[a + 3] = n[a];
    r[a + 3] = Tag.INT;
    return true;
  }

  /** Goes on in a loop over floats. */
  static boolean next(long[] n, @Nullable Object[] r, int a) {
    n[a] =
        Double.doubleToRawLongBits(
            Double.longBitsToDouble(n[a]) + Double.longBitsToDouble(n[a + 2]));
    return inside(n, r, a);
  }

  private static boolean inside(long[] n, @Nullable Object[] r, int a) {
    double value = Double.longBitsToDouble(n[a]);
    double limit = Double.longBitsToDouble(n[a + 1]);
    boolean inside = Double.longBitsToDouble(n[a + 2]) > 0 ? value <= limit : limit <= value;
    if (inside) {
      n[a + 3] = n[a];
      r[a + 3] = Tag.FLOAT;
    }
    return inside;
  }

  /** What a generic {@code for} walks. */
  public static Pairs pairs(@Nullable Object ref) {
    if (ref instanceof Pairs pairs) {
      return pairs;
    }
    throw WrongValues.walked(ref);
  }

  /** Goes to the next pair. */
  static boolean nextPair(Pairs pairs, long[] n, @Nullable Object[] r, int a, int names) {
    if (!pairs.next()) {
      return false;
    }
    n[a + 1] = pairs.keyNumber();
    r[a + 1] = pairs.keyRef();
    if (names > 1) {
      n[a + 2] = pairs.valueNumber();
      r[a + 2] = pairs.valueRef();
    }
    return true;
  }
}
