package ktap.sources.recording;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import ktap.sources.flow.EventName;
import ktap.sources.flow.EventType;
import ktap.sources.flow.Field;
import ktap.sources.flow.MappingChange;

/** How event types, facts and clocks are written as bytes, and read from them. */
final class Definitions {
  private static final int FIELD_SIZE = 3 * 4 + 3 * 4 + 1 + 2 * 4;

  /** Largest offset and size of a field that is believed. */
  private static final int LIMIT = 1 << 20;

  private static final int MAPPED = 1;
  private static final int FORKED = 2;
  private static final int ENDED = 3;

  private Definitions() {}

  static void write(BodyWriter out, EventType type) {
    out.putText(type.name().system()).putText(type.name().name());
    out.putInt(type.kernelId()).putText(type.printFormat());
    out.putInt(type.fields().size());
    for (Field field : type.fields()) {
      out.putText(field.name()).putText(field.cType()).putText(field.kind().name());
      out.putInt(field.offset()).putInt(field.size()).putInt(field.valueSize());
      out.putByte(field.signed() ? 1 : 0).putInt(field.bitOffset()).putInt(field.bitCount());
    }
  }

  static EventType type(BodyReader in) {
    EventName name = new EventName(in.getText(), in.getText());
    int id = in.getInt();
    String printFormat = in.getText();
    int count = in.getCount(FIELD_SIZE);
    List<Field> fields = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      fields.add(field(in));
    }
    return new EventType(name, id, fields, printFormat);
  }

  private static Field field(BodyReader in) {
    String name = in.getText();
    String cType = in.getText();
    Field.Kind kind = kind(in.getText());
    int offset = within(in.getInt());
    int size = within(in.getInt());
    int valueSize = within(in.getInt());
    boolean signed = in.getByte() != 0;
    return new Field(
        name,
        cType,
        kind,
        offset,
        size,
        valueSize,
        signed,
        within(in.getInt()),
        within(in.getInt()));
  }

  private static Field.Kind kind(String name) {
    for (Field.Kind kind : Field.Kind.values()) {
      if (kind.name().equals(name)) {
        return kind;
      }
    }
    throw BodyReader.wrong();
  }

  private static int within(int value) {
    if (value < 0 || value > LIMIT) {
      throw BodyReader.wrong();
    }
    return value;
  }

  /** Bytes that a payload of a type has at least. */
  static int leastPayload(EventType type) {
    int least = 0;
    for (Field field : type.fields()) {
      int bytes = field.isInteger() ? Math.max(field.size(), field.valueSize()) : field.size();
      least = Math.max(least, field.offset() + bytes);
    }
    return least;
  }

  static void write(BodyWriter out, RecordingFacts facts) {
    out.putText(facts.host()).putText(facts.bootId()).putText(facts.kernelRelease());
    out.putText(facts.architecture()).putInt(facts.cpus()).putInt(facts.pid());
    out.putInt(facts.tid()).putInt(facts.uid()).putText(facts.command());
    out.putLong(facts.startNanos());
  }

  static RecordingFacts facts(BodyReader in) {
    return new RecordingFacts(
        in.getText(),
        in.getText(),
        in.getText(),
        in.getText(),
        in.getInt(),
        in.getInt(),
        in.getInt(),
        in.getInt(),
        in.getText(),
        in.getLong());
  }

  static void write(BodyWriter out, ClockPair pair) {
    out.putLong(pair.monotonicNanos()).putLong(pair.realtimeNanos());
  }

  static void write(BodyWriter out, List<ClockPair> pairs) {
    out.putInt(pairs.size());
    pairs.forEach(pair -> write(out, pair));
  }

  static List<ClockPair> clocks(BodyReader in) {
    int count = in.getCount(16);
    List<ClockPair> pairs = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      pairs.add(clock(in));
    }
    return pairs;
  }

  static ClockPair clock(BodyReader in) {
    return new ClockPair(in.getLong(), in.getLong());
  }

  static void write(BodyWriter out, Map<String, Long> constants) {
    out.putInt(constants.size());
    constants.forEach((name, value) -> out.putText(name).putLong(value));
  }

  static Map<String, Long> constants(BodyReader in) {
    Map<String, Long> constants = new HashMap<>();
    for (int left = in.getCount(12); left > 0; left--) {
      constants.put(in.getText(), in.getLong());
    }
    return constants;
  }

  static void write(BodyWriter out, MappingChange change) {
    out.putByte(kind(change)).putInt(change.pid()).putLong(change.timeNanos());
    switch (change) {
      case MappingChange.Mapped it ->
          out.putLong(it.start()).putLong(it.length()).putLong(it.offset()).putText(it.file());
      case MappingChange.Forked it -> out.putInt(it.parent());
      case MappingChange.Ended _ -> {
        // that was all
      }
    }
  }

  private static int kind(MappingChange change) {
    return switch (change) {
      case MappingChange.Mapped _ -> MAPPED;
      case MappingChange.Forked _ -> FORKED;
      case MappingChange.Ended _ -> ENDED;
    };
  }

  /**
   * @param shiftNanos what is added to its time
   */
  static MappingChange mappingChange(BodyReader in, long shiftNanos) {
    int kind = in.getByte();
    int pid = in.getInt();
    long time = in.getLong() + shiftNanos;
    return switch (kind) {
      case MAPPED ->
          new MappingChange.Mapped(
              pid, time, in.getLong(), in.getLong(), in.getLong(), in.getText());
      case FORKED -> new MappingChange.Forked(pid, time, in.getInt());
      case ENDED -> new MappingChange.Ended(pid, time);
      default -> throw BodyReader.wrong();
    };
  }

  /** Times; a body without any is from a recorder that had no script. */
  static List<Long> readings(BodyReader in) {
    if (in.isAtEnd()) {
      return List.of();
    }
    int count = in.getCount(8);
    List<Long> times = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      times.add(in.getLong());
    }
    return times;
  }
}
