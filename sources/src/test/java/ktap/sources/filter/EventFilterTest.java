package ktap.sources.filter;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import ktap.sources.flow.Bytes;
import ktap.sources.flow.EventBatchBuilder;
import ktap.sources.flow.EventCursor;
import ktap.sources.flow.EventName;
import ktap.sources.flow.EventTables;
import ktap.sources.flow.EventType;
import ktap.sources.flow.Field;
import ktap.sources.flow.Field.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class EventFilterTest {
  private static final EventType OPENAT =
      new EventType(
          new EventName("syscalls", "sys_enter_openat"),
          1,
          List.of(
              Field.integer("__syscall_nr", "int", 8, 4, true),
              new Field("dfd", "int", Kind.INTEGER, 16, 8, 4, true, 0, 0),
              Field.integer("filename", "const char *", 24, 8, false),
              new Field("flags", "unsigned int", Kind.INTEGER, 32, 8, 4, false, 0, 0),
              new Field("mode", "umode_t", Kind.INTEGER, 40, 8, 2, false, 0, 0)),
          "");
  private static final EventType SWITCH =
      new EventType(
          new EventName("sched", "x"),
          2,
          List.of(
              new Field("prev_comm", "char[16]", Kind.TEXT, 8, 16, 1, false, 0, 0),
              Field.integer("prev_pid", "pid_t", 24, 4, true),
              Field.integer("port", "u16", 28, 2, false),
              new Field("data", "u8[4]", Kind.ARRAY, 32, 4, 1, false, 0, 0)),
          "");

  @ParameterizedTest
  @CsvSource(
      delimiter = '§',
      quoteCharacter = '\0',
      value = {
        "dfd == -100 § (dfd == 4294967196 || dfd == 18446744073709551516)",
        "dfd != -1 § (dfd != 4294967295 && dfd != 18446744073709551615)",
        "dfd == 3 § dfd == 3",
        "dfd < 0 § dfd > 2147483647",
        "dfd >= 0 § dfd <= 2147483647",
        "dfd > 3 § (dfd > 3 && dfd <= 2147483647)",
        "dfd < 3 § (dfd < 3 || dfd > 2147483647)",
        "flags & 0x40 § flags & 64",
        "filename ~ \"*x*\" && tid == 0x10 § filename.ustring ~ \"*x*\" && common_pid == 16",
        "filename.ustring == 'a\"b' § filename.ustring == 'a\"b'",
        "execname == bash || cpu == 1 § (COMM == \"bash\" || CPU == 1)",
        "!(dfd == 3) && !flags == 1 § !(dfd == 3) && !(flags == 1)",
        "CPU & CPUS{0-1} § CPU & CPUS{0-1}",
      })
  void saysToTheKernelWhatItUnderstands(String filter, String kernel) {
    EventFilter parsed = EventFilter.parse(filter);
    assertThat(parsed.kernelText(OPENAT)).contains(kernel);
    assertThat(parsed.whyNotKernel(OPENAT)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '§',
      quoteCharacter = '\0',
      value = {
        "mode == 0644 && dfd == 3 § dfd == 3 § the kernel compares more than the 16 bits of 'mode'",
        "pid == 3 && dfd == 3 § dfd == 3 § the kernel can't compare 'pid'",
        "dfd < -5 § dfd > 2147483647 § the kernel takes 'dfd' for unsigned",
        "pid == 3 || dfd == 3 § § the kernel can't compare 'pid'",
        "!(pid == 3) § § the kernel can't compare 'pid'",
        "flags > 3 § § the kernel compares the whole register of 'flags'",
        "dfd == 99999999999 § § the kernel cuts a number to the 32 bits of 'dfd'",
      })
  void letsThroughMoreWhereTheKernelCannotTell(String filter, String kernel, String reason) {
    EventFilter parsed = EventFilter.parse(filter);
    assertThat(parsed.kernelText(OPENAT).orElse("")).isEqualTo(kernel == null ? "" : kernel);
    assertThat(parsed.whyNotKernel(OPENAT))
        .contains(reason + "; ktap filters syscalls:sys_enter_openat itself");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '§',
      quoteCharacter = '\0',
      value = {
        "prev_comm == bash && prev_pid == -3 § true",
        "prev_comm ~ \"b?s*\" && prev_pid < 0 § true",
        "prev_comm != 'bash' || port > 65000 § true",
        "port == -1 § false",
        "port & 0x8000 § true",
        "prev_pid > 4294967000 § false",
        "prev_pid < 18446744073709551615 § true",
        "tid == 11 && pid == 10 && cpu == 2 && execname ~ sh* § true",
        "CPU & CPUS{0,2-3} § true",
        "!CPU & CPUS{0,2-3} § false",
        "common_pid == 12 § false",
        "(prev_pid == 1 || prev_pid == -3) && !(port == 1) § true",
      })
  void testsAnEvent(String filter, boolean expected) {
    EventTables tables = EventTables.create();
    int type = tables.add(SWITCH);
    EventBatchBuilder builder = new EventBatchBuilder(tables, 100);
    byte[] payload = new byte[40];
    System.arraycopy("bash".getBytes(UTF_8), 0, payload, 8, 4);
    Bytes.putInt(payload, 24, -3);
    Bytes.putShort(payload, 28, 65535);
    int command = tables.names().number("shell".getBytes(UTF_8));
    builder.add(type, 1, 2, 11, 10, command, 0, payload, 0, payload.length);
    EventCursor event = builder.build().cursor();
    assertThat(event.next()).isTrue();
    assertThat(EventFilter.parse(filter).bind(SWITCH).matches(event)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '§',
      quoteCharacter = '\0',
      value = {
        "dfd § 3 § expected one of == != < <= > >= & ~ behind 'dfd', found the end of the filter",
        "dfd == § 6 § expected a number or a text to compare 'dfd' with, found the end of the"
            + " filter",
        "(dfd == 3 § 9 § expected ')', found the end of the filter",
        "3 == dfd § 0 § expected the name of a field, found '3 == dfd'",
        "dfd == 3 flags == 1 § 9 § expected '&&' or '||' between two comparisons, found 'flags =="
            + " 1'",
        "comm == \"x § 8 § the text that starts here has no closing \"",
        "dfd == 1e3 § 7 § expected a number or a quoted text, found '1e3'",
      })
  void saysWhereItCannotBeRead(String filter, int position, String message) {
    assertThatThrownBy(() -> EventFilter.parse(filter))
        .isInstanceOfSatisfying(
            FilterException.class,
            e -> {
              assertThat(e.position()).isEqualTo(position);
              assertThat(e).hasMessage(message);
            });
  }

  @Test
  void hasNoMoreComparisonsThanAnybodyWrites() {
    String filter = "prev_pid == 1 && ".repeat(999) + "prev_pid == 2";
    assertThat(EventFilter.parse(filter).fits(SWITCH)).isTrue();
    assertThatThrownBy(() -> EventFilter.parse(filter + " || prev_pid == 3"))
        .hasMessage("the filter has more than 1000 comparisons");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '§',
      quoteCharacter = '\0',
      value = {
        "prev_pidd == 3 § sched:x has no field 'prev_pidd'; did you mean 'prev_pid'?",
        "data == 3 § 'data' is an array or a structure; only numbers and text can be compared",
        "prev_comm == 3 § 'prev_comm' is a text; compare it with a quoted text",
        "prev_pid == \"3\" § 'prev_pid' is a number; compare it with a number",
        "prev_comm < x § 'prev_comm' is a text; compare it by ==, != or ~",
      })
  void saysWhatAnEventCannotBeComparedWith(String filter, String message) {
    assertThatThrownBy(() -> EventFilter.parse(filter).check(SWITCH)).hasMessage(message);
  }

  @Test
  void textInUserMemoryIsTheKernelsAlone() {
    EventFilter filter = EventFilter.parse("filename ~ \"*x*\" && pid == 3");
    assertThat(filter.needsKernel(OPENAT))
        .contains(
            "'filename' of syscalls:sys_enter_openat is text in memory that only the kernel can"
                + " compare");
    assertThat(EventFilter.parse("dfd == 3").needsKernel(OPENAT)).isEmpty();
    assertThatThrownBy(() -> EventFilter.parse("filename ~ \"*x*\" || pid == 3").check(OPENAT))
        .hasMessage(
            "'filename' can only be compared by the kernel, but the kernel can't compare 'pid';"
                + " join them by &&");
  }

  @Test
  void anEventThatLacksTheFieldDoesNotMatch() {
    EventFilter filter = EventFilter.parse("dfd == 3");
    assertThat(filter.fits(SWITCH)).isFalse();
    assertThat(filter.kernelText(SWITCH)).contains("common_pid == -1");
  }
}
