package ktap.script.text;

import java.util.WeakHashMap;
import ktap.script.aggregation.LinearHistogram;
import ktap.script.aggregation.LogHistogram;
import ktap.script.aggregation.Summary;
import ktap.script.value.BuiltIn;
import ktap.script.value.ByteString;
import ktap.script.value.CallContext;
import ktap.script.value.Closure;
import ktap.script.value.EventTextValue;
import ktap.script.value.EventValue;
import ktap.script.value.KernelAddress;
import ktap.script.value.Key;
import ktap.script.value.Pairs;
import ktap.script.value.StackValue;
import ktap.script.value.Table;
import ktap.script.value.Tag;
import ktap.sources.flow.ByteText;
import org.jspecify.annotations.Nullable;

/**
 * Values as {@code print} shows them.
 *
 * <p>Where the original showed an address in memory, {@code table 0x…}, the number counts the
 * tables and functions that the run has shown: a replay shows the same ones.
 */
public final class ValueText {
  private final WeakHashMap<Object, Integer> shown = new WeakHashMap<>();

  /** Appends a value. */
  public void append(ByteText out, CallContext context, long number, @Nullable Object ref) {
    switch (ref) {
      case null -> out.append("nil");
      case Tag tag -> appendNumber(out, number, tag);
      case Boolean truth -> out.append(truth ? "true" : "false");
      case ByteString string -> out.append(string.bytes());
      case EventTextValue _ -> out.append(context.eventText().bytes());
      case EventValue event -> {
        event.check();
        out.append(context.eventText().bytes()).appendByte('\n');
      }
      case Table table -> appendTable(out, context, table);
      case Key key -> appendParts(out, context, key);
      case KernelAddress address ->
          StackText.appendSymbol(out, context.kernelNames(address.kernelId()), address.address());
      case StackValue stack -> {
        out.append("<stack trace>\n");
        StackText.append(out, context, stack, " => ");
        out.cut(out.length() - 1); // print ends the line
      }
      case Summary summary -> appendSummary(out, summary);
      case Closure _ -> appendIdentity(out, "function 0x", ref);
      case BuiltIn _, Pairs _ -> appendIdentity(out, "cfunction 0x", ref);
      default -> out.append(ref.toString());
    }
  }

  private static void appendNumber(ByteText out, long number, Tag tag) {
    if (tag == Tag.INT) {
      out.appendDecimal(number);
    } else {
      FloatText.append(out, Double.longBitsToDouble(number));
    }
  }

  private static void appendSummary(ByteText out, Summary summary) {
    int start = out.length();
    summary.appendTo(out);
    boolean hasRows = summary instanceof LogHistogram || summary instanceof LinearHistogram;
    if (hasRows && out.length() > start) {
      out.cut(out.length() - 1); // print ends the line
    }
  }

  private void appendIdentity(ByteText out, String kind, Object value) {
    out.append(kind).appendHex(shown.computeIfAbsent(value, _ -> shown.size() + 1));
  }

  private void appendTable(ByteText out, CallContext context, Table table) {
    if (!context.isOlderDialect()) {
      appendIdentity(out, "table 0x", table);
      return;
    }
    for (Table.Iteration entry = table.iterate(); entry.next(); ) {
      context.checkStop();
      appendInTable(out, context, entry.keyNumber(), entry.keyRef());
      out.append(":\t");
      appendInTable(out, context, entry.valueNumber(), entry.valueRef());
      out.appendByte('\n');
    }
  }

  private void appendInTable(ByteText out, CallContext context, long number, Object ref) {
    if (ref instanceof Table) {
      appendIdentity(out, "table 0x", ref);
    } else {
      append(out, context, number, ref);
    }
  }

  private void appendParts(ByteText out, CallContext context, Key key) {
    for (int i = 0; i < key.size(); i++) {
      if (i > 0) {
        out.append(", ");
      }
      appendKey(out, context, key.number(i), key.ref(i));
    }
  }

  /** Appends a value as it stands in a histogram: a stack as its lines alone. */
  public void appendKey(ByteText out, CallContext context, long number, @Nullable Object ref) {
    if (ref instanceof StackValue stack) {
      StackText.append(out, context, stack, "");
    } else if (ref instanceof Table table) {
      appendIdentity(out, "table 0x", table);
    } else {
      append(out, context, number, ref);
    }
  }
}
