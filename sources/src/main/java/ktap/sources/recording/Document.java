package ktap.sources.recording;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;
import ktap.sources.flow.Bytes;

/**
 * The layout of one document of a recording: a header of 40 bytes and a body. Little-endian.
 *
 * <pre>
 *  0  int    magic     "ktaP"
 *  4  int    checksum  CRC-32C of the body
 *  8  byte   kind      {@link #SNAPSHOT} …
 *  9  byte   version   of this layout
 * 10  short  session   counts the runs of the recorder, modulo 65536
 * 12  int    length    of the body
 * 16  long   ordinal   events recorded before this document
 * 24  long   time      of the first event in it
 * 32  int    count     events in it
 * 36  int    checksum  CRC-32C of the bytes 0 to 36
 * 40  body
 * </pre>
 *
 * <p>In the file of a roll each document follows a header of Chronicle's: an int with the length in
 * 30 bits, bit 30 for the library's own documents, bit 31 while it is being written; 0 where
 * nothing was written yet, {@link #END_OF_ROLL} at the end. Documents begin at multiples of 4.
 */
final class Document {
  static final int MAGIC = 0x5061746b;

  /** The layout of all documents but those that tell of several kernels. */
  static final int VERSION = 1;

  /**
   * The layout of those of a merged stream: each type in {@link #SNAPSHOT} and {@link #TYPES} tells
   * behind its number which kernel it is of, {@link #KERNEL} and {@link #CONSTANTS} begin with it.
   */
  static final int SEVERAL_KERNELS = 2;

  static final int HEADER = 40;

  /** Begins each roll: all that is needed to read it alone. */
  static final int SNAPSHOT = 1;

  /** Event types, before their first event. */
  static final int TYPES = 2;

  /** Command names, before their first event. */
  static final int NAMES = 3;

  /** A {@link ClockPair}. */
  static final int CLOCK = 4;

  /** Events, the bytes of an {@link ktap.sources.flow.EventBatch}. */
  static final int BATCH = 5;

  /** What is in this roll up to here. */
  static final int SUMMARY = 6;

  /** The recorder ended, and when; what its script was told of the time behind the last event. */
  static final int END = 7;

  /** What the script was told of the time before the first event. */
  static final int START = 8;

  /** Changes of the mappings of processes, before the events that come later. */
  static final int MAPPINGS = 9;

  /**
   * Names of the kernel's addresses, as {@link ktap.sources.flow.KernelNames#stored} gives them.
   */
  static final int KERNEL = 10;

  /** Constants of the kernel that event texts are made with, by name. */
  static final int CONSTANTS = 11;

  /**
   * Each {@link ClockPair} of earlier runs, in this run's times; in each roll of one that
   * continues.
   */
  static final int EARLIER_CLOCKS = 12;

  static final int CHECKSUM = 4;
  static final int KIND = 8;
  static final int VERSION_AT = 9;
  static final int SESSION = 10;
  static final int LENGTH = 12;
  static final int ORDINAL = 16;
  static final int TIME = 24;
  static final int COUNT = 32;
  static final int HEADER_CHECKSUM = 36;

  // net.openhft.chronicle.wire.Wires
  static final int END_OF_ROLL = 0xc0000000;
  static final int NOT_COMPLETE = 0x80000000;
  static final int META_DATA = 0x40000000;
  static final int LENGTH_MASK = 0x3fffffff;

  private Document() {}

  /** Fills a header. */
  static void writeHeader(
      byte[] header,
      int kind,
      int version,
      int session,
      long ordinal,
      long time,
      int count,
      byte[] body,
      int from,
      int length) {
    Bytes.putInt(header, 0, MAGIC);
    Bytes.putInt(header, CHECKSUM, checksum(body, from, length));
    Bytes.putShort(header, KIND, kind | version << 8);
    Bytes.putShort(header, SESSION, session);
    Bytes.putInt(header, LENGTH, length);
    Bytes.putLong(header, ORDINAL, ordinal);
    Bytes.putLong(header, TIME, time);
    Bytes.putInt(header, COUNT, count);
    Bytes.putInt(header, HEADER_CHECKSUM, checksum(header, 0, HEADER_CHECKSUM));
  }

  static boolean isHeader(byte[] header) {
    return Bytes.getInt(header, 0) == MAGIC
        && Bytes.getInt(header, HEADER_CHECKSUM) == checksum(header, 0, HEADER_CHECKSUM);
  }

  static int checksum(byte[] bytes, int from, int length) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, from, length);
    return (int) crc.getValue();
  }

  static int checksum(ByteBuffer bytes) {
    CRC32C crc = new CRC32C();
    crc.update(bytes);
    return (int) crc.getValue();
  }
}
