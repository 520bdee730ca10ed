package ktap.sources.flow;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * The command names ({@code comm}, at most 15 bytes) of one stream by the number that events carry
 * instead of them. Number 0 is the name of a task that nothing is known of, {@code <...>}, as the
 * kernel's own trace file writes it.
 *
 * <p>Append-only. One thread adds; any thread reads what it learnt of through a batch.
 */
public final class CommandNames {
  public static final int UNKNOWN = 0;

  private final Map<String, Integer> numbers = new HashMap<>();
  private volatile byte[][] names = new byte[64][];
  private volatile int count;

  public CommandNames() {
    number("<...>".getBytes(StandardCharsets.UTF_8));
  }

  /** The number of a name, new if it was never seen. */
  public synchronized int number(byte[] name) {
    Integer known = numbers.get(key(name));
    if (known != null) {
      return known;
    }
    byte[][] grown = names;
    int number = count;
    if (number == grown.length) {
      grown = Arrays.copyOf(grown, number * 2);
    }
    grown[number] = name.clone();
    names = grown;
    count = number + 1;
    numbers.put(key(name), number);
    return number;
  }

  /** The bytes of a name; read only. */
  public byte[] bytes(int number) {
    if (number < 0 || number >= count) {
      throw new IllegalArgumentException("no command name has the number " + number);
    }
    return names[number];
  }

  /** The name as text; bytes that aren't UTF-8 are replaced. */
  public String text(int number) {
    return new String(bytes(number), StandardCharsets.UTF_8);
  }

  public int count() {
    return count;
  }

  private static String key(byte[] name) {
    return new String(name, StandardCharsets.ISO_8859_1);
  }
}
