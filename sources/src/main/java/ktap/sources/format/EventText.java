package ktap.sources.format;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import ktap.sources.flow.ByteText;
import ktap.sources.flow.EventCursor;
import ktap.sources.flow.EventType;
import ktap.sources.flow.Field;
import ktap.sources.flow.KernelNames;

/**
 * The text of the events of one type, {@code argstr}: what the kernel's trace file prints for the
 * same event behind its name.
 *
 * <pre>{@code
 * EventText text = EventText.of(event.type(), event.batch().tables().kernel());
 * text.append(event, out);
 * }</pre>
 *
 * <p>Two kinds differ from it. A system call looks as in the first ktap, numbers in hexadecimal
 * without {@code 0x}. A type whose print format only the kernel can work out is printed as {@code
 * name=value} pairs, and {@link #reason()} says why.
 *
 * <p>Allocates nothing once warm. Not for several threads; each makes its own.
 */
public final class EventText {
  /** How the text is made. */
  public enum Kind {
    SYSTEM_CALL,
    PRINT_FORMAT,
    NAMES_AND_VALUES
  }

  /** Writes one event. */
  @FunctionalInterface
  private interface Writer {
    void append(Payload event, ByteText out);
  }

  private final Kind kind;
  private final String reason;
  private final Writer writer;
  private final Payload payload;

  private EventText(Kind kind, String reason, Writer writer, KernelNames names) {
    this.kind = kind;
    this.reason = reason;
    this.writer = writer;
    this.payload = new Payload(names);
  }

  /** Without the names of a kernel: functions are printed as numbers. */
  public static EventText of(EventType type) {
    return of(type, KernelNames.NONE);
  }

  public static EventText of(EventType type, KernelNames names) {
    if (type.isSystemCallEntry()) {
      return new EventText(Kind.SYSTEM_CALL, "", new SystemCallText(type)::appendEntry, names);
    }
    if (type.isSystemCallExit()) {
      return new EventText(Kind.SYSTEM_CALL, "", new SystemCallText(type)::appendExit, names);
    }
    if (type.printFormat().isEmpty()) {
      return namesAndValues(type, "has no print format", names);
    }
    try {
      FormatString format = PrintFormatParser.parse(type, names);
      return new EventText(Kind.PRINT_FORMAT, "", format::append, names);
    } catch (PrintFormatParser.NotPossible e) {
      return namesAndValues(type, "has a print format that " + e.getMessage(), names);
    }
  }

  private static EventText namesAndValues(EventType type, String reason, KernelNames names) {
    FieldsText fields = new FieldsText(type);
    return new EventText(Kind.NAMES_AND_VALUES, type + " " + reason, fields::append, names);
  }

  public Kind kind() {
    return kind;
  }

  /** Why it is {@link Kind#NAMES_AND_VALUES}: {@code x:y has a print format that …}. */
  public Optional<String> reason() {
    return reason.isEmpty() ? Optional.empty() : Optional.of(reason);
  }

  /** Appends the text of the event that the cursor stands on, which must be of this type. */
  public void append(EventCursor event, ByteText out) {
    append(event.bytes(), event.payload(), event.end(), out);
  }

  /** Appends the text of the event whose payload lies between two places of an array. */
  public void append(byte[] bytes, int start, int end, ByteText out) {
    payload.set(bytes, start, end);
    writer.append(payload, out);
  }

  /** {@code sys_write(fd: 3, buf: b7fdf378, count: 90)}, {@code sys_write -> 0x90}. */
  private static final class SystemCallText {
    private final String call;
    private final List<Field> arguments = new ArrayList<>();

    SystemCallText(EventType type) {
      String name = type.name().name();
      this.call = "sys_" + name.substring(name.indexOf('_', "sys_".length()) + 1);
      for (Field field : type.fields()) {
        if (field.isInteger() && !field.name().startsWith("__")) {
          arguments.add(field);
        }
      }
    }

    void appendEntry(Payload event, ByteText out) {
      out.append(call).appendByte('(');
      for (int i = 0; i < arguments.size(); i++) {
        out.append(i == 0 ? "" : ", ").append(arguments.get(i).name()).append(": ");
        out.appendHex(arguments.get(i).readStored(event.bytes, event.start));
      }
      out.appendByte(')');
    }

    void appendExit(Payload event, ByteText out) {
      out.append(call).append(" -> 0x");
      if (!arguments.isEmpty()) {
        out.appendHex(arguments.getLast().readStored(event.bytes, event.start));
      }
    }
  }
}
