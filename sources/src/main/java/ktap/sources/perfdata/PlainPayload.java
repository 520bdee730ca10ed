package ktap.sources.perfdata;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import ktap.sources.flow.Bytes;
import ktap.sources.flow.Capture;
import ktap.sources.flow.EventName;
import ktap.sources.flow.EventType;
import ktap.sources.flow.Field;

/**
 * Makes the payload of an event that isn't a tracepoint (a counter, a clock): where the processor
 * was, which address it was about, how much a sample stands for, and the call chain.
 */
final class PlainPayload implements SamplePayload {
  private static final int IP = 8;
  private static final int ADDR = 16;
  private static final int PERIOD = 24;
  private static final int LOCATORS = 32;
  private static final int STACKS = 40;
  private static final int LARGEST_STACK = 0xfff8;

  private final SampleLayout layout;
  private final EventType type;
  private final boolean hasChain;
  private final CallChain chain = new CallChain();
  private byte[] bytes = {};
  private int start;

  PlainPayload(SampleLayout layout, String name) {
    this.layout = layout;
    this.hasChain = layout.attribute().has(SampleBits.CALL_CHAIN);
    EventType plain =
        new EventType(
            new EventName("perf", name),
            0,
            List.of(
                Field.integer("ip", "void *", IP, 8, false),
                Field.integer("addr", "void *", ADDR, 8, false),
                Field.integer("period", "u64", PERIOD, 8, false)),
            "");
    this.type = hasChain ? withStacks(plain, LOCATORS) : plain;
  }

  /** The event as the stream has it. */
  EventType type() {
    return type;
  }

  /** A type with both stacks besides, whose locators lie at an offset. */
  static EventType withStacks(EventType type, int locators) {
    List<Field> fields = new ArrayList<>(type.fields());
    fields.add(stack(Capture.KERNEL_STACK, locators));
    fields.add(stack(Capture.USER_STACK, locators + 4));
    return new EventType(type.name(), type.kernelId(), fields, type.printFormat());
  }

  private static Field stack(Capture capture, int offset) {
    return new Field(
        capture.fieldName(), "u64[]", Field.Kind.DYNAMIC_ARRAY, offset, 4, 8, false, 0, 0);
  }

  /** Writes both stacks behind each other, and their locators. */
  static void writeStacks(CallChain chain, byte[] to, int payload, int locators, int stacks) {
    int user = stacks + chain.kernelFrames * Long.BYTES;
    boolean fits = user + chain.userFrames * Long.BYTES <= LARGEST_STACK;
    int kernelBytes = fits ? chain.kernelFrames * Long.BYTES : 0;
    int userBytes = fits ? chain.userFrames * Long.BYTES : 0;
    Bytes.putInt(to, payload + locators, kernelBytes << 16 | stacks);
    Bytes.putInt(to, payload + locators + 4, userBytes << 16 | (fits ? user : stacks));
    if (fits) {
      chain.writeKernel(to, payload + stacks);
      chain.writeUser(to, payload + user);
    }
  }

  @Override
  public int measure(byte[] sample, int from, int size) {
    bytes = sample;
    start = from;
    int at = layout.afterRead(sample, from, size);
    if (!hasChain || at < 0) {
      return at < 0 ? -1 : LOCATORS;
    }
    int end = from + size;
    long count = at + Long.BYTES <= end ? Bytes.getLong(sample, at) : -1;
    if (count < 0 || count > (end - at - Long.BYTES) / Long.BYTES) {
      return -1;
    }
    chain.set(sample, at + Long.BYTES, (int) count);
    return STACKS + (chain.kernelFrames + chain.userFrames) * Long.BYTES;
  }

  @Override
  public void write(byte[] to, int at) {
    Arrays.fill(to, at, at + IP, (byte) 0);
    copy(layout.ip, to, at + IP);
    copy(layout.addr, to, at + ADDR);
    if (layout.period == 0) {
      Bytes.putLong(to, at + PERIOD, layout.attribute().period());
    } else {
      copy(layout.period, to, at + PERIOD);
    }
    if (hasChain) {
      writeStacks(chain, to, at, LOCATORS, STACKS);
    }
  }

  private void copy(int part, byte[] to, int at) {
    Bytes.putLong(to, at, part == 0 ? 0 : Bytes.getLong(bytes, start + part));
  }

  @Override
  public int thread() {
    return 0;
  }
}
