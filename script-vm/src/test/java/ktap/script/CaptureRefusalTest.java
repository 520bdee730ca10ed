package ktap.script;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import ktap.script.source.ScriptSyntaxException;
import ktap.script.source.SourceText;
import ktap.sources.flow.Capture;
import org.junit.jupiter.api.Test;

/**
 * What must be captured at the event is refused, before anything runs, where the source of the run
 * can't: the whole message, for each.
 */
class CaptureRefusalTest {
  private static final Map<String, Capture> CALLS =
      new TreeMap<>(
          Map.of(
              "uid", Capture.UID,
              "stack()", Capture.KERNEL_STACK,
              "ustack()", Capture.USER_STACK,
              "user_string(arg0)", Capture.USER_STRING,
              "kernel_string(arg0)", Capture.KERNEL_STRING,
              "in_iowait()", Capture.IO_WAIT,
              "curr_taskinfo(16)", Capture.TASK_FIELD));

  @Test
  void eachIsNamedWithItsPlaceAndWhatToDo() {
    for (Map.Entry<String, Capture> call : CALLS.entrySet()) {
      String text = call.getKey();
      String script = "trace *:* { print(" + text + ") }";
      int open = text.indexOf('(');
      String caret = "^" + "~".repeat((open < 0 ? text.length() : open) - 1);
      assertThatThrownBy(
              () ->
                  Script.compile(
                      SourceText.of("a.kp", script), ScriptSettings.of(TestHost.catalog())))
          .isInstanceOf(ScriptSyntaxException.class)
          .hasMessageContaining(
              "a.kp:1:19: error: '"
                  + call.getValue().scriptName()
                  + "' must be captured when the event happens, and the source of this run, a"
                  + " recording, can't\n"
                  + script
                  + "\n                  "
                  + caret
                  + "\nhint: leave it out, or replay a recording that was made with it");
    }
  }

  @Test
  void allCapturesButTheKernelsOwnFlagsAreRefused() {
    assertThat(EnumSet.complementOf(EnumSet.copyOf(CALLS.values())))
        .isEqualTo(Set.of(Capture.INTERRUPT));
  }
}
