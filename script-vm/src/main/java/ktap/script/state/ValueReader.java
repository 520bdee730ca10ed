package ktap.script.state;

import java.util.List;
import java.util.function.Function;
import java.util.function.IntFunction;
import ktap.script.aggregation.Summary;
import ktap.script.value.ByteString;
import ktap.script.value.EventTextValue;
import ktap.script.value.KernelAddress;
import ktap.script.value.Key;
import ktap.script.value.ScriptRuntimeException;
import ktap.script.value.StackValue;
import ktap.script.value.Table;
import ktap.script.value.Tag;
import org.jspecify.annotations.Nullable;

/** Reads what {@link ValueWriter} wrote: a reference, and {@link #number()} beside it. */
final class ValueReader {
  private static final int LONGEST_SHARED = 32;

  private final IntFunction<Table> tables;
  private final IntFunction<@Nullable Object> functions;
  private final Function<String, @Nullable Object> builtIns;
  private final @Nullable ByteString[] recent = new ByteString[256];
  private ByteReader in = new ByteReader(List.of());
  private long number;

  ValueReader(
      IntFunction<Table> tables,
      IntFunction<@Nullable Object> functions,
      Function<String, @Nullable Object> builtIns) {
    this.tables = tables;
    this.functions = functions;
    this.builtIns = builtIns;
  }

  /** Reads values that need nothing else. */
  static ValueReader ofPlainValues() {
    return new ValueReader(
        number -> {
          throw ByteReader.wrong("table " + number);
        },
        number -> {
          throw ByteReader.wrong("function " + number);
        },
        name -> {
          throw ByteReader.wrong("function " + name);
        });
  }

  /** From now on reads there. */
  void from(ByteReader reader) {
    in = reader;
  }

  /** The number of what was read last. */
  long number() {
    return number;
  }

  @Nullable Object read() {
    return switch (ValueKind.of(in.octet())) {
      case NIL -> null;
      case INT -> {
        number = in.integer();
        yield Tag.INT;
      }
      case FLOAT -> {
        number = in.bits();
        yield Tag.FLOAT;
      }
      case TRUE -> true;
      case FALSE -> false;
      case STRING -> shared(ByteString.over(in.bytes()));
      case TABLE -> tables.apply(in.size());
      case AGGREGATION -> aggregation();
      case KEY -> key();
      case STACK -> stack();
      case ADDRESS -> new KernelAddress(in.bits());
      case ADDRESS_IN -> {
        String kernelId = in.text();
        yield new KernelAddress(in.bits(), kernelId);
      }
      case EVENT_TEXT -> EventTextValue.INSTANCE;
      case BUILT_IN -> builtIns.apply(in.text());
      case FUNCTION -> functions.apply(in.size());
    };
  }

  /** Many tables have the same keys. */
  private ByteString shared(ByteString text) {
    if (text.length() > LONGEST_SHARED) {
      return text;
    }
    int at = text.hashCode() & recent.length - 1;
    ByteString known = recent[at];
    if (known != null && known.isEqual(text)) {
      return known;
    }
    recent[at] = text;
    return text;
  }

  private Summary aggregation() {
    try {
      return Summary.read(in.bytes());
    } catch (IllegalArgumentException e) {
      throw new StateException("a checkpoint is damaged: " + e.getMessage(), e);
    }
  }

  private Key key() {
    int size = in.size();
    if (size > 1 << 16) {
      throw ByteReader.wrong("a key of " + size + " values");
    }
    long[] numbers = new long[size];
    @Nullable Object[] refs = new Object[size];
    for (int i = 0; i < size; i++) {
      refs[i] = read();
      numbers[i] = number;
    }
    try {
      return Key.of(numbers, refs, 0, size);
    } catch (ScriptRuntimeException e) {
      throw new StateException("a checkpoint is damaged: " + e.text(), e);
    }
  }

  private StackValue stack() {
    int whose = in.octet();
    int pid = whose == ValueWriter.USER ? (int) in.bits() : 0;
    long time = whose == ValueWriter.USER ? in.bits() : 0;
    String kernelId = whose == ValueWriter.KERNEL_OF ? in.text() : "";
    long[] addresses = new long[in.size()];
    for (int i = 0; i < addresses.length; i++) {
      addresses[i] = in.bits();
    }
    return whose == ValueWriter.KERNEL || whose == ValueWriter.KERNEL_OF
        ? StackValue.ofKernel(addresses, kernelId)
        : StackValue.ofUser(addresses, pid, time);
  }
}
