package ktap.sinks;

import java.util.Arrays;
import ktap.sources.flow.ByteText;
import ktap.sources.flow.EventCursor;
import ktap.sources.flow.EventTables;
import ktap.sources.flow.EventTypes;
import ktap.sources.flow.Loss;
import ktap.sources.format.EventText;
import org.jspecify.annotations.Nullable;

/**
 * An event as a line like those of the kernel's trace file, without the column of flags.
 *
 * <pre>
 *             bash-1234    [003]   895.123456: sched_waking: comm=cat pid=7 prio=120 target_cpu=002
 * CPU:3 [LOST 17 EVENTS] cpu 3 ring: its buffer of 64 KB was full
 * </pre>
 */
final class TextEventFormat implements EventFormat {
  private EventTables stream = EventTables.create();
  private @Nullable EventText[] texts = new EventText[16]; // null: not seen yet
  private byte[][] labels = new byte[16][];

  @Override
  public void enter(EventTables newStream) {
    stream = newStream;
    texts = new EventText[16];
  }

  @Override
  public void append(EventCursor event, ByteText out) {
    if (event.typeNumber() == EventTypes.LOST) {
      appendLoss(event, out);
      return;
    }
    EventText text = text(event.typeNumber());
    byte[] command = stream.names().bytes(event.command());
    out.appendFill(' ', 16 - command.length).append(command).appendByte('-');
    int start = out.length();
    out.appendDecimal(event.tid()).padRight(start, 7, ' ').append(" [");
    int cpu = out.length();
    out.appendDecimal(event.cpu()).padLeft(cpu, 3, '0').append("] ");
    appendTime(event.timeNanos(), out);
    out.append(labels[event.typeNumber()]);
    text.append(event, out);
    out.appendByte('\n');
  }

  private static void appendTime(long nanos, ByteText out) {
    long micros = (nanos + 500) / 1000; // rounded as there
    out.appendDecimal(micros / 1_000_000, 5).appendByte('.');
    int start = out.length();
    out.appendDecimal(micros % 1_000_000).padLeft(start, 6, '0').append(": ");
  }

  private void appendLoss(EventCursor event, ByteText out) {
    Loss loss = Loss.of(event);
    out.append("CPU:").appendDecimal(event.cpu()).append(" [LOST ");
    out.appendDecimal(loss.count()).append(" EVENTS] ");
    out.append(loss.source()).append(": ").append(loss.cause()).appendByte('\n');
  }

  private EventText text(int number) {
    EventText known = number < texts.length ? texts[number] : null;
    if (known != null) {
      return known;
    }
    if (number >= texts.length) {
      int size = Math.max(number + 1, texts.length * 2);
      texts = Arrays.copyOf(texts, size);
      labels = Arrays.copyOf(labels, size);
    }
    EventText made = EventText.of(stream.types().get(number), stream.kernel(number));
    texts[number] = made;
    String name = stream.types().get(number).name().name();
    labels[number] = new ByteText().append(name).append(": ").toBytes();
    return made;
  }
}
