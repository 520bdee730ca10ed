package ktap.pipelines.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class PatienceTest {
  private final AtomicLong turns = new AtomicLong();
  private final AtomicInteger interrupts = new AtomicInteger();
  private final Patience patience = new Patience(turns::get, interrupts::incrementAndGet);

  private void look(int times) {
    for (int i = 0; i < times; i++) {
      patience.look();
    }
  }

  @Test
  void aHandlerThatHasHungForAWhileEndsAtOnce() {
    turns.set(5);
    look(4);
    assertThat(patience.hangs()).isTrue();
    assertThat(interrupts).hasValue(0);
    patience.endIn(0);
    assertThat(interrupts).hasValue(1);
    look(2);
    assertThat(interrupts).hasValue(1);
  }

  @Test
  void aHandlerThatHasJustBegunMayEnd() {
    turns.set(4);
    look(100);
    turns.set(5);
    look(3);
    assertThat(patience.hangs()).isFalse();
  }

  @Test
  void aScriptThatWaitsForEventsDoesNotHang() {
    turns.set(4);
    look(100);
    assertThat(patience.hangs()).isFalse();
  }

  @Test
  void eventsThatWaitAreHandledForAMoment() throws InterruptedException {
    patience.endIn(0);
    for (int i = 0; i < 10; i++) {
      Thread.sleep(10);
      turns.incrementAndGet();
      patience.look();
    }
    assertThat(interrupts).hasValue(1);
  }

  @Test
  void aHandlerThatIsSparedIsLeftInPeaceAndNoOtherFollows() throws InterruptedException {
    AtomicInteger leaves = new AtomicInteger();
    patience.spareHandlers(leaves::incrementAndGet);
    turns.set(5);
    look(10);
    patience.endIn(0);
    assertThat(leaves).hasValue(0);
    Thread.sleep(70);
    look(1);
    assertThat(leaves).hasPositiveValue();
    assertThat(interrupts).hasValue(0);
  }

  @Test
  void aRunWithoutAnEndGoesOn() {
    turns.set(5);
    patience.endIn(Long.MAX_VALUE);
    look(100);
    assertThat(interrupts).hasValue(0);
  }

  @Test
  void theEndOfTheRunIsKept() throws InterruptedException {
    turns.set(5);
    patience.endIn(20_000_000);
    look(10);
    assertThat(patience.hangs()).isTrue();
    Thread.sleep(25);
    patience.look();
    assertThat(interrupts).hasValue(1);
  }
}
