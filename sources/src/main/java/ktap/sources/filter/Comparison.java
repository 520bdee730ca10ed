package ktap.sources.filter;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.Objects;
import ktap.sources.filter.FilterTree.Operator;
import ktap.sources.flow.EventCursor;
import ktap.sources.flow.Field;
import ktap.sources.flow.Glob;

/** Tests of one comparison each, as the kernel makes them. */
final class Comparison {
  private Comparison() {}

  /** Of a number; the constant is cut to the type as C does for {@code int} and longer. */
  static FilterTest ofNumber(Subject subject, Operator operator, FilterTree.Amount amount) {
    boolean isUnsigned = !subject.isSigned();
    long number =
        isUnsigned && subject.size() == 4 && amount.number() < 0 && !amount.isWide()
            ? amount.number() & 0xffffffffL
            : amount.number();
    boolean isUnsignedOrder = isUnsigned && subject.size() == 8;
    if (amount.isWide() && !isUnsignedOrder && operator != Operator.BITS) {
      boolean isBelow = operator == Operator.LESS || operator == Operator.LESS_EQUAL;
      boolean always = isBelow || operator == Operator.NOT_EQUAL;
      return event -> always;
    }
    return switch (operator) {
      case EQUAL -> event -> read(subject, event) == number;
      case NOT_EQUAL -> event -> read(subject, event) != number;
      case LESS -> event -> order(read(subject, event), number, isUnsignedOrder) < 0;
      case LESS_EQUAL -> event -> order(read(subject, event), number, isUnsignedOrder) <= 0;
      case GREATER -> event -> order(read(subject, event), number, isUnsignedOrder) > 0;
      case GREATER_EQUAL -> event -> order(read(subject, event), number, isUnsignedOrder) >= 0;
      case BITS -> event -> (read(subject, event) & number) != 0;
      case GLOB -> throw new IllegalArgumentException("a number has no pattern");
    };
  }

  static FilterTest ofCpus(boolean[] set) {
    return event -> event.cpu() < set.length && set[event.cpu()];
  }

  /** Of a text. Patterns are compared by {@link Glob}. */
  static FilterTest ofText(Subject subject, Operator operator, String text) {
    byte[] wanted = text.getBytes(UTF_8);
    return switch (operator) {
      case EQUAL -> event -> isText(subject, event, wanted);
      case NOT_EQUAL -> event -> !isText(subject, event, wanted);
      default -> event -> Glob.matches(text, text(subject, event));
    };
  }

  private static int order(long left, long right, boolean isUnsigned) {
    return isUnsigned ? Long.compareUnsigned(left, right) : Long.compare(left, right);
  }

  private static long read(Subject subject, EventCursor event) {
    byte[] bytes = event.bytes();
    int payload = event.payload();
    return switch (subject.kind()) {
      case PROCESS -> event.pid();
      case THREAD -> event.tid();
      case CPU -> event.cpu();
      case COMMON_TYPE -> Field.integerAt(bytes, payload, 2, false);
      case COMMON_FLAGS -> Field.integerAt(bytes, payload + 2, 1, false);
      case COMMON_PREEMPT_COUNT -> Field.integerAt(bytes, payload + 3, 1, false);
      default -> Objects.requireNonNull(subject.field()).readLong(bytes, payload);
    };
  }

  private static boolean isText(Subject subject, EventCursor event, byte[] wanted) {
    if (subject.kind() == Subject.Kind.COMMAND) {
      return Arrays.equals(event.batch().tables().names().bytes(event.command()), wanted);
    }
    Field field = Objects.requireNonNull(subject.field());
    int start = field.dataStart(event.bytes(), event.payload());
    int length = field.dataLength(event.bytes(), event.payload());
    return length == wanted.length
        && Arrays.equals(event.bytes(), start, start + length, wanted, 0, length);
  }

  private static String text(Subject subject, EventCursor event) {
    if (subject.kind() == Subject.Kind.COMMAND) {
      return event.batch().tables().names().text(event.command());
    }
    Field field = Objects.requireNonNull(subject.field());
    int start = field.dataStart(event.bytes(), event.payload());
    return new String(
        event.bytes(), start, field.dataLength(event.bytes(), event.payload()), UTF_8);
  }
}
