package ktap.script.library;

import java.util.List;
import ktap.script.aggregation.LinearShape;
import ktap.script.aggregation.PlainShape;
import ktap.script.aggregation.Shape;
import ktap.script.text.PrintfWriter;
import ktap.script.text.ValueText;
import ktap.script.value.Aggregation;
import ktap.script.value.ByteString;
import ktap.script.value.CallContext;
import ktap.script.value.LibraryState;
import ktap.script.value.Table;
import ktap.script.value.Tag;
import ktap.sources.flow.ByteText;
import org.jspecify.annotations.Nullable;

/** What the library keeps for one run: a text to build output in, and parsed formats. */
final class RunState implements LibraryState {
  private final List<String> arguments;
  private final ByteText text = new ByteText(1024);
  private final ValueText values = new ValueText();
  private final PrintfWriter printf = new PrintfWriter(values);
  private LinearShape linear = new LinearShape(0, 1, 1);

  RunState(List<String> arguments) {
    this.arguments = List.copyOf(arguments);
  }

  /** The state of the run that a built-in is called in. */
  static RunState of(CallContext context) {
    return (RunState) context.library();
  }

  /** A text that is empty; what is built in it must be used before the built-in ends. */
  ByteText text() {
    return text.clear();
  }

  ValueText values() {
    return values;
  }

  PrintfWriter printf() {
    return printf;
  }

  /** The script's arguments; the first is the script's own name. */
  List<String> arguments() {
    return arguments;
  }

  /** A shape of {@code lhist}, the same as last time if nothing changed. */
  LinearShape linear(long low, long high, long step) {
    if (linear.low() != low || linear.high() != high || linear.step() != step) {
      linear = new LinearShape(low, high, step);
    }
    return linear;
  }

  /** Gives a text to the host, as one record. */
  static void print(CallContext context, ByteText text) {
    context.host().text(text.bytes(), 0, text.length());
  }

  @Override
  public Aggregation newAggregation(@Nullable Object ref) {
    return ref instanceof Shape shape ? shape.create() : PlainShape.STATISTICS.create();
  }

  /** The global {@code arg}: numbers where the text is one. */
  static Table argumentTable(List<String> arguments) {
    Table table = new Table();
    for (int i = 0; i < arguments.size(); i++) {
      String argument = arguments.get(i);
      if (i > 0 && isInteger(argument)) {
        table.putInteger(i, Long.parseLong(argument), Tag.INT);
      } else {
        table.putInteger(i, 0, ByteString.of(argument));
      }
    }
    return table;
  }

  /** Whether a text is a decimal number of at most 18 digits, with or without a sign. */
  static boolean isInteger(String text) {
    int start = text.startsWith("-") || text.startsWith("+") ? 1 : 0;
    if (start == text.length() || text.length() - start > 18) {
      return false;
    }
    for (int i = start; i < text.length(); i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        return false;
      }
    }
    return true;
  }
}
