package ktap.pipelines.live;

/** Numbers as people like to read them. */
public final class Quantity {
  private static final String[] UNITS = {" bytes", " KB", " MB", " GB", " TB"};

  private Quantity() {}

  /** {@code 1,234,567}. */
  public static String count(long number) {
    StringBuilder text = new StringBuilder(Long.toString(number));
    for (int i = text.length() - 3; i > (number < 0 ? 1 : 0); i -= 3) {
      text.insert(i, ',');
    }
    return text.toString();
  }

  /** {@code 1 event}, {@code 1,234 events}. */
  public static String of(long number, String thing) {
    return of(number, thing, thing + "s");
  }

  /** The same, of things whose plural is another one. */
  public static String of(long number, String thing, String things) {
    return count(number) + " " + (number == 1 ? thing : things);
  }

  /** {@code 12.3 MB}. */
  public static String bytes(long bytes) {
    int unit = 0;
    double number = bytes;
    while (number >= 1024 && unit < UNITS.length - 1) {
      number /= 1024;
      unit++;
    }
    return (unit == 0 ? Long.toString(bytes) : tenths(number)) + UNITS[unit];
  }

  /** {@code 1.2 million/s}. */
  public static String rate(double perSecond) {
    return perSecond >= 1e6
        ? tenths(perSecond / 1e6) + " million/s"
        : count(Math.round(perSecond)) + "/s";
  }

  /** {@code 3.2 s}, {@code 21 ms}. */
  public static String seconds(double seconds) {
    long millis = Math.round(seconds * 1e3);
    return millis < 1000 ? millis + " ms" : tenths(seconds) + " s";
  }

  private static String tenths(double number) {
    long tenths = Math.round(number * 10);
    return count(tenths / 10) + "." + tenths % 10;
  }
}
