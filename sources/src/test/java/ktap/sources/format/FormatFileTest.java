package ktap.sources.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ktap.sources.flow.EventName;
import ktap.sources.flow.EventType;
import ktap.sources.flow.Field;
import ktap.sources.flow.Field.Kind;
import org.junit.jupiter.api.Test;

final class FormatFileTest {
  private static final String COMMON =
      """
      	field:unsigned short common_type;	offset:0;	size:2;	signed:0;
      	field:int common_pid;	offset:4;	size:4;	signed:1;

      """;

  @Test
  void readsIdFieldsAndPrintFormat() {
    EventType type = parse("sched:x", "int prev_prio;	offset:28;	size:4;	signed:1;");
    assertThat(type.kernelId()).isEqualTo(42);
    assertThat(type.fields()).containsExactly(Field.integer("prev_prio", "int", 28, 4, true));
    assertThat(type.printFormat()).isEqualTo("\"a=%d\\n\", REC->a");
  }

  @Test
  void aRegisterCountsAsItsCType() {
    EventType type =
        parse(
            "syscalls:sys_enter_openat",
            "int dfd;	offset:16;	size:8;	signed:0;",
            "const char * filename;	offset:24;	size:8;	signed:0;",
            "umode_t mode;	offset:40;	size:8;	signed:0;",
            "const clockid_t which;	offset:48;	size:8;	signed:0;",
            "loff_t pos;	offset:56;	size:8;	signed:0;");
    assertThat(type.fields())
        .containsExactly(
            new Field("dfd", "int", Kind.INTEGER, 16, 8, 4, true, 0, 0),
            new Field("filename", "const char *", Kind.INTEGER, 24, 8, 8, false, 0, 0),
            new Field("mode", "umode_t", Kind.INTEGER, 40, 8, 2, false, 0, 0),
            new Field("which", "const clockid_t", Kind.INTEGER, 48, 8, 4, true, 0, 0),
            new Field("pos", "loff_t", Kind.INTEGER, 56, 8, 8, true, 0, 0));
  }

  @Test
  void elsewhereTheFileCounts() {
    EventType type = parse("x:y", "int odd;	offset:16;	size:8;	signed:0;");
    assertThat(type.fields()).containsExactly(Field.integer("odd", "int", 16, 8, false));
  }

  @Test
  void readsArraysTextsAndLocators() {
    EventType type =
        parse(
            "x:y",
            "char comm[16];	offset:8;	size:16;	signed:0;",
            "char comm[TASK_COMM_LEN];	offset:24;	size:16;	signed:0;",
            "__data_loc char[] name;	offset:40;	size:4;	signed:0;",
            "__rel_loc char[] other;	offset:44;	size:4;	signed:0;",
            "__data_loc u64[] values;	offset:48;	size:4;	signed:0;",
            "__data_loc cpumask_t cpus;	offset:52;	size:4;	signed:0;",
            "long v[3];	offset:56;	size:24;	signed:1;",
            "strange_t w[4];	offset:80;	size:16;	signed:0;",
            "char buf[];	offset:96;	size:0;	signed:0;");
    assertThat(type.fields())
        .containsExactly(
            new Field("comm", "char[16]", Kind.TEXT, 8, 16, 1, false, 0, 0),
            new Field("comm", "char[TASK_COMM_LEN]", Kind.TEXT, 24, 16, 1, false, 0, 0),
            new Field("name", "char[]", Kind.DYNAMIC_TEXT, 40, 4, 1, false, 0, 0),
            new Field("other", "char[]", Kind.RELATIVE_TEXT, 44, 4, 1, false, 0, 0),
            new Field("values", "u64[]", Kind.DYNAMIC_ARRAY, 48, 4, 8, false, 0, 0),
            new Field("cpus", "cpumask_t", Kind.DYNAMIC_ARRAY, 52, 4, 8, false, 0, 0),
            new Field("v", "long[3]", Kind.ARRAY, 56, 24, 8, true, 0, 0),
            new Field("w", "strange_t[4]", Kind.ARRAY, 80, 16, 4, false, 0, 0),
            new Field("buf", "char[]", Kind.TEXT, 96, 0, 1, false, 0, 0));
  }

  @Test
  void readsStructuresAndBitFields() {
    EventType type =
        parse(
            "x:y",
            "struct timespec64 t;	offset:8;	size:16;	signed:0;",
            "struct task * task;	offset:24;	size:8;	signed:0;",
            "unsigned int a:3;	offset:32;	size:4;	signed:0;",
            "int b:5;	offset:32;	size:4;	signed:1;");
    assertThat(type.fields())
        .containsExactly(
            new Field("t", "struct timespec64", Kind.OPAQUE, 8, 16, 1, false, 0, 0),
            Field.integer("task", "struct task *", 24, 8, false),
            new Field("a", "unsigned int", Kind.BIT_FIELD, 32, 4, 4, false, 0, 3),
            new Field("b", "int", Kind.BIT_FIELD, 32, 4, 4, true, 3, 5));
  }

  @Test
  void aFlexibleTextEndsAtItsNul() {
    Field buf = parse("x:y", "char buf[];	offset:1;	size:0;	signed:0;").fields().getFirst();
    byte[] bytes = {9, 'h', 'i', 0, 'x'};
    assertThat(buf.dataLength(bytes, 0)).isEqualTo(2);
  }

  @Test
  void takesTheNameFromTheText() {
    EventType type = FormatFile.parse("sched", text("sched_switch"));
    assertThat(type.name()).isEqualTo(new EventName("sched", "sched_switch"));
  }

  @Test
  void saysWhatCannotBeRead() {
    assertThatThrownBy(() -> FormatFile.parse(new EventName("a", "b"), "hello\n"))
        .isInstanceOf(FormatException.class)
        .hasMessage("the format of a:b has no line 'ID:'");
    assertThatThrownBy(() -> parse("a:b", "int x;	offset:y;	size:4;	signed:1;"))
        .isInstanceOf(FormatException.class)
        .hasMessage(
            "the format of a:b has a line that can't be read: "
                + "'field:int x;	offset:y;	size:4;	signed:1;'");
  }

  private static EventType parse(String name, String... fields) {
    return FormatFile.parse(EventName.parse(name), text(name, fields));
  }

  private static String text(String name, String... fields) {
    StringBuilder text = new StringBuilder("name: " + name + "\nID: 42\nformat:\n" + COMMON);
    for (String field : fields) {
      text.append("\tfield:").append(field).append('\n');
    }
    return text.append("\nprint fmt: \"a=%d\\n\", REC->a\n").toString();
  }
}
