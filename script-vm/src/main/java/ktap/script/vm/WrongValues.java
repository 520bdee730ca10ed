package ktap.script.vm;

import ktap.script.value.Kinds;
import ktap.script.value.ScriptRuntimeException;
import ktap.script.value.Tag;
import org.jspecify.annotations.Nullable;

/**
 * The errors of instructions that were given a kind of value that they can't take: the original's
 * words, then what was expected and what was found.
 */
final class WrongValues {
  private WrongValues() {}

  static ScriptRuntimeException arithmetic(@Nullable Object left, @Nullable Object right) {
    return both("Error: Cannot make arith operation", left, right);
  }

  static ScriptRuntimeException order(@Nullable Object left, @Nullable Object right) {
    return both("error: compare with non-number", left, right);
  }

  /** Which side it is isn't told: the compiler turns some operators around. */
  private static ScriptRuntimeException both(
      String words, @Nullable Object left, @Nullable Object right) {
    if (left instanceof Tag) {
      return one(words, "two numbers", right);
    }
    if (right instanceof Tag) {
      return one(words, "two numbers", left);
    }
    return ScriptRuntimeException.error(
        words
            + ": expected two numbers, found "
            + Kinds.sentence(left)
            + " and "
            + Kinds.sentence(right));
  }

  static ScriptRuntimeException bits(@Nullable Object ref) {
    return one("Error: Cannot make arith operation", "a number", ref);
  }

  static ScriptRuntimeException negated(@Nullable Object ref) {
    return one("error: use '-' operator on non-number", "a number", ref);
  }

  static ScriptRuntimeException added(@Nullable Object ref) {
    return one("error: use '+=' on non-number", "a number on the right", ref);
  }

  static ScriptRuntimeException addedTo(@Nullable Object ref) {
    return one("error: use '+=' operator on non-number value", "a number on the left", ref);
  }

  /** The hint is a function that scripts of 2013 don't have. */
  static ScriptRuntimeException joined(@Nullable Object ref, boolean isOlderDialect) {
    return ScriptRuntimeException.error(
        "error: cannot concat non-string: expected strings, found "
            + Kinds.sentence(ref)
            + (isOlderDialect ? "" : "; tostring(v) makes a string"));
  }

  static ScriptRuntimeException read(@Nullable Object ref) {
    return one("error: get key from non-table", "a table", ref);
  }

  static ScriptRuntimeException written(@Nullable Object ref) {
    return one("error: set key to non-table", "a table", ref);
  }

  static ScriptRuntimeException aggregated(@Nullable Object ref) {
    return one("error: <<< must be operate on ptable", "a table or an aggregation", ref);
  }

  static ScriptRuntimeException called(@Nullable Object ref) {
    return one("error: attempt to call nil function", "a function", ref);
  }

  static ScriptRuntimeException walked(@Nullable Object ref) {
    return one("error: ktap only support pairs iteraor", "pairs(t) or sort_pairs(t)", ref);
  }

  /**
   * @param role {@code init}, {@code limit} or {@code step}
   */
  static ScriptRuntimeException counted(String role, @Nullable Object ref) {
    return ScriptRuntimeException.error(
        "error: 'for' init/limit/step value must be a number: the "
            + role
            + " is "
            + Kinds.sentence(ref));
  }

  private static ScriptRuntimeException one(String words, String expected, @Nullable Object found) {
    return ScriptRuntimeException.error(
        words + ": expected " + expected + ", found " + Kinds.sentence(found));
  }
}
