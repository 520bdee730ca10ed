package ktap.sources.tracefs;

import java.nio.charset.StandardCharsets;
import ktap.natives.linux.Descriptor;
import ktap.natives.linux.Linux;
import ktap.natives.linux.NativeBuffer;

/** What the kernel counts about one CPU's ring ({@code per_cpu/cpuN/stats}). */
final class RingStatistics implements AutoCloseable {
  private static final int TEXT = 1024;

  private final Descriptor file;
  private final NativeBuffer buffer = new NativeBuffer(TEXT);
  private final byte[] bytes = new byte[TEXT];

  private long unread;
  private long lost;

  private RingStatistics(Descriptor file) {
    this.file = file;
  }

  static RingStatistics open(TraceInstance instance, int cpu) {
    return new RingStatistics(instance.openToRead("per_cpu/cpu" + cpu + "/stats"));
  }

  /** Reads the numbers anew. */
  void refresh() {
    int length = Linux.readAt(file, buffer, 0);
    buffer.copyTo(bytes, 0, length);
    parse(new String(bytes, 0, length, StandardCharsets.ISO_8859_1));
  }

  private void parse(String text) {
    unread = number(text, "entries: ");
    lost =
        number(text, "\noverrun: ")
            + number(text, "\ncommit overrun: ")
            + number(text, "\ndropped events: ");
  }

  private static long number(String text, String label) {
    int at = text.indexOf(label);
    if (at < 0) {
      return 0;
    }
    long number = 0;
    for (int i = at + label.length(); i < text.length(); i++) {
      int digit = text.charAt(i) - '0';
      if (digit < 0 || digit > 9) {
        break;
      }
      number = number * 10 + digit;
    }
    return number;
  }

  /** Events in the ring that weren't read yet. */
  long unread() {
    return unread;
  }

  /** Events that found no room since the ring was made. */
  long lost() {
    return lost;
  }

  @Override
  public void close() {
    file.close();
  }
}
