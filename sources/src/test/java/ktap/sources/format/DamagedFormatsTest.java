package ktap.sources.format;

import static org.assertj.core.api.Assertions.assertThat;

import ktap.sources.flow.ByteText;
import ktap.sources.flow.EventType;
import ktap.sources.flow.Field;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A format with a wrong byte, as in a damaged trace file, is one that can't be read or another one;
 * so is one that lacks a byte, or all behind it.
 */
final class DamagedFormatsTest {
  private static final String FORMAT =
      """
      name: x
      ID: 42
      format:
      \tfield:unsigned short common_type;\toffset:0;\tsize:2;\tsigned:0;

      \tfield:int dfd;\toffset:8;\tsize:8;\tsigned:0;
      \tfield:char comm[16];\toffset:16;\tsize:16;\tsigned:0;
      \tfield:__data_loc char[] name;\toffset:32;\tsize:4;\tsigned:0;
      \tfield:__rel_loc u64[] all;\toffset:36;\tsize:4;\tsigned:0;
      \tfield:unsigned int low:3;\toffset:40;\tsize:4;\tsigned:0;
      \tfield:odd_t w[4];\toffset:44;\tsize:16;\tsigned:1;
      \tfield:struct s t;\toffset:60;\tsize:12;\tsigned:0;

      print fmt: "%s %-5d %08lx %pI4 %*ph [%.*s]\\n", __get_str(name), REC->dfd, (unsigned \
      long)REC->dfd >> 3, REC->w, 3, REC->w, 2, REC->comm
      """;
  private static final String HELPERS =
      """
      name: x
      ID: 42
      format:
      \tfield:int dfd;\toffset:8;\tsize:8;\tsigned:0;
      \tfield:u8 data[16];\toffset:16;\tsize:16;\tsigned:0;
      \tfield:__data_loc char[] name;\toffset:32;\tsize:4;\tsigned:0;

      print fmt: "%s %s %s %s %s", __print_flags(REC->dfd, "|", {128, "A"}, {1, "C"}), \
      __print_symbolic(REC->dfd, {-3, "minus " "three"}, {0, "b"}), __print_hex(REC->data, 3), \
      __print_array(REC->data, 2, sizeof(u32)), __get_str(name)[0] == 'a' && REC->dfd ? "y" : "n"
      """;

  private static final int PAYLOAD = 256;
  private static final String OTHERS = "[](){}:;,*\"'\\% \t\n0189aR-<>=?&\0\u0080\u00ff";

  @ParameterizedTest
  @ValueSource(strings = {FORMAT, HELPERS})
  void isReadOrRefused(String whole) {
    assertThat(tryOut(whole)).isTrue();
    for (int at = 0; at < whole.length(); at++) {
      String before = whole.substring(0, at);
      String behind = whole.substring(at + 1);
      tryOut(before);
      tryOut(before + behind);
      for (int i = 0; i < OTHERS.length(); i++) {
        tryOut(before + OTHERS.charAt(i) + behind);
        tryOut(before + OTHERS.charAt(i) + whole.substring(at));
      }
    }
  }

  /** Whether it could be read. */
  private static boolean tryOut(String format) {
    EventType type;
    try {
      type = FormatFile.parse("x", format);
    } catch (FormatException e) {
      assertThat(e).hasMessageStartingWith("the format of x:");
      return false;
    }
    if (type.fixedSize() > PAYLOAD) {
      return true; // no event is as long
    }
    byte[] bytes = new byte[PAYLOAD];
    for (Field field : type.fields()) {
      if (field.isInteger()) {
        field.readLong(bytes, 0);
      } else {
        assertThat(field.dataLength(bytes, 0)).isBetween(0, PAYLOAD);
      }
    }
    EventText text = EventText.of(type);
    text.append(bytes, 0, bytes.length, new ByteText());
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (i * 151);
    }
    text.append(bytes, 0, bytes.length, new ByteText());
    return true;
  }
}
