package ktap.script.library;

import java.util.Arrays;
import ktap.script.value.ByteString;
import ktap.script.value.CallContext;
import ktap.script.value.ScriptRuntimeException;
import ktap.script.value.StackValue;
import ktap.sources.flow.Bytes;
import ktap.sources.flow.Capture;
import ktap.sources.flow.EventCursor;
import ktap.sources.flow.EventType;
import ktap.sources.flow.Field;
import org.jspecify.annotations.Nullable;

/**
 * Finds what was captured at an event in its payload. Fields are looked up once for each event type
 * and remembered by the type's number.
 */
final class CaptureFields {
  private static final int CAPTURES = Capture.values().length;

  private @Nullable EventType[] types = new EventType[16];
  private @Nullable Field[][] fields = new Field[16][];

  /** The field of a capture in the current event's payload. */
  Field field(CallContext context, Capture capture) {
    EventCursor event = context.event();
    int number = event.typeNumber();
    if (number >= types.length) {
      types = Arrays.copyOf(types, Math.max(number + 1, types.length * 2));
      fields = Arrays.copyOf(fields, types.length);
    }
    EventType type = event.type();
    if (types[number] != type) {
      types[number] = type;
      fields[number] = find(type);
    }
    Field found = fields[number][capture.ordinal()];
    if (found == null) {
      throw missing(capture, type);
    }
    return found;
  }

  private static @Nullable Field[] find(EventType type) {
    @Nullable Field[] found = new Field[CAPTURES];
    for (Capture capture : Capture.values()) {
      found[capture.ordinal()] = type.field(capture.fieldName()).orElse(null);
    }
    return found;
  }

  static ScriptRuntimeException missing(Capture capture, EventType type) {
    return ScriptRuntimeException.error(
        "error: " + capture.scriptName() + " was not captured with " + type.name());
  }

  long integer(CallContext context, Capture capture) {
    Field field = field(context, capture);
    EventCursor event = context.event();
    return field.readLong(event.bytes(), event.payload());
  }

  /** The captured stack without its innermost frames, at most so deep. */
  StackValue stack(CallContext context, Capture capture, long skip, long depth) {
    Field field = field(context, capture);
    EventCursor event = context.event();
    int start = field.dataStart(event.bytes(), event.payload());
    int frames = field.dataLength(event.bytes(), event.payload()) / Long.BYTES;
    int first = (int) Math.min(Math.max(skip, 0), frames);
    int kept = (int) Math.min(depth < 0 ? frames : depth, frames - first);
    long[] addresses = new long[kept];
    for (int i = 0; i < kept; i++) {
      addresses[i] = Bytes.getLong(event.bytes(), start + (first + i) * Long.BYTES);
    }
    return new StackValue(capture == Capture.USER_STACK, addresses);
  }

  /**
   * The string that was captured from an address: the field {@code __user_string(NAME)} of which
   * the field NAME holds that address.
   */
  ByteString string(CallContext context, Capture capture, long address) {
    EventCursor event = context.event();
    EventType type = event.type();
    boolean any = false;
    for (Field field : type.fields()) {
      String name = field.name();
      if (!name.startsWith(capture.fieldName()) || !name.endsWith(")")) {
        continue;
      }
      any = true;
      String source = name.substring(capture.fieldName().length() + 1, name.length() - 1);
      Field pointer = type.field(source).orElse(null);
      if (pointer != null && pointer.readStored(event.bytes(), event.payload()) == address) {
        int start = field.dataStart(event.bytes(), event.payload());
        int length = field.dataLength(event.bytes(), event.payload());
        return ByteString.copy(event.bytes(), start, length);
      }
    }
    if (any) {
      throw ScriptRuntimeException.error(
          "error: "
              + capture.scriptName()
              + " can read the arguments of "
              + type.name()
              + " only, found the address 0x"
              + Long.toHexString(address));
    }
    throw missing(capture, type);
  }
}
