package ktap.script.library;

import ktap.script.value.Aggregation;
import ktap.script.value.ByteString;
import ktap.script.value.CallContext;
import ktap.script.value.Kinds;
import ktap.script.value.ScriptRuntimeException;
import ktap.script.value.Table;
import ktap.script.value.Tag;
import ktap.sources.flow.ByteText;
import org.jspecify.annotations.Nullable;

/** What works on tables. */
final class TableFunctions {
  private TableFunctions() {}

  static void pairs(
      CallContext context, long[] numbers, @Nullable Object[] refs, int base, int count) {
    refs[base] = Arguments.table(refs, base).iterate();
  }

  static void sortPairs(
      CallContext context, long[] numbers, @Nullable Object[] refs, int base, int count) {
    Table table = Arguments.table(refs, base);
    refs[base] = SortedPairs.of(context, table, Arguments.ref(refs, base, count, 1));
  }

  static void len(
      CallContext context, long[] numbers, @Nullable Object[] refs, int base, int count) {
    Object value = count == 0 ? null : refs[base];
    if (value instanceof ByteString string) {
      Arguments.giveInteger(numbers, refs, base, string.length());
    } else if (value instanceof Table table) {
      Arguments.giveInteger(numbers, refs, base, table.size());
    } else {
      int code = count == 0 ? 0 : Kinds.of(value).code();
      String found = count == 0 ? "nothing" : Kinds.sentence(value);
      throw ScriptRuntimeException.error(
          "cannot get length of type " + code + ": len takes a string or a table, found " + found);
    }
  }

  static void delete(
      CallContext context, long[] numbers, @Nullable Object[] refs, int base, int count) {
    Arguments.table(refs, base).clear();
    refs[base] = null;
  }

  /** Room is made as needed, so the sizes say nothing. */
  static void newTable(
      CallContext context, long[] numbers, @Nullable Object[] refs, int base, int count) {
    refs[base] = new Table(context.limits().maxTableEntries());
  }

  static void newAggregatingTable(
      CallContext context, long[] numbers, @Nullable Object[] refs, int base, int count) {
    refs[base] = Table.aggregating(context.limits().maxTableEntries(), context.library());
  }

  static void hasKey(
      CallContext context, long[] numbers, @Nullable Object[] refs, int base, int count) {
    Table table = Arguments.table(refs, base);
    int place = table.find(numbers[base + 1], refs[base + 1]);
    Arguments.giveBoolean(refs, base, place != Table.ABSENT);
  }

  /** Numbers become 0 and aggregations empty; other values stay. */
  static void zero(
      CallContext context, long[] numbers, @Nullable Object[] refs, int base, int count) {
    Table table = Arguments.table(refs, base);
    for (Table.Iteration entry = table.iterate(); entry.next(); ) {
      context.checkStop();
      Object value = entry.valueRef();
      if (value instanceof Tag) {
        table.put(entry.keyNumber(), entry.keyRef(), 0, Tag.INT);
      } else if (value instanceof Aggregation aggregation) {
        Object empty = AggregationFunctions.summary(aggregation).shape().create();
        table.put(entry.keyNumber(), entry.keyRef(), 0, empty);
      }
    }
    refs[base] = null;
  }

  static void keys(
      CallContext context, long[] numbers, @Nullable Object[] refs, int base, int count) {
    Table keys = new Table(context.limits().maxTableEntries());
    long position = 1;
    for (Table.Iteration entry = Arguments.table(refs, base).iterate(); entry.next(); ) {
      context.checkStop();
      keys.putInteger(position++, entry.keyNumber(), entry.keyRef());
    }
    refs[base] = keys;
  }

  /** {@code count(t, k [, n])} of the first dialect: the first call for a key stores 1. */
  static void firstCount(
      Table table, long[] numbers, @Nullable Object[] refs, int base, int count) {
    boolean known = table.find(numbers[base + 1], refs[base + 1]) != Table.ABSENT;
    long by = known ? Arguments.integerOr(numbers, refs, base, count, 2, 1) : 1;
    increment(table, numbers, refs, base, by);
  }

  static void tableCount(
      CallContext context, long[] numbers, @Nullable Object[] refs, int base, int count) {
    long by = Arguments.integerOr(numbers, refs, base, count, 2, 1);
    increment(Arguments.table(refs, base), numbers, refs, base, by);
  }

  private static void increment(
      Table table, long[] numbers, @Nullable Object[] refs, int base, long by) {
    if (!table.increment(numbers[base + 1], refs[base + 1], by)) {
      throw ScriptRuntimeException.error(
          "error: use '+=' operator on non-number value: the table holds something else there");
    }
    refs[base] = null;
  }

  /** {@code split(s, separator)}: the parts of a string, from 1 on. */
  static void split(
      CallContext context, long[] numbers, @Nullable Object[] refs, int base, int count) {
    ByteString string = Arguments.string(refs, base);
    ByteString separator = Arguments.string(refs, base + 1);
    Table parts = new Table(context.limits().maxTableEntries());
    long position = 1;
    int start = 0;
    if (separator.length() == 0) {
      for (int i = 0; i < string.length(); i++) {
        context.checkStop();
        parts.putInteger(position++, 0, string.slice(i, i + 1));
      }
      refs[base] = parts;
      return;
    }
    for (int found; (found = StringFunctions.indexOf(context, string, separator, start)) >= 0; ) {
      context.checkStop();
      parts.putInteger(position++, 0, string.slice(start, found));
      start = found + separator.length();
    }
    parts.putInteger(position, 0, string.slice(start, string.length()));
    refs[base] = parts;
  }

  /** {@code join(t, separator)}: the values of a table, in the order of {@code pairs}. */
  static void join(
      CallContext context, long[] numbers, @Nullable Object[] refs, int base, int count) {
    Table table = Arguments.table(refs, base);
    Object separator = Arguments.ref(refs, base, count, 1);
    ByteText text = RunState.of(context).text();
    boolean first = true;
    for (Table.Iteration entry = table.iterate(); entry.next(); ) {
      context.checkStop();
      if (!first && separator instanceof ByteString between) {
        text.append(between.bytes());
      }
      first = false;
      RunState.of(context).values().appendKey(text, context, entry.valueNumber(), entry.valueRef());
      StringFunctions.checkLength(context, text.length());
    }
    Arguments.giveText(refs, base, text);
  }
}
