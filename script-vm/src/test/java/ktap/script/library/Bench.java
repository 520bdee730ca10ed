package ktap.script.library;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import ktap.script.host.HostFacts;
import ktap.script.host.ScriptHost;
import ktap.script.value.BuiltIn;
import ktap.script.value.ByteString;
import ktap.script.value.CallContext;
import ktap.script.value.LibraryState;
import ktap.script.value.Limits;
import ktap.script.value.ScriptRuntimeException;
import ktap.script.value.Table;
import ktap.script.value.Tag;
import ktap.sources.flow.ByteText;
import ktap.sources.flow.EventCursor;
import ktap.sources.flow.KernelNames;
import ktap.sources.flow.Message;
import ktap.sources.flow.Row;
import ktap.sources.flow.UserSymbols;
import org.jspecify.annotations.Nullable;

/** A run without a script: calls built-ins and keeps what they give out. */
public final class Bench implements CallContext, ScriptHost {
  public final StringBuilder printed = new StringBuilder();
  public final List<Row> rows = new ArrayList<>();
  public final List<String> timers = new ArrayList<>();
  public final Map<Long, String> kernelSymbols = new HashMap<>();
  public @Nullable EventCursor event;
  public @Nullable Object end;
  public boolean older;
  public boolean first;
  public boolean inMain = true;
  public long now = 5_000_000_000L;
  public String architecture = "x86_64";
  private final LibraryState state;

  public Bench(String... arguments) {
    List<String> all = new ArrayList<>(List.of("script.kp"));
    all.addAll(List.of(arguments));
    state = Library.open(all);
  }

  /** Calls a built-in with Java values; gives back a Java value. */
  public @Nullable Object call(String name, @Nullable Object... arguments) {
    BuiltIn builtIn =
        Library.find(name)
            .orElseThrow(() -> new AssertionError("no built-in is called " + name))
            .builtIn();
    long[] numbers = new long[arguments.length + 2];
    @Nullable Object[] refs = new Object[arguments.length + 2];
    for (int i = 0; i < arguments.length; i++) {
      set(numbers, refs, i, arguments[i]);
    }
    builtIn.function().call(this, numbers, refs, 0, arguments.length);
    return get(numbers[0], refs[0]);
  }

  /** The message of the error that a call ends with. */
  public String failure(String name, @Nullable Object... arguments) {
    try {
      call(name, arguments);
    } catch (ScriptRuntimeException e) {
      return e.text();
    }
    throw new AssertionError(name + " didn't fail");
  }

  /** What a call prints. */
  public String printed(String name, @Nullable Object... arguments) {
    printed.setLength(0);
    call(name, arguments);
    return printed.toString();
  }

  /** A table of keys and values in turn. */
  public static Table table(@Nullable Object... pairs) {
    long[] numbers = new long[2];
    @Nullable Object[] refs = new Object[2];
    Table table = new Table();
    for (int i = 0; i < pairs.length; i += 2) {
      set(numbers, refs, 0, pairs[i]);
      set(numbers, refs, 1, pairs[i + 1]);
      table.put(numbers[0], refs[0], numbers[1], refs[1]);
    }
    return table;
  }

  private static void set(long[] numbers, @Nullable Object[] refs, int at, @Nullable Object value) {
    switch (value) {
      case Integer number -> put(numbers, refs, at, number, Tag.INT);
      case Long number -> put(numbers, refs, at, number, Tag.INT);
      case Double number -> put(numbers, refs, at, Double.doubleToRawLongBits(number), Tag.FLOAT);
      case String text ->
          put(numbers, refs, at, 0, ByteString.over(text.getBytes(StandardCharsets.UTF_8)));
      case null, default -> put(numbers, refs, at, 0, value);
    }
  }

  private static void put(
      long[] numbers, @Nullable Object[] refs, int at, long number, @Nullable Object ref) {
    numbers[at] = number;
    refs[at] = ref;
  }

  private static @Nullable Object get(long number, @Nullable Object ref) {
    if (ref == Tag.INT) {
      return number;
    }
    if (ref == Tag.FLOAT) {
      return Double.longBitsToDouble(number);
    }
    return ref instanceof ByteString string ? string.toString() : ref;
  }

  @Override
  public ScriptHost host() {
    return this;
  }

  @Override
  public Limits limits() {
    return Limits.DEFAULT;
  }

  @Override
  public LibraryState library() {
    return state;
  }

  @Override
  public boolean hasEvent() {
    return event != null;
  }

  @Override
  public EventCursor event() {
    EventCursor current = event;
    if (current == null) {
      throw ScriptRuntimeException.error("error: invalid event context");
    }
    return current;
  }

  @Override
  public ByteString eventText() {
    return ByteString.of("sys_close(fd: 3)");
  }

  @Override
  public ByteString eventName() {
    return ByteString.of("sys_enter_close");
  }

  @Override
  public long timeNanos() {
    return now;
  }

  @Override
  public boolean isOlderDialect() {
    return older || first;
  }

  @Override
  public boolean isFirstDialect() {
    return first;
  }

  @Override
  public boolean inMainChunk() {
    return inMain;
  }

  @Override
  public void addTimer(long periodNanos, boolean everyCpu, Object function) {
    timers.add(periodNanos + (everyCpu ? " on every CPU" : ""));
  }

  @Override
  public void setEnd(Object function) {
    end = function;
  }

  @Override
  public void call(
      @Nullable Object function, long[] numbers, @Nullable Object[] refs, int base, int count) {
    if (!(function instanceof BuiltIn builtIn)) {
      throw new AssertionError("not a function of these tests: " + function);
    }
    builtIn.function().call(this, numbers, refs, base, count);
  }

  @Override
  public void checkStop() {}

  @Override
  public void warn(String text) {
    printed.append("warning: ").append(text).append('\n');
  }

  @Override
  public void text(byte[] bytes, int from, int length) {
    printed.append(new String(bytes, from, length, StandardCharsets.UTF_8));
  }

  @Override
  public void emit(Row row) {
    rows.add(row);
  }

  @Override
  public void message(Message message) {
    printed.append(message.text()).append('\n');
  }

  @Override
  public HostFacts facts() {
    return new HostFacts(4242, 4243, 1000, "ktap", 2, architecture, "6.18.44", "box");
  }

  @Override
  public long realtimeNanos(long monotonicNanos) {
    return 1_700_000_000_000_000_000L + monotonicNanos;
  }

  @Override
  public long monotonicNanos() {
    return now;
  }

  @Override
  public UserSymbols userSymbols() {
    return (pid, _, address, out) -> {
      if (address == 0x1000) {
        out.append("main+0x10/0x40");
      }
      return address == 0x1000;
    };
  }

  @Override
  public KernelNames kernelNames(String id) {
    return new KernelNames() {
      @Override
      public boolean appendSymbol(long address, boolean withOffset, ByteText out) {
        String name = kernelSymbols.get(address);
        if (name != null) {
          int plus = name.indexOf('+');
          out.append(withOffset ? name : name.substring(0, plus));
        }
        return name != null;
      }

      @Override
      public boolean appendText(long address, ByteText out) {
        return false;
      }

      @Override
      public OptionalLong constant(String name) {
        return OptionalLong.empty();
      }
    };
  }
}
