package ktap.script.text;

import ktap.script.value.CallContext;
import ktap.script.value.StackValue;
import ktap.sources.flow.ByteText;
import ktap.sources.flow.Symbols;
import org.jspecify.annotations.Nullable;

/** Stacks and addresses as text. */
public final class StackText {
  private StackText() {}

  /** Appends a line for each frame, {@code symbol+0xoff/0xsize}. */
  public static void append(ByteText out, CallContext context, StackValue stack, String before) {
    Symbols symbols = context.host().symbols();
    int pid = stack.isUser() && context.hasEvent() ? context.event().pid() : 0;
    for (int i = 0; i < stack.depth(); i++) {
      long address = stack.address(i);
      out.append(before);
      appendPlace(
          out,
          address,
          (stack.isUser() ? symbols.user(pid, address) : symbols.kernel(address)).orElse(null));
      out.appendByte('\n');
    }
  }

  /** Appends a kernel address as a place in a function, else the number. */
  public static void appendPlace(ByteText out, CallContext context, long address) {
    appendPlace(out, address, context.host().symbols().kernel(address).orElse(null));
  }

  private static void appendPlace(ByteText out, long address, Symbols.@Nullable Place place) {
    if (place == null) {
      out.append("0x").appendHex(address);
      return;
    }
    out.append(place.symbol()).append("+0x").appendHex(place.offset());
    out.append("/0x").appendHex(place.size());
  }
}
