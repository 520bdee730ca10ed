package ktap.script.value;

import org.jspecify.annotations.Nullable;

/** The words for what a value is. */
public enum Kinds {
  NIL("nil", "nil", -1),
  BOOLEAN("boolean", "a boolean", -3),
  INTEGER("number", "a number", -4),
  FLOAT("number", "a number", -4),
  STRING("string", "a string", -5),
  FUNCTION("function", "a function", -9),
  TABLE("table", "a table", -12),
  EVENT_TEXT("event text", "the text of an event", -15),
  EVENT("event", "an event", -15),
  STACK("stack", "a stack", -16),
  ADDRESS("address", "an address", -17),
  AGGREGATION("aggregation", "an aggregation", -18),
  KEY("key", "a composite key", -19),
  OTHER("object", "an object", -20);

  @SuppressWarnings("ImmutableEnumChecker") // a string never changes
  private final ByteString word;

  private final String sentence;
  private final int code;

  Kinds(String word, String sentence, int code) {
    this.word = ByteString.of(word);
    this.sentence = sentence;
    this.code = code;
  }

  public static Kinds of(@Nullable Object ref) {
    return switch (ref) {
      case null -> NIL;
      case Tag tag -> tag == Tag.INT ? INTEGER : FLOAT;
      case Boolean _ -> BOOLEAN;
      case ByteString _ -> STRING;
      case Table _ -> TABLE;
      case Closure _, BuiltIn _, Pairs _ -> FUNCTION;
      case Aggregation _ -> AGGREGATION;
      case EventTextValue _ -> EVENT_TEXT;
      case EventValue _ -> EVENT;
      case StackValue _ -> STACK;
      case KernelAddress _ -> ADDRESS;
      case Key _ -> KEY;
      default -> OTHER;
    };
  }

  /** What {@code type(v)} gives. */
  public ByteString word() {
    return word;
  }

  /** The number that the original had for it in messages. */
  public int code() {
    return code;
  }

  /** With its article, as a message says it. */
  public static String sentence(@Nullable Object ref) {
    return of(ref).sentence;
  }
}
