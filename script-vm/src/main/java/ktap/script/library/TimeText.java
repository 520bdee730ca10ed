package ktap.script.library;

import java.util.TimeZone;
import ktap.script.value.ByteString;
import ktap.sources.flow.ByteText;

/**
 * Times of the wall clock as text, by the letters of C's {@code strftime}, with {@code %f} for
 * microseconds and {@code %N} for nanoseconds. In the time zone of the machine that runs the tool.
 */
final class TimeText {
  private static final String[] DAYS = {
    "Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"
  };
  private static final String[] MONTHS = {
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December"
  };

  private final ByteText out;
  private final long nanos;
  private final int offsetSeconds;
  private final long year;
  private final int month; // from 1
  private final int day;
  private final int dayOfYear; // from 1
  private final int weekday; // 0 is Sunday
  private final int hour;
  private final int minute;
  private final int second;
  private final long epochSecond;

  private TimeText(ByteText out, long nanos) {
    this.out = out;
    this.epochSecond = Math.floorDiv(nanos, 1_000_000_000L);
    this.nanos = Math.floorMod(nanos, 1_000_000_000L);
    this.offsetSeconds = TimeZone.getDefault().getOffset(epochSecond * 1000) / 1000;
    long local = epochSecond + offsetSeconds;
    long days = Math.floorDiv(local, 86_400L);
    int inDay = (int) Math.floorMod(local, 86_400L);
    this.hour = inDay / 3600;
    this.minute = inDay / 60 % 60;
    this.second = inDay % 60;
    this.weekday = (int) Math.floorMod(days + 4, 7L);

    // Years that begin in March: the leap day is the last one, and months have a regular length.
    long shifted = days + 719_468;
    long era = Math.floorDiv(shifted, 146_097L);
    long dayOfEra = shifted - era * 146_097;
    long yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365;
    long sinceMarch = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
    long marchMonth = (5 * sinceMarch + 2) / 153;
    this.day = (int) (sinceMarch - (153 * marchMonth + 2) / 5) + 1;
    this.month = (int) (marchMonth < 10 ? marchMonth + 3 : marchMonth - 9);
    this.year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
    boolean leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    this.dayOfYear = (int) (month > 2 ? sinceMarch + 60 + (leap ? 1 : 0) : sinceMarch - 305);
  }

  /** Appends a time given in nanoseconds since 1970. */
  static void append(ByteText out, ByteString format, long nanos) {
    TimeText time = new TimeText(out, nanos);
    for (int i = 0; i < format.length(); i++) {
      byte letter = format.byteAt(i);
      if (letter == '%' && i + 1 < format.length()) {
        i++;
        time.append((char) format.byteAt(i));
      } else {
        out.appendByte(letter);
      }
    }
  }

  private void append(char letter) {
    switch (letter) {
      case 'Y' -> out.appendDecimal(year);
      case 'C' -> two(Math.floorDiv(year, 100L));
      case 'y' -> two(Math.floorMod(year, 100L));
      case 'm' -> two(month);
      case 'd' -> two(day);
      case 'e' -> out.appendDecimal(day, 2);
      case 'j' -> filled(dayOfYear, 3);
      case 'H' -> two(hour);
      case 'I' -> two((hour + 11) % 12 + 1);
      case 'M' -> two(minute);
      case 'S' -> two(second);
      case 'f' -> filled(nanos / 1000, 6);
      case 'N' -> filled(nanos, 9);
      case 's' -> out.appendDecimal(epochSecond);
      case 'p' -> out.append(hour < 12 ? "AM" : "PM");
      case 'a' -> out.append(DAYS[weekday].substring(0, 3));
      case 'A' -> out.append(DAYS[weekday]);
      case 'b', 'h' -> out.append(MONTHS[month - 1].substring(0, 3));
      case 'B' -> out.append(MONTHS[month - 1]);
      case 'u' -> out.appendDecimal(weekday == 0 ? 7 : weekday);
      case 'w' -> out.appendDecimal(weekday);
      case 'F' -> all("Y-m-d");
      case 'T' -> all("H:M:S");
      case 'R' -> all("H:M");
      case 'D' -> all("m/d/y");
      case 'c' -> all("a b e T Y");
      case 'z' -> {
        out.appendByte(offsetSeconds < 0 ? '-' : '+');
        two(Math.abs(offsetSeconds) / 3600);
        two(Math.abs(offsetSeconds) / 60 % 60);
      }
      case 'Z' -> out.append(zoneName());
      case 'n' -> out.appendByte('\n');
      case 't' -> out.appendByte('\t');
      case '%' -> out.appendByte('%');
      default -> out.appendByte('%').appendByte(letter);
    }
  }

  private String zoneName() {
    TimeZone zone = TimeZone.getDefault();
    boolean summer = offsetSeconds * 1000 != zone.getRawOffset();
    return zone.getDisplayName(summer, TimeZone.SHORT, java.util.Locale.ROOT);
  }

  /** Appends what letters stand for, and what isn't a letter as it is. */
  private void all(String letters) {
    for (int i = 0; i < letters.length(); i++) {
      char letter = letters.charAt(i);
      if (Character.isLetter(letter)) {
        append(letter);
      } else {
        out.appendByte(letter);
      }
    }
  }

  private void two(long value) {
    filled(value, 2);
  }

  private void filled(long value, int width) {
    int start = out.length();
    out.appendDecimal(value).padLeft(start, width, '0');
  }
}
