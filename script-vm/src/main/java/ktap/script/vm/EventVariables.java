package ktap.script.vm;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import ktap.script.host.ScriptHost;
import ktap.script.value.ByteString;
import ktap.script.value.ScriptRuntimeException;
import ktap.script.value.StackValue;
import ktap.script.value.Tag;
import ktap.sources.flow.ByteText;
import ktap.sources.flow.Bytes;
import ktap.sources.flow.Capture;
import ktap.sources.flow.EventCursor;
import ktap.sources.flow.EventTables;
import ktap.sources.flow.EventType;
import ktap.sources.flow.Field;
import ktap.sources.flow.KernelNames;
import ktap.sources.format.EventText;
import org.jspecify.annotations.Nullable;

/**
 * What scripts read of an event, decoded when it is read. Names, readers and texts that come again
 * are kept by the number of the event's type or command, so that reading allocates nothing once
 * warm.
 */
final class EventVariables {
  private static final int TEXTS = 1 << 10;

  private final List<String> accesses;
  private @Nullable EventTables tables;
  private @Nullable ByteString[] commands = new ByteString[64];
  private @Nullable TypeReader[] types = new TypeReader[16];
  private final @Nullable ByteString[] texts = new ByteString[TEXTS];
  private final ByteText buffer = new ByteText(256);

  EventVariables(List<String> accesses) {
    this.accesses = accesses;
  }

  /** Forgets what belongs to another stream. */
  @SuppressWarnings("ReferenceEquality") // one instance for each stream
  void enter(EventTables stream) {
    if (tables != stream) {
      tables = stream;
      commands = new ByteString[64];
      types = new TypeReader[16];
    }
  }

  /** Names of the kernel that an event comes from. */
  static KernelNames kernelNames(EventCursor event) {
    return event.batch().tables().kernel(event.typeNumber());
  }

  /** Names of a kernel that the stream comes from; before it came the host tells them. */
  KernelNames kernelNames(String id, ScriptHost host) {
    EventTables stream = tables;
    return stream == null ? host.kernelNames(id) : stream.kernel(id);
  }

  /** What is known of a type of events. */
  private final class TypeReader {
    final EventType type;
    final ByteString name;
    final ByteString format;
    final Field[] arguments;
    final boolean isSystemCall;
    final @Nullable Field[] byAccess;
    final @Nullable Field user;
    private @Nullable EventText text;

    TypeReader(EventType type) {
      this.type = type;
      this.name = ByteString.of(type.name().name());
      this.format = ByteString.of(type.printFormat());
      this.isSystemCall = type.isSystemCallEntry() || type.isSystemCallExit();
      List<Field> plain = new ArrayList<>();
      for (Field field : type.fields()) {
        if (!isCapture(field.name())) {
          plain.add(field);
        }
      }
      this.arguments = plain.toArray(new Field[0]);
      this.byAccess = new Field[accesses.size()];
      for (int i = 0; i < byAccess.length; i++) {
        byAccess[i] = type.field(accesses.get(i)).orElse(null);
      }
      this.user = type.field(Capture.UID.fieldName()).orElse(null);
    }

    void append(EventCursor event, ByteText out) {
      EventText writer = text;
      if (writer == null) {
        writer = EventText.of(type, kernelNames(event));
        text = writer;
      }
      writer.append(event, out);
    }
  }

  private static boolean isCapture(String field) {
    for (Capture capture : Capture.values()) {
      if (field.startsWith(capture.fieldName())
          && !field.startsWith("__syscall")
          && !field.startsWith("__probe")) {
        return true;
      }
    }
    return false;
  }

  private TypeReader reader(EventCursor event) {
    int number = event.typeNumber();
    if (number >= types.length) {
      types = Arrays.copyOf(types, Math.max(number + 1, types.length * 2));
    }
    TypeReader known = types[number];
    if (known == null) {
      known = new TypeReader(event.type());
      types[number] = known;
    }
    return known;
  }

  ByteString execname(EventCursor event) {
    int number = event.command();
    if (number >= commands.length) {
      commands = Arrays.copyOf(commands, Math.max(number + 1, commands.length * 2));
    }
    ByteString known = commands[number];
    if (known == null) {
      known = ByteString.over(event.batch().tables().names().bytes(number));
      commands[number] = known;
    }
    return known;
  }

  ByteString probename(EventCursor event) {
    return reader(event).name;
  }

  /** How the kernel formats the text of the event: what stands behind {@code print fmt:}. */
  ByteString format(EventCursor event) {
    return reader(event).format;
  }

  /** The text of the event, without a final line break. */
  ByteString text(EventCursor event) {
    buffer.clear();
    reader(event).append(event, buffer);
    return text(buffer.bytes(), 0, buffer.length());
  }

  /** The user who ran, if it was captured. */
  @Nullable Object uid(EventCursor event, Machine machine) {
    Field field = reader(event).user;
    if (field == null) {
      throw ScriptRuntimeException.error("error: uid was not captured at " + event.type().name());
    }
    machine.number = field.readLong(event.bytes(), event.payload());
    return Tag.INT;
  }

  /** A field by its position, counted from 0; nil beyond the last one. */
  @Nullable Object argument(EventCursor event, int at, Machine machine) {
    TypeReader reader = reader(event);
    if (at < 0 || at >= reader.arguments.length) {
      return null;
    }
    Field field = reader.arguments[at];
    if (reader.isSystemCall && field.isInteger()) {
      machine.number = field.readStored(event.bytes(), event.payload());
      return Tag.INT;
    }
    return value(event, field, machine);
  }

  /** {@code args.NAME}; nil if this event has no such field. */
  @Nullable Object field(EventCursor event, int access, Machine machine) {
    Field field = reader(event).byAccess[access];
    if (field != null) {
      return value(event, field, machine);
    }
    if (isCapture(accesses.get(access))) {
      throw ScriptRuntimeException.error(
          "error: " + accesses.get(access) + " was not captured at " + event.type().name());
    }
    return null;
  }

  /** Names of the event's arguments. */
  List<String> names(EventCursor event) {
    List<String> names = new ArrayList<>();
    for (Field field : reader(event).arguments) {
      names.add(field.name());
    }
    return names;
  }

  /** How many arguments the event has. */
  int count(EventCursor event) {
    return reader(event).arguments.length;
  }

  private Object value(EventCursor event, Field field, Machine machine) {
    byte[] bytes = event.bytes();
    int payload = event.payload();
    if (field.isInteger()) {
      machine.number = field.readLong(bytes, payload);
      return Tag.INT;
    }
    boolean isBytes = !field.isText() && field.valueSize() == 1; // an address, an array of u8
    if (field.isText() || isBytes) {
      return text(bytes, field.dataStart(bytes, payload), field.dataLength(bytes, payload));
    }
    if (field.name().equals(Capture.KERNEL_STACK.fieldName())
        || field.name().equals(Capture.USER_STACK.fieldName())) {
      return stack(event, field);
    }
    throw ScriptRuntimeException.error("error: the field type is not supported yet");
  }

  private static StackValue stack(EventCursor event, Field field) {
    byte[] bytes = event.bytes();
    int payload = event.payload();
    int start = field.dataStart(bytes, payload);
    long[] addresses = new long[field.dataLength(bytes, payload) / 8];
    for (int i = 0; i < addresses.length; i++) {
      addresses[i] = Bytes.getLong(bytes, start + i * 8);
    }
    boolean isUser = field.name().equals(Capture.USER_STACK.fieldName());
    return StackValue.of(event, isUser, addresses);
  }

  /** A string of some bytes: the same as last time, if they came before. */
  ByteString text(byte[] bytes, int from, int length) {
    int hash = 1;
    for (int i = from; i < from + length; i++) {
      hash = hash * 31 + bytes[i];
    }
    int at = (hash ^ hash >>> 15) & TEXTS - 1;
    ByteString known = texts[at];
    if (known == null
        || known.length() != length
        || !Arrays.equals(known.bytes(), 0, length, bytes, from, from + length)) {
      known = ByteString.copy(bytes, from, length);
      texts[at] = known;
    }
    return known;
  }
}
