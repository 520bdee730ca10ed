package ktap.sources.filter;

import ktap.sources.flow.EventType;
import ktap.sources.flow.Field;
import ktap.sources.flow.Nearest;
import org.jspecify.annotations.Nullable;

/**
 * What a name in a filter means for one type of events. A field of the event wins over a name of
 * ours, as in the kernel.
 *
 * @param field the event's field; null if it isn't one
 * @param kernelName what the kernel calls it; empty if it doesn't know it
 */
record Subject(Kind kind, @Nullable Field field, String kernelName) {
  enum Kind {
    NUMBER(false),
    TEXT(true),
    /** {@code const char *}: text in the memory of a process; only the kernel can read it. */
    USER_TEXT(true),
    /** The same in the memory of the kernel. */
    KERNEL_TEXT(true),
    COMMAND(true),
    PROCESS(false),
    THREAD(false),
    CPU(false),
    COMMON_TYPE(false),
    COMMON_FLAGS(false),
    COMMON_PREEMPT_COUNT(false),
    /** An array or a structure, which can't be compared. */
    OTHER(false);

    final boolean isText;

    Kind(boolean isText) {
      this.isText = isText;
    }
  }

  private static final String USER_STRING = ".ustring";

  /** Whether the name means anything for the type. */
  static boolean isKnown(String name, EventType type) {
    return type.field(withoutSuffix(name)).isPresent() || own(name) != null;
  }

  /** Whether the name, unless an event has a field of it, means what the event doesn't carry. */
  static boolean isOfTask(String name) {
    Subject own = own(withoutSuffix(name));
    return own != null && (own.kind == Kind.COMMAND || own.kind == Kind.PROCESS);
  }

  static Subject of(FilterTree.Predicate predicate, EventType type) {
    String name = withoutSuffix(predicate.field());
    Field field = type.field(name).orElse(null);
    if (field != null) {
      return ofField(field, type, predicate);
    }
    Subject own = own(name);
    if (own == null) {
      String hint = Nearest.hint(name, type.fields().stream().map(Field::name).toList());
      throw new FilterException(
          type + " has no field '" + name + "'" + (hint.isEmpty() ? "" : "; " + hint),
          predicate.position());
    }
    return own;
  }

  private static Subject ofField(Field field, EventType type, FilterTree.Predicate predicate) {
    if (field.isText()) {
      return new Subject(Kind.TEXT, field, field.name());
    }
    if (!field.isInteger()) {
      return new Subject(Kind.OTHER, field, "");
    }
    boolean isText = predicate.value() instanceof FilterTree.Words && isCharPointer(field.cType());
    if (!isText) {
      String kernelName = isCharPointer(field.cType()) ? "" : field.name();
      return new Subject(Kind.NUMBER, field, kernelName);
    }
    boolean isUser = type.isSystemCallEntry() || predicate.field().endsWith(USER_STRING);
    return isUser
        ? new Subject(Kind.USER_TEXT, field, field.name() + USER_STRING)
        : new Subject(Kind.KERNEL_TEXT, field, field.name());
  }

  private static boolean isCharPointer(String cType) {
    return cType.endsWith("char *") || cType.endsWith("char*");
  }

  private static @Nullable Subject own(String name) {
    return switch (name) {
      case "execname", "comm", "COMM" -> new Subject(Kind.COMMAND, null, "COMM");
      case "pid" -> new Subject(Kind.PROCESS, null, "");
      case "tid", "common_pid" -> new Subject(Kind.THREAD, null, "common_pid");
      case "cpu", "CPU" -> new Subject(Kind.CPU, null, "CPU");
      case "common_type" -> new Subject(Kind.COMMON_TYPE, null, name);
      case "common_flags" -> new Subject(Kind.COMMON_FLAGS, null, name);
      case "common_preempt_count" -> new Subject(Kind.COMMON_PREEMPT_COUNT, null, name);
      default -> null;
    };
  }

  private static String withoutSuffix(String name) {
    int dot = name.indexOf('.');
    return dot < 0 ? name : name.substring(0, dot);
  }

  /** Bytes that count of the number. */
  int size() {
    return switch (kind) {
      case NUMBER -> field == null ? 8 : field.valueSize();
      case COMMON_TYPE -> 2;
      case COMMON_FLAGS, COMMON_PREEMPT_COUNT -> 1;
      default -> 4;
    };
  }

  boolean isSigned() {
    return switch (kind) {
      case NUMBER -> field != null && field.signed();
      case COMMON_TYPE, COMMON_FLAGS, COMMON_PREEMPT_COUNT -> false;
      default -> true;
    };
  }

  /** Whether the kernel compares more than the C type has: the whole register. */
  boolean isRegister() {
    return field != null && kind == Kind.NUMBER && field.size() > field.valueSize();
  }

  /** Whether the kernel compares as unsigned what C takes for signed. */
  boolean isSignLost(EventType type) {
    return kind == Kind.NUMBER && type.isSystemCallEntry() && isSigned() && size() == 8;
  }
}
