package ktap.script;

import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import ktap.sources.flow.ByteText;
import ktap.sources.flow.Bytes;
import ktap.sources.flow.Capture;
import ktap.sources.flow.EventBatch;
import ktap.sources.flow.EventBatchBuilder;
import ktap.sources.flow.EventCatalog;
import ktap.sources.flow.EventName;
import ktap.sources.flow.EventTables;
import ktap.sources.flow.EventType;
import ktap.sources.flow.Field;
import ktap.sources.flow.KernelNames;

/**
 * The events that the examples of the reference run over: {@code cat}, process 812, opens {@code
 * /etc/passwd} as file 3; then nothing for two seconds. Everything is captured.
 */
final class DemonstrationEvents implements EventCatalog {
  static final long START = 5_000_000_000L;

  private static final EventType ENTER =
      new EventType(
          new EventName("syscalls", "sys_enter_openat"),
          700,
          List.of(
              Field.integer("__syscall_nr", "int", 8, 4, true),
              Field.integer("dfd", "int", 16, 8, true),
              Field.integer("filename", "const char *", 24, 8, false),
              Field.integer("flags", "int", 32, 8, true),
              Field.integer("mode", "umode_t", 40, 8, false),
              Field.dynamicText("__user_string(filename)", 48),
              stack("__stack", 52),
              stack("__ustack", 56),
              Field.integer("__uid", "u32", 60, 4, false),
              Field.integer("__in_iowait", "u32", 64, 4, false),
              Field.integer("__task(16,4)", "u32", 68, 4, false)),
          "");
  private static final EventType EXIT =
      new EventType(
          new EventName("syscalls", "sys_exit_openat"),
          699,
          List.of(
              Field.integer("__syscall_nr", "int", 8, 4, true),
              Field.integer("ret", "long", 16, 8, true)),
          "");
  private static final EventType LOOKUP =
      new EventType(
          new EventName("demo", "lookup"),
          701,
          List.of(
              Field.integer("name", "const char *", 8, 8, false),
              Field.dynamicText("__kernel_string(name)", 16)),
          "");

  private final Map<EventName, EventType> types = new TreeMap<>();

  DemonstrationEvents() {
    for (EventType type : List.of(ENTER, EXIT, LOOKUP)) {
      types.put(type.name(), type);
    }
  }

  private static Field stack(String name, int offset) {
    return new Field(name, "u64[]", Field.Kind.DYNAMIC_ARRAY, offset, 4, 8, false, 0, 0);
  }

  @Override
  public List<EventName> names() {
    return List.copyOf(types.keySet());
  }

  @Override
  public Optional<EventType> find(EventName name) {
    return Optional.ofNullable(types.get(name));
  }

  @Override
  public Set<Capture> captures() {
    return EnumSet.allOf(Capture.class);
  }

  static EventBatch batch() {
    EventTables tables = EventTables.create(new Names());
    int enter = tables.add(ENTER);
    int exit = tables.add(EXIT);
    int lookup = tables.add(LOOKUP);
    int cat = tables.names().number("cat".getBytes(StandardCharsets.US_ASCII));
    EventBatchBuilder builder = new EventBatchBuilder(tables, 1024);
    byte[] payload = enterPayload();
    builder.add(enter, START + 1_000_000, 1, 812, 812, cat, 0, payload, 0, payload.length);
    payload = lookupPayload();
    builder.add(lookup, START + 1_010_000, 1, 812, 812, cat, 0, payload, 0, payload.length);
    payload = new byte[24];
    Bytes.putInt(payload, 8, 257);
    Bytes.putLong(payload, 16, 3);
    builder.add(exit, START + 1_020_000, 1, 812, 812, cat, 0, payload, 0, payload.length);
    builder.addMark(START + 2_000_000_000L);
    return builder.build();
  }

  private static byte[] enterPayload() {
    byte[] payload = new byte[128];
    Bytes.putInt(payload, 8, 257);
    Bytes.putLong(payload, 16, -100);
    Bytes.putLong(payload, 24, 0x7ffc1234L);
    Bytes.putLong(payload, 32, 0x80000);
    text(payload, 48, 72, "/etc/passwd");
    Bytes.putInt(payload, 52, 16 << 16 | 88);
    Bytes.putLong(payload, 88, 0x1010);
    Bytes.putLong(payload, 96, 0x2020);
    Bytes.putInt(payload, 56, 8 << 16 | 104);
    Bytes.putLong(payload, 104, 0x401030);
    Bytes.putInt(payload, 60, 1000);
    Bytes.putInt(payload, 68, 7);
    return payload;
  }

  private static byte[] lookupPayload() {
    byte[] payload = new byte[48];
    Bytes.putLong(payload, 8, 0x3000);
    text(payload, 16, 20, "passwd");
    return payload;
  }

  private static void text(byte[] payload, int locator, int at, String text) {
    byte[] bytes = (text + "\0").getBytes(StandardCharsets.US_ASCII);
    Bytes.putInt(payload, locator, bytes.length << 16 | at);
    System.arraycopy(bytes, 0, payload, at, bytes.length);
  }

  /** Two functions of a kernel. */
  private static final class Names implements KernelNames {
    @Override
    public boolean appendSymbol(long address, boolean withOffset, ByteText out) {
      String name = address == 0x1010 ? "do_sys_openat2" : address == 0x2020 ? "do_syscall_64" : "";
      if (!name.isEmpty()) {
        out.append(name);
        if (withOffset) {
          out.append("+0x").appendHex(address & 0xff).append("/0x80");
        }
      }
      return !name.isEmpty();
    }

    @Override
    public OptionalLong address(String symbol) {
      return symbol.equals("do_sys_openat2") ? OptionalLong.of(0x1000) : OptionalLong.empty();
    }

    @Override
    public boolean appendText(long address, ByteText out) {
      return false;
    }

    @Override
    public OptionalLong constant(String name) {
      return OptionalLong.empty();
    }
  }
}
