package ktap.pipelines.live;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ScriptOutputTest {
  @Test
  void whatIsPrintedInALongLoopIsShownAfterAWhile() {
    AtomicLong now = new AtomicLong();
    ByteArrayOutputStream shown = new ByteArrayOutputStream();
    ScriptOutput output = new ScriptOutput(shown, now::get);

    output.write("one\n".getBytes(UTF_8), 0, 4);
    output.flushOld();
    assertThat(shown.toString(UTF_8)).isEmpty();

    now.set(20_000_000);
    output.flushOld();
    assertThat(shown.toString(UTF_8)).isEqualTo("one\n");

    output.write("two\n".getBytes(UTF_8), 0, 4);
    output.flushOld();
    assertThat(shown.toString(UTF_8)).isEqualTo("one\n");
  }
}
