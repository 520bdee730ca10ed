package ktap.script.code;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import ktap.script.source.SourceSpan;
import ktap.script.value.ByteString;
import ktap.script.value.Tag;
import org.jspecify.annotations.Nullable;

/** Instructions, their places, and constants of one function as they come. */
final class CodeBuilder {
  private long[] code = new long[32];
  private int[] starts = new int[32];
  private int[] ends = new int[32];
  private int length;

  private long[] constantNumbers = new long[8];
  private @Nullable Object[] constantRefs = new Object[8];
  private int constants;
  private final Map<Object, Integer> known = new HashMap<>();
  private final List<Label> labels = new ArrayList<>();

  int length() {
    return length;
  }

  void add(SourceSpan span, int opcode, int a, int b, int c) {
    add(span, Op.of(opcode, a, b, c));
  }

  void add(SourceSpan span, long instruction) {
    if (length == code.length) {
      code = Arrays.copyOf(code, length * 2);
      starts = Arrays.copyOf(starts, length * 2);
      ends = Arrays.copyOf(ends, length * 2);
    }
    code[length] = instruction;
    starts[length] = span.start();
    ends[length] = span.end();
    length++;
  }

  /** Adds an instruction whose C is a target. */
  void jump(SourceSpan span, int opcode, int a, int b, Label target) {
    if (!target.isPlaced() || target.count == 0) {
      labels.add(target);
    }
    target.add(length);
    add(span, opcode, a, b, 0);
  }

  void place(Label label) {
    label.at = length;
  }

  int constant(ByteString string) {
    return constant(string, 0, string);
  }

  int constant(double value) {
    return constant(value, Double.doubleToRawLongBits(value), Tag.FLOAT);
  }

  int constant(long value) {
    return constant(value, value, Tag.INT);
  }

  /** A constant that isn't a number; {@code null} is nil. */
  int constant(@Nullable Object ref) {
    return ref == null ? constant(this, 0, null) : constant(ref, 0, ref);
  }

  private int constant(Object key, long number, @Nullable Object ref) {
    Integer at = known.get(key);
    if (at != null) {
      return at;
    }
    if (constants == constantRefs.length) {
      constantNumbers = Arrays.copyOf(constantNumbers, constants * 2);
      constantRefs = Arrays.copyOf(constantRefs, constants * 2);
    }
    constantNumbers[constants] = number;
    constantRefs[constants] = ref;
    known.put(key, constants);
    return constants++;
  }

  int constants() {
    return constants;
  }

  /** The finished function. */
  Prototype build(
      String name,
      int parameters,
      boolean hasRest,
      int registers,
      List<Prototype> children,
      List<Prototype.Capture> captures) {
    for (Label label : labels) {
      for (int i = 0; i < label.count; i++) {
        long instruction = code[label.jumps[i]];
        code[label.jumps[i]] = instruction & 0xffffffffffffL | (long) label.at << 48;
      }
    }
    return new Prototype(
        name,
        parameters,
        hasRest,
        registers,
        Arrays.copyOf(code, length),
        Arrays.copyOf(starts, length),
        Arrays.copyOf(ends, length),
        Arrays.copyOf(constantNumbers, constants),
        Arrays.copyOf(constantRefs, constants),
        children,
        captures);
  }
}
