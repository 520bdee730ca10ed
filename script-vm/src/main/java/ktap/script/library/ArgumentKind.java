package ktap.script.library;

import ktap.script.value.Aggregation;
import ktap.script.value.BuiltIn;
import ktap.script.value.ByteString;
import ktap.script.value.Closure;
import ktap.script.value.KernelAddress;
import ktap.script.value.Table;
import ktap.script.value.Tag;
import org.jspecify.annotations.Nullable;

/** What an argument of a built-in must be. */
public enum ArgumentKind {
  /** Also nothing, which is nil. */
  ANY("any", "a value"),
  /** Whatever it is, it must be given. */
  VALUE("value", "a value"),
  NUMBER("number", "a number"),
  /** A float is cut to an integer. */
  INTEGER("integer", "a number"),
  STRING("string", "a string"),
  TABLE("table", "a table"),
  FUNCTION("function", "a function"),
  /** An aggregation; nil counts as one that nothing went into. */
  AGGREGATION("aggregation", "an aggregation");

  private final String word;
  private final String sentence;

  ArgumentKind(String word, String sentence) {
    this.word = word;
    this.sentence = sentence;
  }

  /** The word for it in a signature. */
  public String word() {
    return word;
  }

  /** With its article, as a message says it. */
  String sentence() {
    return sentence;
  }

  static ArgumentKind of(String word) {
    for (ArgumentKind kind : values()) {
      if (kind.word.equals(word)) {
        return kind;
      }
    }
    throw new IllegalArgumentException("no kind of argument is called '" + word + "'");
  }

  boolean accepts(@Nullable Object ref) {
    return switch (this) {
      case ANY, VALUE -> true;
      case NUMBER, INTEGER -> ref == Tag.INT || ref == Tag.FLOAT || ref instanceof KernelAddress;
      case STRING -> ref instanceof ByteString;
      case TABLE -> ref instanceof Table;
      case FUNCTION -> ref instanceof Closure || ref instanceof BuiltIn;
      case AGGREGATION -> ref == null || ref instanceof Aggregation;
    };
  }
}
