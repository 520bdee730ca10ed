package ktap.sources.ring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import ktap.sources.flow.Bytes;
import org.junit.jupiter.api.Test;

final class RingPageTest {
  private static final int START = 16;

  private final RingPage page = new RingPage(PageLayout.USUAL);
  private final byte[] bytes = new byte[128];
  private int at = START;

  /** A page of Linux 6.18; the expected values are those that its {@code trace} file printed. */
  @Test
  void readsAPageOfTheKernel() throws IOException {
    byte[] captured;
    try (InputStream file = RingPageTest.class.getResourceAsStream("page.raw")) {
      captured = file.readAllBytes();
    }
    page.reset(captured, 0, captured.length);
    List<String> events = new ArrayList<>();
    while (page.next()) {
      int id = Bytes.getShort(captured, page.start());
      int tid = Bytes.getInt(captured, page.start() + 4);
      events.add((page.timeNanos() + 500) / 1000 + " " + id + " " + tid + " " + page.length());
    }
    assertThat(events).hasSize(30);
    assertThat(events)
        .startsWith("2789659385 205 17641 48", "2789659879 205 17641 48", "2789660155 204 17660 48")
        .endsWith("2789994766 369 17659 36", "2790000326 840 17655 40");
  }

  @Test
  void knowsEveryKindOfWord() {
    event(2, 5, 11, 12);
    event(0, 7, 12, 13, 14);
    put(30 | 3 << 5, 1);
    event(1, 0, 15);
    put(31 | 9 << 5, 4);
    event(1, 1, 16);
    put(29 | 1 << 5, 4);
    put(29 | 20 << 5, 8, 99);
    event(1, 2, 17);
    put(29, 0);
    header(1000, at - START);
    assertThat(walk())
        .containsExactly(
            "1005 8 11",
            "1012 8 13",
            (1012 + 3 + (1L << 27)) + " 4 15",
            ((4L << 27) + 9 + 1) + " 4 16",
            ((4L << 27) + 10 + 20 + 2) + " 4 17");
  }

  @Test
  void theUpperBitsOfATimeStampAreThoseBefore() {
    put(31 | 9 << 5, 4);
    event(1, 1, 16);
    header(3L << 59, at - START);
    assertThat(walk()).containsExactly((3L << 59 | (4L << 27) + 10) + " 4 16");
  }

  @Test
  void tellsWhatWasLostBefore() {
    event(1, 1, 16);
    int committed = at - START;
    Bytes.putLong(bytes, at, 42);
    header(0, committed | 1 << 31 | 1 << 30);
    page.reset(bytes, 0, bytes.length);
    assertThat(page.lostBefore()).isEqualTo(42);
    assertThat(page.committed()).isEqualTo(committed);
    header(0, committed | 1 << 31);
    page.reset(bytes, 0, bytes.length);
    assertThat(page.lostBefore()).isEqualTo(RingPage.LOST_UNCOUNTED);
  }

  @Test
  void refusesAPageThatIsNoPage() {
    header(0, 4096);
    assertThatThrownBy(() -> page.reset(bytes, 0, bytes.length))
        .isInstanceOf(CorruptPageException.class)
        .hasMessage("a ring page of 128 bytes says that 4096 of them are events");
    put(28, 0);
    header(0, 8);
    page.reset(bytes, 0, bytes.length);
    assertThatThrownBy(page::next)
        .isInstanceOf(CorruptPageException.class)
        .hasMessage("an event of 112 bytes doesn't fit the 8 bytes left in its page");
  }

  private void event(int kind, int delta, int... words) {
    put(kind | delta << 5);
    put(words);
  }

  private void put(int... words) {
    for (int word : words) {
      Bytes.putInt(bytes, at, word);
      at += 4;
    }
  }

  private void header(long time, int commit) {
    Bytes.putLong(bytes, 0, time);
    Bytes.putLong(bytes, 8, commit & 0xffffffffL);
  }

  private List<String> walk() {
    List<String> events = new ArrayList<>();
    page.reset(bytes, 0, bytes.length);
    while (page.next()) {
      events.add(page.timeNanos() + " " + page.length() + " " + Bytes.getInt(bytes, page.start()));
    }
    return events;
  }
}
