package ktap.script.vm;

import ktap.script.value.ScriptRuntimeException;

/** Words a run-time error for the user, with its place in the script. */
@FunctionalInterface
public interface FailureText {
  /** Whole sentences, with the line and a caret where the place is known. */
  String of(ScriptRuntimeException failure);
}
