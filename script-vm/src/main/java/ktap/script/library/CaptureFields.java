package ktap.script.library;

import ktap.script.value.ByteString;
import ktap.script.value.CallContext;
import ktap.script.value.ScriptRuntimeException;
import ktap.script.value.StackValue;
import ktap.sources.flow.Bytes;
import ktap.sources.flow.Capture;
import ktap.sources.flow.EventCursor;
import ktap.sources.flow.EventType;
import ktap.sources.flow.Field;

/** Finds what was captured at an event in its payload. */
final class CaptureFields {
  private CaptureFields() {}

  /** The field of a capture in the current event's payload. */
  static Field field(CallContext context, Capture capture) {
    EventType type = context.event().type();
    Field found = type.field(capture.fieldName()).orElse(null);
    if (found == null) {
      throw missing(capture, type);
    }
    return found;
  }

  static ScriptRuntimeException missing(Capture capture, EventType type) {
    return ScriptRuntimeException.error(
        "error: " + capture.scriptName() + " was not captured with " + type.name());
  }

  static long integer(CallContext context, Capture capture) {
    Field field = field(context, capture);
    EventCursor event = context.event();
    return field.readLong(event.bytes(), event.payload());
  }

  /** The captured stack without its innermost frames, at most so deep. */
  static StackValue stack(CallContext context, Capture capture, long skip, long depth) {
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
    return StackValue.of(event, capture == Capture.USER_STACK, addresses);
  }

  /**
   * The string that was captured from an address: the field {@code __user_string(NAME)} of which
   * the field NAME holds that address.
   */
  static ByteString string(CallContext context, Capture capture, long address) {
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
