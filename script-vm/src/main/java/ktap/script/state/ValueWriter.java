package ktap.script.state;

import java.util.IdentityHashMap;
import java.util.function.ToIntFunction;
import ktap.script.aggregation.Summary;
import ktap.script.value.BuiltIn;
import ktap.script.value.ByteString;
import ktap.script.value.EventTextValue;
import ktap.script.value.EventValue;
import ktap.script.value.KernelAddress;
import ktap.script.value.Key;
import ktap.script.value.StackValue;
import ktap.script.value.Table;
import ktap.script.value.Tag;
import org.jspecify.annotations.Nullable;

/** Writes values: a {@link ValueKind} and what belongs to it. */
final class ValueWriter {
  /** Whose a stack is; 1 was that of user space, without a process and a time. */
  static final int KERNEL = 0;

  static final int USER = 2;

  /** One of several kernels. */
  static final int KERNEL_OF = 3;

  private final ToIntFunction<Table> tables;
  private final IdentityHashMap<Object, Integer> functions = new IdentityHashMap<>();
  private ByteWriter out = new ByteWriter((bytes, length) -> {});
  private boolean hasUnstored;

  /**
   * @param tables gives the number of a table, and sees to it that it is written
   */
  ValueWriter(ToIntFunction<Table> tables, Iterable<?> functions) {
    this.tables = tables;
    for (Object function : functions) {
      this.functions.put(function, this.functions.size());
    }
  }

  /** From now on writes there. */
  void to(ByteWriter writer) {
    out = writer;
  }

  /** Whether something couldn't be stored since this was asked last; nil is stored instead. */
  boolean takeUnstored() {
    boolean had = hasUnstored;
    hasUnstored = false;
    return had;
  }

  void write(long number, @Nullable Object ref) {
    switch (ref) {
      case null -> kind(ValueKind.NIL);
      case Tag tag -> number(number, tag);
      case Boolean truth -> kind(truth ? ValueKind.TRUE : ValueKind.FALSE);
      case ByteString text -> bytes(ValueKind.STRING, text.bytes());
      case Table table -> numbered(ValueKind.TABLE, tables.applyAsInt(table));
      case Summary summary -> bytes(ValueKind.AGGREGATION, summary.toBytes());
      case Key key -> key(key);
      case StackValue stack -> stack(stack);
      case KernelAddress address -> address(address);
      case EventTextValue text -> kind(ValueKind.EVENT_TEXT);
      case EventValue over -> kind(ValueKind.NIL); // nobody can read it any more
      case BuiltIn builtIn -> {
        kind(ValueKind.BUILT_IN);
        out.text(builtIn.name());
      }
      case StoredName name when !functions.containsKey(name) -> {
        kind(ValueKind.BUILT_IN);
        out.text(name.name());
      }
      default -> function(ref);
    }
  }

  @SuppressWarnings("EnumOrdinal") // it is what is stored
  private void kind(ValueKind kind) {
    out.octet(kind.ordinal());
  }

  @SuppressWarnings("ReferenceEquality") // tags are unique
  private void number(long number, Tag tag) {
    if (tag == Tag.INT) {
      kind(ValueKind.INT);
      out.integer(number);
    } else {
      kind(ValueKind.FLOAT);
      out.bits(number);
    }
  }

  private void bytes(ValueKind kind, byte[] bytes) {
    kind(kind);
    out.bytes(bytes);
  }

  private void numbered(ValueKind kind, int number) {
    kind(kind);
    out.count(number);
  }

  private void key(Key key) {
    numbered(ValueKind.KEY, key.size());
    for (int i = 0; i < key.size(); i++) {
      write(key.number(i), key.ref(i));
    }
  }

  private void address(KernelAddress address) {
    if (address.kernelId().isEmpty()) {
      kind(ValueKind.ADDRESS);
    } else {
      kind(ValueKind.ADDRESS_IN);
      out.text(address.kernelId());
    }
    out.bits(address.address());
  }

  private void stack(StackValue stack) {
    kind(ValueKind.STACK);
    if (stack.isUser()) {
      out.octet(USER);
      out.bits(stack.pid());
      out.bits(stack.timeNanos());
    } else if (stack.kernelId().isEmpty()) {
      out.octet(KERNEL);
    } else {
      out.octet(KERNEL_OF);
      out.text(stack.kernelId());
    }
    out.count(stack.depth());
    for (int i = 0; i < stack.depth(); i++) {
      out.bits(stack.address(i));
    }
  }

  private void function(Object value) {
    Integer number = functions.get(value);
    if (number == null) {
      hasUnstored = true;
      kind(ValueKind.NIL);
    } else {
      numbered(ValueKind.FUNCTION, number);
    }
  }
}
