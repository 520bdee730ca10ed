package ktap.operators.state;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * The document that makes a checkpoint of the parts before it.
 *
 * @param isWhole whether it needs no earlier one
 * @param parts how many they are
 * @param wallMillis when, ms since 1970
 */
record Commit(boolean isWhole, int parts, long wallMillis, StatePosition position) {
  /** A part of a checkpoint. */
  static final int PART = 32;

  /** Its end. */
  static final int COMMIT = 33;

  /** A part of what the script had at its start, before a checkpoint that is whole. */
  static final int START = 34;

  private static final int FIXED = 1 + 4 + 8 + 8 + 8 + 4;

  byte[] toBytes() {
    byte[] source = position.source().getBytes(StandardCharsets.UTF_8);
    byte[] output = position.output().getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(FIXED + source.length + output.length)
        .put((byte) (isWhole ? 1 : 0))
        .putInt(parts)
        .putLong(wallMillis)
        .putLong(position.events())
        .putLong(position.outputBytes())
        .putInt(source.length)
        .put(source)
        .put(output)
        .array();
  }

  static Commit read(byte[] bytes) {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    boolean isWhole = in.get() != 0;
    int parts = in.getInt();
    long wallMillis = in.getLong();
    long events = in.getLong();
    long outputBytes = in.getLong();
    int length = in.getInt();
    String source = new String(bytes, FIXED, length, StandardCharsets.UTF_8);
    int end = FIXED + length;
    String output = new String(bytes, end, bytes.length - end, StandardCharsets.UTF_8);
    return new Commit(
        isWhole, parts, wallMillis, new StatePosition(source, events, output, outputBytes));
  }
}
