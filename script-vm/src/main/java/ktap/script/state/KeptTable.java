package ktap.script.state;

import java.util.function.Consumer;
import ktap.script.value.KeptEntries;
import ktap.script.value.Table;
import org.jspecify.annotations.Nullable;

/**
 * What a checkpoint has of a table, to find what changed since. Of a small one that is its bytes:
 * they take less memory than a second copy of its arrays, and after a restart they are all that
 * there is of it until its entries are needed. Of the others it is a {@link TableCopy}.
 */
final class KeptTable implements KeptEntries {
  private static final byte[] NOTHING = {};
  private static final int GONE = -1;

  private final KeptTables of;
  private final int number;

  /** A piece of a checkpoint, as {@link SmallTable} wrote it. */
  private byte[] written = NOTHING;

  private int at;
  private @Nullable TableCopy copy; // null for a small one
  private int seen;

  KeptTable(KeptTables of, int number) {
    this.of = of;
    this.number = number;
  }

  int number() {
    return number;
  }

  /** Whether it is one of those, and still there. */
  boolean isOf(KeptTables tables) {
    return of == tables && seen != GONE;
  }

  boolean isWritten() {
    return copy != null || written.length > 0;
  }

  /** At which checkpoint it was reachable last. */
  int seen() {
    return seen;
  }

  void see(int checkpoint) {
    seen = checkpoint;
  }

  /** It isn't reachable any more. */
  void leave() {
    seen = GONE;
  }

  /** That is the piece of a checkpoint that has it. */
  void keptIn(byte[] bytes, int from) {
    written = bytes;
    at = from;
    copy = null;
  }

  /** All is to be written again. */
  void forget() {
    written = NOTHING;
    copy = null;
  }

  /** What is in the table was written, as one that isn't small. */
  void goOnFrom(Table table, ValueWriter values, Consumer<Table> holds) {
    TableCopy now = new TableCopy(number, values, holds);
    now.goOnFrom(table);
    copy = now;
  }

  /** Writes what changed; nothing if that is nothing. */
  void write(Table table, ValueWriter values, Consumer<Table> holds, ByteWriter out) {
    if (table.isAsleep() && table.kept() instanceof KeptTable asleep) {
      piece(asleep.written, asleep.at, out);
    } else if (copy == null && of.small().holds(table)) {
      if (!of.small().isSame(written, at)) {
        keptIn(of.small().toBytes(), 0);
        piece(written, 0, out);
      }
    } else {
      TableCopy now = copy == null ? new TableCopy(number, values, holds) : copy;
      copy = now;
      written = NOTHING;
      now.write(table, out);
    }
  }

  private void piece(byte[] bytes, int from, ByteWriter out) {
    out.octet(CheckpointWriter.SMALL_TABLE);
    out.count(number);
    out.piece(bytes, from);
  }

  @Override
  public int size() {
    return SmallTable.size(written, at);
  }

  @Override
  public void giveTo(Table table) {
    of.small().read(table, written, at);
  }
}
