package ktap.script.jit;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.invoke.MutableCallSite;
import ktap.script.value.Tag;
import ktap.script.vm.Function;
import ktap.script.vm.Machine;
import org.jspecify.annotations.Nullable;

/** How compiled code calls compiled functions: parameters as JVM arguments. */
final class DirectCalls {
  private static final MethodHandle SLOW;

  static {
    try {
      SLOW =
          MethodHandles.lookup()
              .findStatic(
                  DirectCalls.class,
                  "callSlowly",
                  MethodType.methodType(
                      long.class,
                      boolean[].class,
                      Machine.class,
                      Function.class,
                      long[].class,
                      Object[].class,
                      int.class,
                      Object[].class));
    } catch (ReflectiveOperationException impossible) {
      throw new ExceptionInInitializerError(impossible);
    }
  }

  private DirectCalls() {}

  /** The type of a function with such parameters. */
  static MethodType type(boolean[] isInteger) {
    MethodType type =
        MethodType.methodType(
            long.class, Machine.class, Function.class, long[].class, Object[].class, int.class);
    for (boolean integer : isInteger) {
      type =
          integer
              ? type.appendParameterTypes(long.class)
              : type.appendParameterTypes(long.class, Object.class);
    }
    return type;
  }

  /** A site through which a function with such parameters is called. */
  static JitCode.DirectEntry entry(MethodHandle body, boolean[] isInteger) {
    return new JitCode.DirectEntry(new MutableCallSite(body), isInteger);
  }

  /** A call that goes through the registers. */
  static MethodHandle slow(JitCode.DirectEntry entry) {
    MethodType type = entry.site().type();
    return SLOW.bindTo(entry.isInteger())
        .asCollector(Object[].class, type.parameterCount() - 5)
        .asType(type);
  }

  static long callSlowly(
      boolean[] isInteger,
      Machine machine,
      Function function,
      long[] numbers,
      @Nullable Object[] refs,
      int base,
      @Nullable Object[] arguments) {
    int at = 0;
    for (int i = 0; i < isInteger.length; i++) {
      Object number = arguments[at++];
      numbers[base + i] = number instanceof Long value ? value : 0;
      refs[base + i] = isInteger[i] ? Tag.INT : arguments[at++];
    }
    if (Uses.isLeaf(function.code.prototype)) {
      return machine.callSlowly(function, numbers, refs, base, isInteger.length);
    }
    machine.leaveCall(); // the call counts itself
    try {
      return machine.callSlowly(function, numbers, refs, base, isInteger.length);
    } finally {
      machine.enterCall();
    }
  }
}
