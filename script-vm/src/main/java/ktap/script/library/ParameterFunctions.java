package ktap.script.library;

import java.util.List;
import ktap.script.value.ByteString;
import ktap.script.value.CallContext;
import ktap.script.value.ScriptRuntimeException;
import ktap.script.value.Tag;
import org.jspecify.annotations.Nullable;

/** Named parameters of a script: {@code ktap script.kp interval=5}. */
final class ParameterFunctions {
  private ParameterFunctions() {}

  /**
   * {@code param(name, default [, help])}: what the user gave as {@code name=value}, else the
   * default. Of the default's type: for a number the text must be one, for a boolean {@code true},
   * {@code false}, {@code 1} or {@code 0}.
   */
  static void param(
      CallContext context, long[] numbers, @Nullable Object[] refs, int base, int count) {
    String name = Arguments.string(refs, base).toString();
    String given = given(RunState.of(context).arguments(), name);
    Object otherwise = Arguments.ref(refs, base, count, 1);
    if (given == null) {
      numbers[base] = count > 1 ? numbers[base + 1] : 0;
      refs[base] = otherwise;
      return;
    }
    boolean understood =
        switch (otherwise) {
          case Tag _ -> NumberText.parse(given, 0, numbers, refs, base);
          case Boolean _ -> truth(given, refs, base);
          case null, default -> {
            refs[base] = ByteString.of(given);
            yield true;
          }
        };
    if (!understood) {
      String kind = otherwise instanceof Tag ? "a number" : "true or false";
      String help =
          Arguments.ref(refs, base, count, 2) instanceof ByteString text ? " (" + text + ")" : "";
      throw ScriptRuntimeException.fatal(
          "error: the parameter " + name + help + " takes " + kind + ", found '" + given + "'");
    }
  }

  private static boolean truth(String given, @Nullable Object[] refs, int base) {
    boolean yes = given.equals("true") || given.equals("1");
    Arguments.giveBoolean(refs, base, yes);
    return yes || given.equals("false") || given.equals("0");
  }

  /** The last one counts, as on any command line. */
  private static @Nullable String given(List<String> arguments, String name) {
    for (int i = arguments.size() - 1; i > 0; i--) {
      String argument = arguments.get(i);
      if (argument.startsWith(name) && argument.startsWith("=", name.length())) {
        return argument.substring(name.length() + 1);
      }
    }
    return null;
  }
}
