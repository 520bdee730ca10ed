package ktap.sources.format;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import ktap.sources.flow.ByteText;
import ktap.sources.flow.Bytes;
import ktap.sources.flow.EventName;
import ktap.sources.flow.EventType;
import ktap.sources.flow.Field;
import ktap.sources.flow.Field.Kind;
import ktap.sources.flow.KernelNames;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class EventTextTest {
  private static final List<Field> FIELDS =
      List.of(
          Field.integer("number", "long", 8, 8, true),
          Field.integer("small", "int", 16, 4, true),
          Field.integer("byte", "u8", 20, 1, false),
          new Field("comm", "char[8]", Kind.TEXT, 24, 8, 1, false, 0, 0),
          new Field("data", "u8[16]", Kind.ARRAY, 32, 16, 1, false, 0, 0),
          Field.dynamicText("name", 48),
          Field.integer("pointer", "void *", 56, 8, false));
  private static final byte[] PAYLOAD = payload();

  private static byte[] payload() {
    byte[] bytes = new byte[72];
    Bytes.putLong(bytes, 8, 0xdeadL);
    Bytes.putInt(bytes, 16, -3);
    bytes[20] = (byte) 200;
    System.arraycopy("bash\0x".getBytes(UTF_8), 0, bytes, 24, 6);
    for (int i = 0; i < 16; i++) {
      bytes[32 + i] = (byte) (i * 17);
    }
    Bytes.putInt(bytes, 48, 6 << 16 | 64);
    System.arraycopy("a.out\0".getBytes(UTF_8), 0, bytes, 64, 6);
    return bytes;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '§',
      quoteCharacter = '\0',
      value = {
        "\"%d %u %x\", REC->small, REC->small, REC->small § -3 4294967293 fffffffd",
        "\"%ld %lx %#lx %08lx\", REC->number, REC->number, REC->number, REC->number"
            + " § 57005 dead 0xdead 0000dead",
        "\"[%5d] [%-5d] [%05d] [%+d] [% d]\", REC->small, REC->small, REC->small, 7, 7"
            + " § [   -3] [-3   ] [-0003] [+7] [ 7]",
        "\"%#08x %#o %.5d %8.3d|\", 0xbeef, 8, 42, 7 § 0x00beef 010 00042      007|",
        "\"%hhd %hu %llx\", 511, 65537, -1LL § -1 1 ffffffffffffffff",
        "\"%c%c %% %s %.*s %8s %-8s|\", 'o', 0x6b, REC->comm, 2, REC->comm, \"r\", \"l\""
            + " § ok % bash ba        r l       |",
        "\"%s %s\", __get_str(name), ((void *)0) § a.out (null)",
        "\"%p %px\", REC->pointer, (void *)REC->number § 0000000000000000 000000000000dead",
        "\"%pI4 %pi4 %pM %pUb\", REC->data, REC->data, REC->data, REC->data § 0.17.34.51"
            + " 000.017.034.051 00:11:22:33:44:55 00112233-4455-6677-8899-aabbccddeeff",
        "\"%pUl %*ph %*phC\", REC->data, 3, REC->data, 2, &REC->data[1]"
            + " § 33221100-5544-7766-8899-aabbccddeeff 00 11 22 11:22",
        "\"%*pbl %*pb\", 16, REC->data, 20, REC->data § 8,12 21100",
        "\"%s %s\", __print_hex(REC->data, 3), __print_hex_str(REC->data, 3) § 00 11 22 001122",
        "\"%s\", __print_array(REC->data, 2, sizeof(u32)) § {0x33221100,0x77665544}",
        "\"%s %s\", __print_flags(REC->byte, \"|\", {128, \"A\"}, {64, \"B\"}, {1, \"C\"}), "
            + "__print_flags(3, \",\", {1, \"x\"}, {2, \"y\"}) § A|B|0x8 x,y",
        "\"%s %s\", __print_symbolic(REC->small, {-3, \"minus \" \"three\"}), __print_symbolic(9,"
            + " {1, \"x\"}, {-1, ((void *)0)}) § minus three 0x9",
        "\"%d %d %d\", REC->small < 0U, REC->small < 0, -1 > 0 ? 1 : 2 § 0 1 2",
        "\"%d %lu %d\", REC->byte >> 3, (unsigned long)REC->number << 4, ~0 & 0xff § 25 912080 255",
        "\"%s\", __get_str(name)[0] == 'a' && REC->number ? REC->comm : \"\" § bash",
        "\"%u:%u\", ((unsigned int) ((REC->number) >> 12)), ((unsigned int)"
            + " ((REC->number) & ((1U << 12) - 1))) § 13:3757",
        "\"%d\" \" %d\\n\", ((u16 *)REC->data)[1], *(u8 *)(REC->data + 2) § 13090 34\\n",
        "\"%pS %s\", (void *)REC->number, REC->pointer § 0xdead (null)",
      })
  void printsAsTheKernelDoes(String format, String expected) {
    EventText text = EventText.of(type("x:y", format, FIELDS));
    assertThat(text.reason()).isEmpty();
    assertThat(print(text, PAYLOAD)).isEqualTo(expected.replace("\\n", "\n"));
  }

  @Test
  void systemCallsLookAsInTheFirstKtap() {
    List<Field> fields =
        List.of(
            Field.integer("__syscall_nr", "int", 8, 4, true),
            new Field("fd", "unsigned int", Kind.INTEGER, 16, 8, 4, false, 0, 0),
            Field.integer("buf", "const char *", 24, 8, false),
            Field.integer("count", "size_t", 32, 8, false));
    byte[] bytes = new byte[40];
    Bytes.putLong(bytes, 16, 3);
    Bytes.putLong(bytes, 24, 0xb7fdf378L);
    Bytes.putLong(bytes, 32, 0x90);
    EventText entry = EventText.of(type("syscalls:sys_enter_write", "\"\"", fields));
    assertThat(print(entry, bytes)).isEqualTo("sys_write(fd: 3, buf: b7fdf378, count: 90)");
    assertThat(entry.kind()).isEqualTo(EventText.Kind.SYSTEM_CALL);
    EventText none = EventText.of(type("syscalls:sys_enter_getpid", "\"\"", fields.subList(0, 1)));
    assertThat(print(none, bytes)).isEqualTo("sys_getpid()");
  }

  @Test
  void aNegativeReturnIsSixtyFourBits() {
    List<Field> fields =
        List.of(
            Field.integer("__syscall_nr", "int", 8, 4, true),
            Field.integer("ret", "long", 16, 8, true));
    EventText text = EventText.of(type("syscalls:sys_exit_openat", "\"0x%lx\", REC->ret", fields));
    byte[] bytes = new byte[24];
    Bytes.putLong(bytes, 16, 0x90);
    assertThat(print(text, bytes)).isEqualTo("sys_openat -> 0x90");
    Bytes.putLong(bytes, 16, -2);
    assertThat(print(text, bytes)).isEqualTo("sys_openat -> 0xfffffffffffffffe");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '§',
      quoteCharacter = '\0',
      value = {
        "\"%u\", jiffies_to_msecs(REC->small)"
            + " § has a print format that calls the kernel's function jiffies_to_msecs()",
        "\"%d\", HIDDEN"
            + " § has a print format that uses the kernel's name HIDDEN, whose value isn't known",
        "\"%d\", REC->task->pid § has a print format that uses an unknown field 'task'",
        "\"%d\", REC->pointer->pid § has a print format that reads a member of a structure",
        "\"%d %d\", 1 § has a print format that has fewer arguments than conversions",
        "\"%pV\", REC->pointer § has a print format that has the conversion '%pV'",
        "\"%d\", REC->small + § has a print format that can't be read at ''",
        "\"%d\", ({ int x; }) § has a print format that has statements of C",
      })
  void whatOnlyTheKernelKnowsIsPrintedAsNamesAndValues(String format, String reason) {
    EventText text = EventText.of(type("x:y", format, FIELDS));
    assertThat(text.reason()).contains("x:y " + reason);
    assertThat(text.kind()).isEqualTo(EventText.Kind.NAMES_AND_VALUES);
    assertThat(print(text, PAYLOAD))
        .isEqualTo(
            "number=57005 small=-3 byte=200 comm=bash data={0x0,0x11,0x22,0x33,0x44,0x55,0x66,"
                + "0x77,0x88,0x99,0xaa,0xbb,0xcc,0xdd,0xee,0xff} name=a.out pointer=0x0");
  }

  @Test
  void addressesGetTheKernelsNames() {
    KernelNames names =
        KernelFiles.stored(
            """
            0000000000001000 A fixed_percpu_data
            ffffffff81000000 T _stext
            ffffffff81000000 T first
            ffffffff81000040 t second
            ffffffff81000040 t alias
            ffffffff81000080 T _etext
            ffffffffa0000000 t inside	[mod]
            ffffffffa0000100 t outside	[mod]
            """
                .getBytes(UTF_8),
            "0xffffffff81234567 : \"rcu_\\\"x\\\"\"\n".getBytes(UTF_8));
    ByteText out = new ByteText();
    assertThat(names.appendSymbol(0xffffffff81000044L, true, out)).isTrue();
    out.append(", ");
    assertThat(names.appendSymbol(0xffffffff81000001L, false, out)).isTrue();
    out.append(", ");
    assertThat(names.appendSymbol(0xffffffffa0000010L, true, out)).isTrue();
    out.append(", ");
    assertThat(names.appendText(0xffffffff81234567L, out)).isTrue();
    assertThat(out.toString())
        .isEqualTo("second+0x4/0x40, _stext, inside+0x10/0x100 [mod], rcu_\"x\"");
    assertThat(names.appendSymbol(0xffffffff81000080L, true, out)).isFalse();
    assertThat(names.appendSymbol(0x7fff00001000L, true, out)).isFalse();
    assertThat(names.appendText(1, out)).isFalse();
  }

  private static EventType type(String name, String format, List<Field> fields) {
    return new EventType(EventName.parse(name), 1, fields, format);
  }

  private static String print(EventText text, byte[] payload) {
    ByteText out = new ByteText();
    text.append(payload, 0, payload.length, out);
    return out.toString();
  }
}
