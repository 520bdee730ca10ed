package ktap.sources.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class NearestTest {
  private static final List<String> KNOWN =
      List.of("sys_enter_open", "sys_enter_openat", "sys_exit_open", "sched_switch", "filename");

  @Test
  void findsWhatASlipOrTwoExplains() {
    assertThat(Nearest.names("sys_enter_opne", KNOWN, 3))
        .containsExactly("sys_enter_open", "sys_enter_openat");
    assertThat(Nearest.names("sched_swich", KNOWN, 3)).containsExactly("sched_switch");
    assertThat(Nearest.names("fliename", KNOWN, 3)).containsExactly("filename");
  }

  @Test
  void isSilentWhereNothingIsNear() {
    assertThat(Nearest.names("x", List.of("y", "z"), 3)).isEmpty();
    assertThat(Nearest.names("bio_complete", KNOWN, 3)).isEmpty();
    assertThat(Nearest.hint("bio_complete", KNOWN)).isEmpty();
  }

  @Test
  void hintsInOneSentence() {
    assertThat(Nearest.hint("filenam", KNOWN)).isEqualTo("did you mean 'filename'?");
    assertThat(Nearest.hint("ab", List.of("ac", "ad", "ae", "zz")))
        .isEqualTo("did you mean 'ac', 'ad' or 'ae'?");
  }
}
