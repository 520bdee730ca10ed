package ktap.sources.filter;

import ktap.sources.filter.FilterTree.Amount;
import ktap.sources.filter.FilterTree.And;
import ktap.sources.filter.FilterTree.Cpus;
import ktap.sources.filter.FilterTree.Not;
import ktap.sources.filter.FilterTree.Operator;
import ktap.sources.filter.FilterTree.Or;
import ktap.sources.filter.FilterTree.Predicate;
import ktap.sources.filter.FilterTree.Words;
import ktap.sources.flow.EventType;

/**
 * Says a filter in the words of the kernel (kernel/trace/trace_events_filter.c). Where the kernel
 * would refuse a comparison, or take it and answer something else than C would, it isn't said.
 */
final class KernelFilter {
  /** Longest value that the kernel takes. */
  private static final int LONGEST_TEXT = 255;

  /**
   * A filter in the kernel's words.
   *
   * @param text empty if it lets all through
   * @param exact whether it lets through no more than the filter does
   * @param reason why it isn't exact, a clause; empty if it is
   */
  record Said(String text, boolean exact, String reason) {
    static Said exactly(String text) {
      return new Said(text, true, "");
    }

    static Said not(String reason) {
      return new Said("", false, reason);
    }
  }

  private final EventType type;

  KernelFilter(EventType type) {
    this.type = type;
  }

  Said say(FilterTree tree) {
    return switch (tree) {
      case And(FilterTree left, FilterTree right) -> and(say(left), say(right));
      case Or(FilterTree left, FilterTree right) -> or(say(left), say(right));
      case Not(FilterTree operand) -> not(say(operand));
      case Predicate predicate -> predicate(predicate);
    };
  }

  private static Said and(Said left, Said right) {
    String text =
        left.text().isEmpty() || right.text().isEmpty()
            ? left.text() + right.text()
            : left.text() + " && " + right.text();
    String reason = left.exact() ? right.reason() : left.reason();
    return new Said(text, left.exact() && right.exact(), reason);
  }

  private static Said or(Said left, Said right) {
    String reason = left.exact() ? right.reason() : left.reason();
    if (left.text().isEmpty() || right.text().isEmpty()) {
      return Said.not(reason);
    }
    String text = "(" + left.text() + " || " + right.text() + ")";
    return new Said(text, left.exact() && right.exact(), reason);
  }

  private static Said not(Said operand) {
    return operand.exact() ? Said.exactly("!(" + operand.text() + ")") : Said.not(operand.reason());
  }

  private Said predicate(Predicate predicate) {
    Subject subject = Subject.of(predicate, type);
    if (subject.kernelName().isEmpty()) {
      return Said.not("the kernel can't compare '" + predicate.field() + "'");
    }
    return switch (predicate.value()) {
      case Words(String text) -> text(subject, predicate.operator(), text);
      case Cpus(boolean[] _, String text) -> Said.exactly(subject.kernelName() + " & " + text);
      case Amount amount -> amount(subject, predicate.operator(), amount);
    };
  }

  private static Said text(Subject subject, Operator operator, String text) {
    boolean hasBoth = text.indexOf('"') >= 0 && text.indexOf('\'') >= 0;
    if (hasBoth || text.length() > LONGEST_TEXT) {
      return Said.not("the kernel can't read the text that '" + subject.kernelName() + "' has");
    }
    char quote = text.indexOf('"') >= 0 ? '\'' : '"';
    return Said.exactly(subject.kernelName() + " " + operator.symbol + " " + quote + text + quote);
  }

  private Said amount(Subject subject, Operator operator, Amount amount) {
    int bits = subject.size() * 8;
    if (subject.isRegister() && bits < 32) {
      return Said.not(
          "the kernel compares more than the " + bits + " bits of '" + subject.kernelName() + "'");
    }
    if (!fits(subject, amount)) {
      return Said.not(
          "the kernel cuts a number to the " + bits + " bits of '" + subject.kernelName() + "'");
    }
    boolean isReinterpreted =
        subject.isSigned() && subject.isRegister() || subject.isSignLost(type);
    if (isReinterpreted && operator != Operator.BITS) {
      return signedAsUnsigned(subject, operator, amount.number());
    }
    return plain(subject, operator, amount.number());
  }

  /** Whether the number is one of the field's C type; negative ones are cut as C does. */
  private static boolean fits(Subject subject, Amount amount) {
    int bits = subject.size() * 8;
    long number = amount.number();
    if (bits == 64) {
      return !amount.isWide() || !subject.isSigned();
    }
    if (subject.isSigned()) {
      return !amount.isWide() && number >= -(1L << bits - 1) && number < 1L << bits - 1;
    }
    boolean isCut = bits == 32 && number < 0 && number >= -(1L << 31);
    return !amount.isWide() && (isCut || number >= 0 && number < 1L << bits);
  }

  private static Said plain(Subject subject, Operator operator, long number) {
    if (subject.isSigned() && !subject.isRegister()) {
      return said(subject, operator, Long.toString(number));
    }
    long unsigned = subject.size() == 4 ? number & 0xffffffffL : number;
    boolean isEquality = operator == Operator.EQUAL || operator == Operator.NOT_EQUAL;
    if (subject.isRegister() && unsigned > Integer.MAX_VALUE && isEquality) {
      return eitherWidth(subject, operator, unsigned);
    }
    boolean isBits = operator == Operator.BITS;
    if (subject.isRegister() && !isBits && !isEquality) {
      return Said.not("the kernel compares the whole register of '" + subject.kernelName() + "'");
    }
    return said(subject, operator, Long.toUnsignedString(unsigned));
  }

  /** A 32-bit number in a 64-bit register: its upper half is zero or, for -1, all ones. */
  private static Said eitherWidth(Subject subject, Operator operator, long unsigned) {
    String narrow = said(subject, operator, Long.toString(unsigned)).text();
    String wide =
        said(subject, operator, Long.toUnsignedString(unsigned | 0xffffffff00000000L)).text();
    String joint = operator == Operator.EQUAL ? " || " : " && ";
    return Said.exactly("(" + narrow + joint + wide + ")");
  }

  /** A signed comparison for a kernel that takes the register for unsigned. */
  private static Said signedAsUnsigned(Subject subject, Operator operator, long number) {
    String negative = subject.kernelName() + " > " + (subject.size() == 4 ? INT_MAX : LONG_MAX);
    String positive = subject.kernelName() + " <= " + (subject.size() == 4 ? INT_MAX : LONG_MAX);
    return switch (operator) {
      case EQUAL, NOT_EQUAL ->
          number >= 0
              ? said(subject, operator, Long.toString(number))
              : subject.size() == 8
                  ? said(subject, operator, Long.toUnsignedString(number))
                  : eitherWidth(subject, operator, number & 0xffffffffL);
      case LESS, LESS_EQUAL -> below(subject, operator, number, negative);
      case GREATER, GREATER_EQUAL -> above(subject, operator, number, positive);
      case BITS, GLOB -> Said.not("");
    };
  }

  private static final String INT_MAX = "2147483647";
  private static final String LONG_MAX = "9223372036854775807";

  private static Said below(Subject subject, Operator operator, long number, String negative) {
    boolean isZero =
        number == 0 && operator == Operator.LESS || number == -1 && operator == Operator.LESS_EQUAL;
    if (isZero) {
      return Said.exactly(negative);
    }
    if (number < 0) {
      return new Said(
          negative, false, "the kernel takes '" + subject.kernelName() + "' for unsigned");
    }
    String small = said(subject, operator, Long.toString(number)).text();
    return Said.exactly("(" + small + " || " + negative + ")");
  }

  private static Said above(Subject subject, Operator operator, long number, String positive) {
    boolean isZero =
        number == -1 && operator == Operator.GREATER
            || number == 0 && operator == Operator.GREATER_EQUAL;
    if (isZero) {
      return Said.exactly(positive);
    }
    if (number < 0) {
      return Said.not("the kernel takes '" + subject.kernelName() + "' for unsigned");
    }
    String large = said(subject, operator, Long.toString(number)).text();
    return Said.exactly("(" + large + " && " + positive + ")");
  }

  private static Said said(Subject subject, Operator operator, String number) {
    return Said.exactly(subject.kernelName() + " " + operator.symbol + " " + number);
  }
}
