package ktap.script.vm;

import org.jspecify.annotations.Nullable;

/** Makes nothing: everything is interpreted. */
public final class NoCompiler implements Compiler {
  /** No function gets hot: a call never leaves the interpreter's loop to ask. */
  @Override
  public int hotCalls() {
    return Integer.MAX_VALUE;
  }

  @Override
  public @Nullable CompiledCode compile(
      Machine machine,
      Function function,
      long[] numbers,
      @Nullable Object[] refs,
      int base,
      int from) {
    return null;
  }
}
