package ktap.script.text;

import ktap.script.value.CallContext;
import ktap.script.value.StackValue;
import ktap.sources.flow.ByteText;
import ktap.sources.flow.KernelNames;

/** Stacks and addresses as text. */
public final class StackText {
  private StackText() {}

  /** Appends a line for each frame, {@code symbol+0xoff/0xsize}. */
  public static void append(ByteText out, CallContext context, StackValue stack, String before) {
    KernelNames kernel = context.kernelNames(stack.kernelId());
    for (int i = 0; i < stack.depth(); i++) {
      long address = stack.address(i);
      out.append(before);
      if (!stack.isUser()) {
        appendPlace(out, kernel, address);
      } else if (!context
          .host()
          .userSymbols()
          .append(stack.pid(), stack.timeNanos(), address, out)) {
        out.append("0x").appendHex(address);
      }
      out.appendByte('\n');
    }
  }

  /** Appends a kernel address as a place in a function, else the number. */
  public static void appendPlace(ByteText out, KernelNames kernel, long address) {
    if (!kernel.appendSymbol(address, true, out)) {
      out.append("0x").appendHex(address);
    }
  }

  /** Appends the name of the kernel function that an address lies in, else the number. */
  static void appendSymbol(ByteText out, KernelNames kernel, long address) {
    if (!kernel.appendSymbol(address, false, out)) {
      out.append("0x").appendHex(address);
    }
  }
}
