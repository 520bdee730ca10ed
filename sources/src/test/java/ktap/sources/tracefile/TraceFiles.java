package ktap.sources.tracefile;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.zip.GZIPInputStream;
import ktap.sources.flow.ByteText;
import ktap.sources.flow.EventCursor;
import ktap.sources.flow.EventSource;
import ktap.sources.flow.EventType;
import ktap.sources.flow.EventTypes;
import ktap.sources.flow.Loss;
import ktap.sources.flow.UserSymbols;
import ktap.sources.format.EventText;

/** Trace files of other tools that lie among the tests, and what a source makes of them. */
public final class TraceFiles {
  private TraceFiles() {}

  /** The bytes of a file that lies there compressed. */
  public static byte[] bytes(String name) {
    try (InputStream in =
        new GZIPInputStream(
            Objects.requireNonNull(TraceFiles.class.getResourceAsStream("/" + name + ".gz")))) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The same as a file in a directory. */
  public static Path unpack(String name, Path directory) {
    return write(bytes(name), directory.resolve(name.substring(name.indexOf('/') + 1)));
  }

  public static Path write(byte[] bytes, Path file) {
    try {
      return Files.write(file, bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The lines of a text that lies there compressed. */
  public static List<String> lines(String name) {
    return new String(bytes(name), StandardCharsets.UTF_8).lines().toList();
  }

  /** One event of a stream, read into values. */
  public record Seen(
      String command,
      int pid,
      int tid,
      int cpu,
      long nanos,
      String event,
      String text,
      List<Long> kernelStack,
      List<Long> userStack,
      boolean isLate) {}

  /** All events of a source, its own ones left out. */
  public static List<Seen> all(EventSource source) {
    List<Seen> seen = new ArrayList<>();
    source.start();
    while (!source.isEnded()) {
      source.poll(
          batch -> {
            for (EventCursor event = batch.cursor(); event.next(); ) {
              if (!event.isOwn()) {
                seen.add(seen(event));
              }
            }
          },
          16);
    }
    return seen;
  }

  /** Events that were lost, as the stream tells it. */
  public record Lost(long nanos, int cpu, long count, String cause) {}

  /** All losses of a source. */
  public static List<Lost> losses(EventSource source) {
    List<Lost> losses = new ArrayList<>();
    source.start();
    while (!source.isEnded()) {
      source.poll(
          batch -> {
            for (EventCursor event = batch.cursor(); event.next(); ) {
              if (event.typeNumber() == EventTypes.LOST) {
                Loss loss = Loss.of(event);
                losses.add(new Lost(event.timeNanos(), event.cpu(), loss.count(), loss.cause()));
              }
            }
          },
          16);
    }
    return losses;
  }

  /** For each event of a source the places of its frames of user space that lie in a file. */
  public static List<List<String>> userPlaces(EventSource source) {
    UserSymbols symbols = UserSymbols.of(source.tables().mappings());
    List<List<String>> places = new ArrayList<>();
    for (Seen event : all(source)) {
      List<String> frames = new ArrayList<>();
      for (long address : event.userStack()) {
        ByteText text = new ByteText();
        if (symbols.append(event.pid(), event.nanos(), address, text)) {
          frames.add(text.toString());
        }
      }
      places.add(frames);
    }
    return places;
  }

  private static Seen seen(EventCursor event) {
    EventType type = event.type();
    ByteText text = new ByteText();
    EventText.of(type, event.batch().tables().kernel()).append(event, text);
    return new Seen(
        event.batch().tables().names().text(event.command()),
        event.pid(),
        event.tid(),
        event.cpu(),
        event.timeNanos(),
        type.name().toString(),
        new String(text.bytes(), 0, text.length(), StandardCharsets.UTF_8),
        stack(event, "__stack"),
        stack(event, "__ustack"),
        event.isLate());
  }

  private static List<Long> stack(EventCursor event, String name) {
    List<Long> addresses = new ArrayList<>();
    event
        .type()
        .field(name)
        .ifPresent(
            field -> {
              int start = field.dataStart(event.bytes(), event.payload());
              int length = field.dataLength(event.bytes(), event.payload());
              for (int at = start; at < start + length; at += 8) {
                addresses.add(ktap.sources.flow.Bytes.getLong(event.bytes(), at));
              }
            });
    return addresses;
  }
}
