package ktap.sources.flow;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class EventPatternTest {
  @Test
  void blanksAndCommasStandBetweenTheWordsOfAList() {
    assertThat(EventPattern.words("sched:*")).containsExactly("sched:*");
    assertThat(EventPattern.words(" a:b, c:d\te:f,g:h\n,"))
        .containsExactly("a:b", "c:d", "e:f", "g:h");
    assertThat(EventPattern.words(" , ")).isEmpty();
  }
}
