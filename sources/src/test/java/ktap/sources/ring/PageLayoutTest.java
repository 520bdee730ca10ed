package ktap.sources.ring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

final class PageLayoutTest {
  private static final String TEXT =
      """
      \tfield: u64 timestamp;\toffset:0;\tsize:8;\tsigned:0;
      \tfield: local_t commit;\toffset:8;\tsize:8;\tsigned:1;
      \tfield: int overwrite;\toffset:8;\tsize:1;\tsigned:1;
      \tfield: char data;\toffset:16;\tsize:4080;\tsigned:0;
      """;

  @Test
  void readsTheHeaderOfA64BitKernel() {
    assertThat(PageLayout.parse(TEXT)).isEqualTo(PageLayout.USUAL);
  }

  @Test
  void readsTheHeaderOfA32BitKernel() {
    String text = TEXT.replace("offset:8;\tsize:8", "offset:8;\tsize:4").replace("16", "12");
    assertThat(PageLayout.parse(text)).isEqualTo(new PageLayout(0, 8, 4, 12));
  }

  @Test
  void refusesAnotherText() {
    assertThatThrownBy(() -> PageLayout.parse("nothing"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("events/header_page tells no offset: of the field timestamp");
  }
}
