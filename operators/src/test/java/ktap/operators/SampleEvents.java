package ktap.operators;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import ktap.script.host.HostFacts;
import ktap.sources.flow.Bytes;
import ktap.sources.flow.Capture;
import ktap.sources.flow.EventBatch;
import ktap.sources.flow.EventBatchBuilder;
import ktap.sources.flow.EventCatalog;
import ktap.sources.flow.EventName;
import ktap.sources.flow.EventTables;
import ktap.sources.flow.EventType;
import ktap.sources.flow.Field;
import ktap.sources.flow.Item;

/** A catalog of one event, {@code files:opened} with an {@code int fd}, and streams of it. */
final class SampleEvents implements EventCatalog {
  static final EventType OPENED =
      new EventType(
          new EventName("files", "opened"),
          7,
          List.of(Field.integer("fd", "int", 8, 4, true)),
          "\"fd=%d\", REC->fd");

  static final Surroundings SURROUNDINGS =
      new Surroundings() {
        @Override
        public HostFacts facts() {
          return new HostFacts(1, 1, 0, "ktap", 2, "x86_64", "6.1", "host");
        }

        @Override
        public long realtimeNanos(long monotonicNanos) {
          return monotonicNanos;
        }

        @Override
        public long monotonicNanos() {
          return 0;
        }
      };

  private final EventTables tables = EventTables.create();
  private final int opened = tables.add(OPENED);
  private final int command = tables.names().number("cat".getBytes(StandardCharsets.UTF_8));
  private final EventBatchBuilder all = new EventBatchBuilder(tables, 1024);
  private final List<Item> each = new ArrayList<>();

  SampleEvents opened(long time, int fd) {
    byte[] payload = new byte[16];
    Bytes.putInt(payload, 8, fd);
    EventBatchBuilder one = new EventBatchBuilder(tables, 64);
    one.add(opened, time, 0, 11, 10, command, 0, payload, 0, 16);
    return add(one.build());
  }

  SampleEvents mark(long time) {
    EventBatchBuilder one = new EventBatchBuilder(tables, 64);
    one.addMark(time);
    return add(one.build());
  }

  SampleEvents lost(long time, long count) {
    EventBatchBuilder one = new EventBatchBuilder(tables, 64);
    one.addLost(time, 0, count, 0, time, "cpu 0 ring", "its buffer was full");
    return add(one.build());
  }

  private SampleEvents add(EventBatch batch) {
    each.add(batch);
    var event = batch.cursor();
    event.next();
    all.add(event);
    return this;
  }

  List<Item> each() {
    return List.copyOf(each);
  }

  EventBatch all() {
    return all.build();
  }

  @Override
  public List<EventName> names() {
    return List.of(OPENED.name());
  }

  @Override
  public Optional<EventType> find(EventName name) {
    return name.equals(OPENED.name()) ? Optional.of(OPENED) : Optional.empty();
  }

  @Override
  public Set<Capture> captures() {
    return Set.of();
  }
}
