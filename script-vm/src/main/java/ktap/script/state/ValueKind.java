package ktap.script.state;

/** What a stored value is; its number is stored, so new ones come last. */
enum ValueKind {
  NIL,
  INT,
  FLOAT,
  TRUE,
  FALSE,
  STRING,
  TABLE,
  AGGREGATION,
  KEY,
  STACK,
  ADDRESS,
  EVENT_TEXT,
  BUILT_IN,
  FUNCTION,
  ADDRESS_IN;

  private static final ValueKind[] ALL = values();

  static ValueKind of(int number) {
    if (number >= ALL.length) {
      throw ByteReader.wrong("kind " + number + " of value");
    }
    return ALL[number];
  }
}
