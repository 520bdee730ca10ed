package ktap.sources.perfdata;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import ktap.sources.flow.Bytes;
import ktap.sources.flow.EventType;
import ktap.sources.flow.Field;

/**
 * Makes the payload of a tracepoint: its own bytes as they are. With a call chain, two locators are
 * put between the fields of fixed size and the texts and arrays behind them, and the addresses at
 * the end:
 *
 * <pre>
 *  fields of fixed size | locator of __stack | of __ustack | texts, arrays | __stack | __ustack
 * </pre>
 */
final class TracepointPayload implements SamplePayload {
  private static final int COMMON_PID = 4;
  private static final int COMMON = 8;
  private static final int LOCATORS = 8;

  private final SampleLayout layout;
  private final EventType type;
  private final boolean hasChain;
  private final int fixedEnd;
  private final int rawAt; // where the tracepoint's bytes always lie; 0 if that depends
  private final int[] locators;
  private final CallChain chain = new CallChain();

  private byte[] bytes = {};
  private int raw;
  private int rawSize;
  private int stacks;

  /**
   * @param type as the kernel describes it
   */
  TracepointPayload(SampleLayout layout, EventType type) {
    this.layout = layout;
    int end = COMMON;
    boolean endsOpen = false;
    List<Integer> found = new ArrayList<>();
    for (Field field : type.fields()) {
      end = Math.max(end, field.offset() + field.size());
      endsOpen |= field.size() == 0;
      switch (field.kind()) {
        case DYNAMIC_TEXT, DYNAMIC_ARRAY, RELATIVE_TEXT, RELATIVE_ARRAY ->
            found.add(field.offset());
        case INTEGER, BIT_FIELD, TEXT, ARRAY, OPAQUE -> {
          // its bytes lie where they are
        }
      }
    }
    this.fixedEnd = end + 3 & ~3;
    this.hasChain = layout.attribute().has(SampleBits.CALL_CHAIN) && !endsOpen;
    this.rawAt = layout.raw();
    this.locators = found.stream().mapToInt(Integer::intValue).toArray();
    this.type = hasChain ? PlainPayload.withStacks(type, fixedEnd) : type;
  }

  /** The event as the stream has it. */
  EventType type() {
    return type;
  }

  @Override
  public int measure(byte[] sample, int start, int size) {
    bytes = sample;
    if (rawAt > 0) {
      raw = start + rawAt;
      rawSize = rawAt <= size ? Bytes.getInt(sample, raw - 4) : -1;
      return rawSize < 0 || rawSize > size - rawAt ? -1 : Math.max(rawSize, fixedEnd);
    }
    return measureParts(sample, start, size);
  }

  private int measureParts(byte[] sample, int start, int size) {
    int end = start + size;
    int at = layout.afterRead(sample, start, size);
    if (at >= 0 && layout.attribute().has(SampleBits.CALL_CHAIN)) {
      long count = at + Long.BYTES <= end ? Bytes.getLong(sample, at) : -1;
      at += Long.BYTES;
      if (count < 0 || count > (end - at) / Long.BYTES) {
        return -1;
      }
      chain.set(sample, at, (int) count);
      at += (int) count * Long.BYTES;
    }
    rawSize = 0;
    if (at >= 0 && layout.attribute().has(SampleBits.RAW)) {
      rawSize = at + 4 <= end ? Bytes.getInt(sample, at) : -1;
      raw = at + 4;
      if (rawSize < 0 || rawSize > end - raw) {
        return -1;
      }
    }
    int payload = Math.max(rawSize, fixedEnd); // so that no field reaches beyond it
    stacks = payload + LOCATORS + 7 & ~7;
    int frames = chain.kernelFrames + chain.userFrames;
    return at < 0 ? -1 : hasChain ? stacks + frames * Long.BYTES : payload;
  }

  @Override
  public void write(byte[] to, int at) {
    if (!hasChain && rawSize >= fixedEnd) {
      System.arraycopy(bytes, raw, to, at, rawSize);
    } else {
      writeParts(to, at);
    }
  }

  private void writeParts(byte[] to, int at) {
    int fixed = Math.min(rawSize, fixedEnd);
    System.arraycopy(bytes, raw, to, at, fixed);
    Arrays.fill(to, at + fixed, at + fixedEnd, (byte) 0);
    int rest = rawSize - fixed;
    if (!hasChain) {
      System.arraycopy(bytes, raw + fixed, to, at + fixedEnd, rest);
      return;
    }
    System.arraycopy(bytes, raw + fixed, to, at + fixedEnd + LOCATORS, rest);
    for (int locator : locators) {
      int old = Bytes.getInt(to, at + locator);
      Bytes.putShort(to, at + locator, old + LOCATORS);
    }
    Arrays.fill(to, at + fixedEnd + LOCATORS + rest, at + stacks, (byte) 0);
    PlainPayload.writeStacks(chain, to, at, fixedEnd, stacks);
  }

  @Override
  public int thread() {
    return rawSize < COMMON ? 0 : Bytes.getInt(bytes, raw + COMMON_PID);
  }
}
