package ktap.pipelines.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ktap.pipelines.live.ThisMachine;
import ktap.script.ScriptSettings.Engine;
import ktap.script.value.Limits;
import org.junit.jupiter.api.Test;

final class LiveOptionsTest {

  private static LiveOptions options(String... words) throws CommandException {
    return LiveOptions.of(ArgumentParser.parse(words));
  }

  @Test
  void withoutOptionsAScriptHasTheUsualLimitsAndEngine() throws CommandException {
    assertThat(options("a.kp").limits()).isEqualTo(Limits.DEFAULT);
    assertThat(options("a.kp").engine()).isEqualTo(Engine.JVM);
  }

  @Test
  void eachLimitHasAnOption() throws CommandException {
    assertThat(
            options(
                    "--max-loops",
                    "7",
                    "--max-depth",
                    "50",
                    "--max-entries",
                    "1000",
                    "--max-string",
                    "1k",
                    "a.kp")
                .limits())
        .isEqualTo(new Limits(7, 50, 1_000, 1_024));
    assertThat(options("--max-string", "8g", "a.kp").limits().maxStringBytes())
        .isEqualTo(Integer.MAX_VALUE - 8);
  }

  @Test
  void aCpuMustBeThereForEachCommand() throws CommandException {
    String sentence = "cpu 9999 is not online; those that are: " + ThisMachine.onlineCpus();
    assertThat(options("-C", "0", "a.kp").cpu()).hasValue(0);
    assertThatThrownBy(() -> options("-C", "9999", "a.kp")).hasMessage(sentence);
    assertThatThrownBy(() -> options("record", "-C", "9999")).hasMessage(sentence);
  }

  @Test
  void enginesAreChosenByName() throws CommandException {
    assertThat(options("--engine", "interpreter", "a.kp").engine()).isEqualTo(Engine.INTERPRETER);
    assertThatThrownBy(() -> options("--engine", "turbo", "a.kp"))
        .hasMessage("--engine takes jvm or interpreter, not 'turbo'");
  }
}
