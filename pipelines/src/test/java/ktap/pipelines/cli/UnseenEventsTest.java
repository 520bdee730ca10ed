package ktap.pipelines.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import ktap.natives.linux.MissingPermission;
import ktap.sources.flow.Capture;
import ktap.sources.flow.EventCatalog;
import ktap.sources.flow.EventName;
import ktap.sources.flow.EventType;
import org.junit.jupiter.api.Test;

/** Who may not see the kernel's events is told the mistakes in a script all the same. */
class UnseenEventsTest {
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final Console console =
      new Console(InputStream.nullInputStream(), new ByteArrayOutputStream(), err);

  private record Unseen() implements EventCatalog {
    @Override
    public List<EventName> names() {
      throw new MissingPermission("tracing the kernel", "CAP_DAC_OVERRIDE", "/tracing");
    }

    @Override
    public Optional<EventType> find(EventName name) {
      throw new MissingPermission("tracing the kernel", "CAP_DAC_OVERRIDE", "/tracing");
    }

    @Override
    public Set<Capture> captures() {
      return Set.of();
    }
  }

  private void compile(String script) throws CommandException {
    LiveOptions options = LiveOptions.of(ArgumentParser.parse(new String[] {"-e", script}));
    ScriptCommand.compile(Scripts.oneLiner(script), options, new Unseen(), console);
  }

  @Test
  void mistakesComeFirst() {
    assertThatThrownBy(() -> compile("trace syscalls:* { print(nosuch) }"))
        .isInstanceOfSatisfying(
            CommandException.class, e -> assertThat(e.status()).isEqualTo(ExitStatus.SCRIPT));

    assertThat(err.toString(StandardCharsets.UTF_8))
        .contains("error: undefined global variable 'nosuch'");
  }

  @Test
  void aScriptWithoutMistakesIsToldWhatItLacks() {
    assertThatThrownBy(() -> compile("trace syscalls:* { print(1) }"))
        .isInstanceOf(MissingPermission.class);

    assertThat(err.size()).isZero();
  }
}
