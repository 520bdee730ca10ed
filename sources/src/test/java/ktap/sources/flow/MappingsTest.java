package ktap.sources.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import ktap.sources.flow.MappingChange.Ended;
import ktap.sources.flow.MappingChange.Forked;
import ktap.sources.flow.MappingChange.Mapped;
import org.junit.jupiter.api.Test;

/** Where code lies in processes, over time. */
class MappingsTest {
  private static final MappingChange SHELL = new Mapped(10, 0, 0x1000, 0x1000, 0x200, "/bin/sh");
  private static final MappingChange FORK = new Forked(11, 5, 10);
  private static final MappingChange LATER = new Mapped(10, 7, 0x8000, 0x1000, 0, "/lib/late.so");
  private static final MappingChange LIST = new Mapped(11, 9, 0x1800, 0x100, 0, "/bin/ls");
  private static final MappingChange END = new Ended(11, 20);

  private final Mappings mappings = new Mappings();

  private String place(int pid, long address, long time) {
    ByteText text = new ByteText();
    return UserSymbols.of(mappings).append(pid, time, address, text) ? text.toString() : "";
  }

  private void add(MappingChange... changes) {
    for (MappingChange change : changes) {
      mappings.add(change);
    }
  }

  @Test
  void anAddressIsAPlaceInTheFileThatIsMappedThere() {
    add(SHELL);
    assertThat(place(10, 0x1000, 1)).isEqualTo("/bin/sh+0x200");
    assertThat(place(10, 0x1fff, 1)).isEqualTo("/bin/sh+0x11ff");
    assertThat(place(10, 0x2000, 1)).isEmpty();
    assertThat(place(12, 0x1000, 1)).isEmpty();
  }

  @Test
  void aCopyHasWhatWasMappedWhenItBegan() {
    add(SHELL, FORK, LATER);
    assertThat(place(11, 0x1000, 6)).isEqualTo("/bin/sh+0x200");
    assertThat(place(11, 0x8000, 8)).isEmpty();
  }

  @Test
  void whatIsMappedLaterLiesOnTop() {
    add(SHELL, FORK, LIST);
    assertThat(place(11, 0x1800, 8)).isEqualTo("/bin/sh+0xa00");
    assertThat(place(11, 0x1800, 9)).isEqualTo("/bin/ls+0x0");
  }

  @Test
  void theLastEventsOfAProcessComeAfterItsEnd() {
    add(SHELL, FORK, LIST, END);
    assertThat(place(11, 0x1800, 21)).isEqualTo("/bin/ls+0x0");
  }

  @Test
  void codeThatAProgramMadeLiesInNoFile() {
    add(new Mapped(10, 0, 0x1000, 0x1000, 0, "//anon"));
    assertThat(place(10, 0x1000, 1)).isEmpty();
  }

  @Test
  void whatEndedEarlierIsNotNeededLater() {
    add(SHELL, FORK, LATER, LIST, END);
    assertThat(mappings.from(20)).containsExactly(SHELL, FORK, LATER, LIST, END);
    assertThat(mappings.from(21)).containsExactly(SHELL, LATER);
    assertThat(mappings.since(3)).containsExactly(LIST, END);
  }

  @Test
  void aCopyThatOutlivesItsParentNeedsIt() {
    MappingChange end = new Ended(10, 8);
    add(SHELL, FORK, LATER, end);
    assertThat(mappings.from(30)).containsExactly(SHELL, FORK, LATER, end);
  }

  @Test
  void theFirstThatEndedIsForgottenFirst() {
    Mappings small = new Mappings(3);
    for (MappingChange change : List.of(SHELL, FORK, LIST, END)) {
      small.add(change);
    }
    assertThat(small.from(0)).containsExactly(SHELL);
    assertThat(small.count()).isEqualTo(4);
  }
}
