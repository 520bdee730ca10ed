package ktap.script.library;

import java.util.OptionalLong;
import ktap.script.text.StackText;
import ktap.script.value.ByteString;
import ktap.script.value.CallContext;
import ktap.script.value.KernelAddress;
import ktap.script.value.Kinds;
import ktap.script.value.ScriptRuntimeException;
import ktap.script.value.StackValue;
import ktap.sources.flow.ByteText;
import ktap.sources.flow.Capture;
import ktap.sources.flow.EventCursor;
import ktap.sources.flow.EventType;
import ktap.sources.flow.Field;
import ktap.sources.flow.KernelNames;
import org.jspecify.annotations.Nullable;

/** What is known of the event, the task, the machine and the time. */
final class EventFunctions {
  /** Frames that the original skipped by default: its own, which no capture of ours has. */
  private static final int OWN_FRAMES = 10;

  private static final int MOST_FRAMES = 127;

  /** In the byte of the kernel's common flags: hard interrupt, soft interrupt, NMI. */
  private static final int INTERRUPT_FLAGS = 0x08 | 0x10 | 0x40;

  private static final int COMMON_FLAGS = 2;

  private EventFunctions() {}

  // ---- stacks ----

  /** {@code stack([depth [, skip]])}. */
  static void stack(
      CallContext context, long[] numbers, @Nullable Object[] refs, int base, int count) {
    long depth = Arguments.integerOr(numbers, refs, base, count, 0, 10);
    long skip = Arguments.integerOr(numbers, refs, base, count, 1, OWN_FRAMES);
    refs[base] = captured(context, Capture.KERNEL_STACK, depth, skip);
  }

  static void userStack(
      CallContext context, long[] numbers, @Nullable Object[] refs, int base, int count) {
    long depth = Arguments.integerOr(numbers, refs, base, count, 0, 10);
    long skip = Arguments.integerOr(numbers, refs, base, count, 1, OWN_FRAMES);
    refs[base] = captured(context, Capture.USER_STACK, depth, skip);
  }

  /** {@code backtrace([skip [, max]])} of the older dialects. */
  static void backtrace(
      CallContext context, long[] numbers, @Nullable Object[] refs, int base, int count) {
    long skip = Arguments.integerOr(numbers, refs, base, count, 0, OWN_FRAMES);
    long depth = Arguments.integerOr(numbers, refs, base, count, 1, 10);
    refs[base] = captured(context, Capture.KERNEL_STACK, depth, skip);
  }

  static void printBacktrace(
      CallContext context, long[] numbers, @Nullable Object[] refs, int base, int count) {
    StackValue stack = captured(context, Capture.KERNEL_STACK, MOST_FRAMES, OWN_FRAMES);
    ByteText text = RunState.of(context).text();
    StackText.append(text, context, stack, " => ");
    refs[base] = null;
    RunState.print(context, text);
  }

  private static StackValue captured(CallContext context, Capture capture, long depth, long skip) {
    long deepest = depth < 0 ? MOST_FRAMES : Math.min(depth, MOST_FRAMES);
    return CaptureFields.stack(context, capture, Math.max(0, skip - OWN_FRAMES), deepest);
  }

  // ---- captured memory ----

  static void userString(
      CallContext context, long[] numbers, @Nullable Object[] refs, int base, int count) {
    string(context, Capture.USER_STRING, numbers, refs, base);
  }

  static void kernelString(
      CallContext context, long[] numbers, @Nullable Object[] refs, int base, int count) {
    string(context, Capture.KERNEL_STRING, numbers, refs, base);
  }

  /** A field that the kernel gave as text already needs no reading. */
  private static void string(
      CallContext context, Capture capture, long[] numbers, @Nullable Object[] refs, int base) {
    if (refs[base] instanceof ByteString) {
      return;
    }
    if (!ArgumentKind.INTEGER.accepts(refs[base])) {
      throw ScriptRuntimeException.error(
          "error: wrong type of argument 1: "
              + capture.scriptName()
              + " takes an address, found "
              + Kinds.sentence(refs[base]));
    }
    long address = Arguments.integer(numbers, refs, base);
    refs[base] = CaptureFields.string(context, capture, address);
  }

  static void inIoWait(
      CallContext context, long[] numbers, @Nullable Object[] refs, int base, int count) {
    long value = CaptureFields.integer(context, Capture.IO_WAIT);
    Arguments.giveInteger(numbers, refs, base, value);
  }

  /** From what was captured, else from the flags that the kernel puts before every event. */
  static void inInterrupt(
      CallContext context, long[] numbers, @Nullable Object[] refs, int base, int count) {
    if (!context.hasEvent()) {
      Arguments.giveInteger(numbers, refs, base, 0);
      return;
    }
    EventCursor event = context.event();
    EventType type = event.type();
    if (type.kernelId() == 0 || type.field(Capture.INTERRUPT.fieldName()).isPresent()) {
      long value = CaptureFields.integer(context, Capture.INTERRUPT);
      Arguments.giveInteger(numbers, refs, base, value);
      return;
    }
    int flags = event.bytes()[event.payload() + COMMON_FLAGS];
    Arguments.giveInteger(numbers, refs, base, (flags & INTERRUPT_FLAGS) == 0 ? 0 : 1);
  }

  /** {@code curr_taskinfo(offset [, bytes])}: the field {@code __task(offset,bytes)}. */
  static void currTaskInfo(
      CallContext context, long[] numbers, @Nullable Object[] refs, int base, int count) {
    long offset = Arguments.integer(numbers, refs, base);
    long bytes = Arguments.integerOr(numbers, refs, base, count, 1, 4);
    if (bytes != 4 && bytes != 8) {
      throw ScriptRuntimeException.error(
          "error: unsupported fetch bytes in curr_task_info: 4 or 8, found " + bytes);
    }
    EventCursor event = context.event();
    String name = Capture.TASK_FIELD.fieldName() + "(" + offset + "," + bytes + ")";
    Field field = event.type().field(name).orElse(null);
    if (field == null) {
      throw CaptureFields.missing(Capture.TASK_FIELD, event.type());
    }
    Arguments.giveInteger(numbers, refs, base, field.readLong(event.bytes(), event.payload()));
  }

  static void ipOf(
      CallContext context, long[] numbers, @Nullable Object[] refs, int base, int count) {
    refs[base] = kernelAddress(context, numbers, refs, base);
  }

  private static KernelAddress kernelAddress(
      CallContext context, long[] numbers, @Nullable Object[] refs, int base) {
    if (refs[base] instanceof KernelAddress known) {
      return known;
    }
    String kernelId =
        context.hasEvent()
            ? context.event().batch().tables().kernelId(context.event().typeNumber())
            : "";
    return new KernelAddress(Arguments.integer(numbers, refs, base), kernelId);
  }

  /** {@code symbol(address)}: a kernel symbol's name as a string, with its offset. */
  static void symbol(
      CallContext context, long[] numbers, @Nullable Object[] refs, int base, int count) {
    ByteText text = RunState.of(context).text();
    KernelAddress address = kernelAddress(context, numbers, refs, base);
    StackText.appendPlace(text, context.kernelNames(address.kernelId()), address.address());
    Arguments.giveText(refs, base, text);
  }

  /** {@code kernel_address(symbol)}, also written {@code `symbol`}. */
  static void kernelAddress(
      CallContext context, long[] numbers, @Nullable Object[] refs, int base, int count) {
    String symbol = Arguments.string(refs, base).toString();
    OptionalLong address = context.kernelNames().address(symbol);
    if (address.isEmpty()) {
      throw ScriptRuntimeException.error(
          "error: cannot read kernel symbol \""
              + symbol
              + "\" in /proc/kallsyms"
              + (context.kernelNames().equals(KernelNames.NONE) && !context.hasEvent()
                  ? ": the kernel is known when an event has come; ask in a handler"
                  : ": the kernel has none of that name, or hides it"));
    }
    Arguments.giveInteger(numbers, refs, base, address.getAsLong());
  }

  // ---- the task; functions in the older dialects, variables in the later one ----

  static void pid(
      CallContext context, long[] numbers, @Nullable Object[] refs, int base, int count) {
    int pid = context.hasEvent() ? context.event().pid() : context.host().facts().pid();
    Arguments.giveInteger(numbers, refs, base, pid);
  }

  static void tid(
      CallContext context, long[] numbers, @Nullable Object[] refs, int base, int count) {
    int tid = context.hasEvent() ? context.event().tid() : context.host().facts().tid();
    Arguments.giveInteger(numbers, refs, base, tid);
  }

  static void uid(
      CallContext context, long[] numbers, @Nullable Object[] refs, int base, int count) {
    long uid =
        context.hasEvent()
            ? CaptureFields.integer(context, Capture.UID)
            : context.host().facts().uid();
    Arguments.giveInteger(numbers, refs, base, uid);
  }

  static void cpu(
      CallContext context, long[] numbers, @Nullable Object[] refs, int base, int count) {
    Arguments.giveInteger(numbers, refs, base, context.hasEvent() ? context.event().cpu() : 0);
  }

  static void execName(
      CallContext context, long[] numbers, @Nullable Object[] refs, int base, int count) {
    if (context.hasEvent()) {
      EventCursor event = context.event();
      byte[] name = event.batch().tables().names().bytes(event.command());
      refs[base] = ByteString.copy(name, 0, name.length);
    } else {
      refs[base] = ByteString.of(context.host().facts().command());
    }
  }

  // ---- the machine ----

  static void numCpus(
      CallContext context, long[] numbers, @Nullable Object[] refs, int base, int count) {
    Arguments.giveInteger(numbers, refs, base, context.host().facts().cpus());
  }

  static void arch(
      CallContext context, long[] numbers, @Nullable Object[] refs, int base, int count) {
    refs[base] = ByteString.of(context.host().facts().architecture());
  }

  static void kernelVersion(
      CallContext context, long[] numbers, @Nullable Object[] refs, int base, int count) {
    refs[base] = ByteString.of(context.host().facts().kernelRelease());
  }

  static void hostName(
      CallContext context, long[] numbers, @Nullable Object[] refs, int base, int count) {
    refs[base] = ByteString.of(context.host().facts().hostName());
  }

  // ---- the time ----

  private static long realtime(CallContext context) {
    return context.host().realtimeNanos(context.timeNanos());
  }

  static void timeNanos(
      CallContext context, long[] numbers, @Nullable Object[] refs, int base, int count) {
    Arguments.giveInteger(numbers, refs, base, realtime(context));
  }

  static void timeMicros(
      CallContext context, long[] numbers, @Nullable Object[] refs, int base, int count) {
    Arguments.giveInteger(numbers, refs, base, realtime(context) / 1_000);
  }

  static void timeMillis(
      CallContext context, long[] numbers, @Nullable Object[] refs, int base, int count) {
    Arguments.giveInteger(numbers, refs, base, realtime(context) / 1_000_000);
  }

  static void timeSeconds(
      CallContext context, long[] numbers, @Nullable Object[] refs, int base, int count) {
    Arguments.giveInteger(numbers, refs, base, realtime(context) / 1_000_000_000);
  }

  /** The clock of events, which never jumps. */
  static void monotonic(
      CallContext context, long[] numbers, @Nullable Object[] refs, int base, int count) {
    Arguments.giveInteger(numbers, refs, base, context.timeNanos());
  }

  /** {@code strftime(format [, nanoseconds since 1970])}. */
  static void strftime(
      CallContext context, long[] numbers, @Nullable Object[] refs, int base, int count) {
    long nanos =
        count > 1 && refs[base + 1] != null
            ? Arguments.integer(numbers, refs, base + 1)
            : realtime(context);
    ByteText text = RunState.of(context).text();
    TimeText.append(text, Arguments.string(refs, base), nanos);
    Arguments.giveText(refs, base, text);
  }

  @SuppressWarnings("DoNotCallSuggester") // it is called by scripts
  static void exit(
      CallContext context, long[] numbers, @Nullable Object[] refs, int base, int count) {
    throw ScriptRuntimeException.exit();
  }
}
