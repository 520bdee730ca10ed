package ktap.script.state;

import java.util.List;
import ktap.script.value.ByteString;
import ktap.script.value.KernelAddress;
import ktap.script.value.Key;
import ktap.script.value.Table;
import ktap.script.value.TableParts;
import ktap.script.value.Tag;
import org.jspecify.annotations.Nullable;

/**
 * Writes and reads a table of few entries as a piece of bytes that needs nothing else: it holds
 * numbers, truth values and short strings, and keys made of them.
 *
 * <pre>
 *  octet  how many follow
 *  octet  how many entries the table has
 *  the table, as {@link TableCopy} begins one
 * </pre>
 */
final class SmallTable {
  /** What an octet can tell. */
  private static final int MOST_BYTES = 255;

  private static final int MOST_ENTRIES = 64;
  private static final int MOST_TEXT = 100;

  private final ByteWriter out = new ByteWriter((bytes, length) -> {});
  private final ValueWriter values =
      new ValueWriter(
          table -> {
            throw new IllegalStateException("a small table holds no others");
          },
          List.of());
  private final ValueReader plain = ValueReader.ofPlainValues();

  SmallTable() {
    values.to(out);
  }

  /** How many entries the table has that was written there. */
  static int size(byte[] bytes, int at) {
    return bytes[at + 1] & 0xff;
  }

  /** Gives a table what was written. */
  void read(Table table, byte[] bytes, int at) {
    ByteReader in = new ByteReader(bytes, at + 2);
    plain.from(in);
    TableImage image = new TableImage(table);
    image.read(in, plain);
    image.restored();
  }

  /** Writes a table here, if it is a small one. */
  boolean holds(Table table) {
    if (table.size() > MOST_ENTRIES) {
      return false;
    }
    TableParts now = table.parts();
    if (now.used() + now.arraySize() > MOST_ENTRIES
        || !arePlain(now.arrayRefs(), now.arraySize())
        || !arePlain(now.keyRefs(), now.used())
        || !arePlain(now.valueRefs(), now.used())) {
      return false;
    }
    out.rewind();
    out.octet(table.size());
    TableCopy.begin(out, true, now);
    array(now);
    hash(now);
    return out.length() <= MOST_BYTES;
  }

  private void array(TableParts now) {
    int last = -1;
    for (int at = 0; at < now.arraySize(); at++) {
      int kind = now.arrayKinds()[at];
      if (kind != 0) {
        out.count(at - last);
        last = at;
        out.octet(kind);
        TableCopy.value(out, values, kind, at, now.arrayValues(), now.arrayRefs());
      }
    }
    out.count(TableCopy.NO_MORE);
  }

  private void hash(TableParts now) {
    int last = -1;
    for (int at = 0; at < now.used(); at++) {
      int kind = now.kinds()[at];
      if (kind != 0) {
        out.count(at - last);
        last = at;
        out.octet(kind);
        TableCopy.value(out, values, kind & 15, at, now.keys(), now.keyRefs());
        TableCopy.value(out, values, kind >> 4, at, now.values(), now.valueRefs());
      }
    }
    out.count(TableCopy.NO_MORE);
  }

  private static boolean arePlain(@Nullable Object @Nullable [] refs, int size) {
    for (int at = 0; refs != null && at < Math.min(size, refs.length); at++) {
      if (refs[at] != null && !isPlain(refs[at])) {
        return false;
      }
    }
    return true;
  }

  private static boolean isPlain(@Nullable Object ref) {
    return switch (ref) {
      case ByteString text -> text.length() <= MOST_TEXT;
      case Key key -> isPlain(key);
      case Tag tag -> true;
      case Boolean truth -> true;
      case KernelAddress address -> true;
      case null, default -> false;
    };
  }

  private static boolean isPlain(Key key) {
    for (int i = 0; i < key.size(); i++) {
      if (!isPlain(key.ref(i))) {
        return false;
      }
    }
    return true;
  }

  /** Whether the table that was written last is as it was written elsewhere. */
  boolean isSame(byte[] bytes, int at) {
    return out.isSame(bytes, at);
  }

  /** The table that was written last. */
  byte[] toBytes() {
    return out.toPiece();
  }
}
