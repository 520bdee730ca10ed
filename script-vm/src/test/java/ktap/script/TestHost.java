package ktap.script;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import ktap.script.host.HostFacts;
import ktap.script.host.ScriptHost;
import ktap.sources.flow.Capture;
import ktap.sources.flow.EventCatalog;
import ktap.sources.flow.EventName;
import ktap.sources.flow.EventType;
import ktap.sources.flow.Message;
import ktap.sources.flow.Row;

/** A host that keeps what a script gives out; its clock stands still unless it is set. */
final class TestHost implements ScriptHost {
  final ByteArrayOutputStream output = new ByteArrayOutputStream();
  final List<String> messages = new ArrayList<>();
  final List<Row> rows = new ArrayList<>();
  long now;
  int whileLooping;
  boolean isFull;
  Runnable onText = () -> {};

  @Override
  public void text(byte[] bytes, int from, int length) {
    if (isFull) {
      throw new OutOfMemoryError("as if");
    }
    output.write(bytes, from, length);
    onText.run();
  }

  @Override
  public void goesOn() {
    whileLooping++;
  }

  @Override
  public void emit(Row row) {
    rows.add(row);
  }

  @Override
  public void message(Message message) {
    messages.add(message.text());
  }

  @Override
  public HostFacts facts() {
    return new HostFacts(100, 101, 0, "ktap", 2, "x86_64", "6.18.0", "host");
  }

  @Override
  public long realtimeNanos(long monotonicNanos) {
    return 1_000_000_000_000_000_000L + monotonicNanos;
  }

  @Override
  public long monotonicNanos() {
    return now;
  }

  String text() {
    return output.toString(StandardCharsets.UTF_8);
  }

  /** A catalog of some event types. */
  static EventCatalog catalog(EventType... types) {
    return new EventCatalog() {
      @Override
      public List<EventName> names() {
        List<EventName> names = new ArrayList<>();
        for (EventType type : types) {
          names.add(type.name());
        }
        return names;
      }

      @Override
      public Optional<EventType> find(EventName name) {
        for (EventType type : types) {
          if (type.name().equals(name)) {
            return Optional.of(type);
          }
        }
        return Optional.empty();
      }

      @Override
      public Set<Capture> captures() {
        return Set.of();
      }
    };
  }
}
