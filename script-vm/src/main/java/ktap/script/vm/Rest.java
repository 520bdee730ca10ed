package ktap.script.vm;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The arguments behind the last parameter of a function with {@code ...}. */
@SuppressWarnings("ArrayRecordComponent") // stays in this package, never changed
record Rest(long[] numbers, @Nullable Object[] refs) {

  static Rest of(long[] numbers, @Nullable Object[] refs, int from, int to) {
    return to <= from
        ? new Rest(new long[0], new Object[0])
        : new Rest(Arrays.copyOfRange(numbers, from, to), Arrays.copyOfRange(refs, from, to));
  }
}
