package ktap.sources.format;

import ktap.sources.flow.ByteText;
import ktap.sources.flow.KernelNames;

/**
 * The event that expressions are worked out for: where its bytes are. Used again for each event.
 */
final class Payload {
  final KernelNames names;
  byte[] bytes = new byte[0];
  int start;
  int end;

  Payload(KernelNames names) {
    this.names = names;
  }

  void set(byte[] newBytes, int newStart, int newEnd) {
    bytes = newBytes;
    start = newStart;
    end = newEnd;
  }

  /** Appends bytes up to the first NUL, the limit or the end of the event. */
  void appendText(int from, int limit, ByteText out) {
    int stop = (int) Math.min(end, Math.max(from, 0L) + limit);
    int at = from;
    while (at < stop && bytes[at] != 0) {
      at++;
    }
    if (at > from) {
      out.append(bytes, from, at - from);
    }
  }

  /** How many of {@code length} bytes from {@code from} on are there. */
  int available(int from, int length) {
    return Math.max(0, Math.min(length, end - from));
  }

  int unsignedByte(int at) {
    return at < end ? bytes[at] & 0xff : 0;
  }
}
