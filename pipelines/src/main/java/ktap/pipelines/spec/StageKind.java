package ktap.pipelines.spec;

import static ktap.pipelines.spec.StageKind.Shape.*;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** All stages that a pipeline may have, with their fields: validation and hints come from here. */
public enum StageKind {
  TRACEPOINT(
      "sources",
      "tracepoint",
      new StageField("event", TEXTS, true),
      new StageField("filter", TEXT, false)),
  REPLAY(
      "sources",
      "replay",
      new StageField("path", TEXTS, true),
      new StageField("event", TEXTS, false),
      new StageField("filter", TEXT, false),
      new StageField("from", TEXT, false),
      new StageField("to", TEXT, false),
      new StageField("speed", TEXT, false)),
  SYNTHETIC(
      "sources",
      "synthetic",
      new StageField("event", TEXTS, false),
      new StageField("filter", TEXT, false),
      new StageField("count", TEXT, false),
      new StageField("seed", TEXT, false),
      new StageField("rate", TEXT, false),
      new StageField("paced", TEXT, false),
      new StageField("like", TEXTS, false)),
  SCRIPT(
      "operators",
      "script",
      new StageField("text", TEXT, false),
      new StageField("file", TEXT, false),
      new StageField("args", TEXTS, false)),
  FILTER("operators", "filter", new StageField("if", TEXT, true)),
  CONSOLE(
      "sinks",
      "console",
      new StageField("what", TEXT, false),
      new StageField("format", TEXT, false)),
  FILE(
      "sinks",
      "file",
      new StageField("path", TEXT, true),
      new StageField("format", TEXT, false),
      new StageField("what", TEXT, false)),
  RECORD(
      "sinks", "record", new StageField("path", TEXT, true), new StageField("append", TEXT, false)),
  HISTOGRAM(
      "sinks",
      "histogram",
      new StageField("of", TEXT, true),
      new StageField("path", TEXT, true),
      new StageField("every", DURATION, false));

  /** What a value looks like. */
  enum Shape {
    TEXT,
    TEXTS,
    DURATION
  }

  /** One field of a stage. */
  record StageField(String name, Shape shape, boolean isRequired) {}

  private final String section;
  private final String word;

  @SuppressWarnings("ImmutableEnumChecker") // List.of: never changed
  private final List<StageField> fields;

  StageKind(String section, String word, StageField... fields) {
    this.section = section;
    this.word = word;
    this.fields = List.of(fields);
  }

  String word() {
    return word;
  }

  List<StageField> fields() {
    return fields;
  }

  /** The field that a plain text, instead of a mapping, stands for; not every stage has one. */
  Optional<StageField> shortField() {
    return switch (this) {
      case TRACEPOINT, REPLAY, SYNTHETIC, SCRIPT, FILTER, RECORD -> Optional.of(fields.getFirst());
      case CONSOLE, FILE, HISTOGRAM -> Optional.empty();
    };
  }

  List<String> fieldNames() {
    List<String> names = new ArrayList<>();
    for (StageField field : fields) {
      names.add(field.name());
    }
    return names;
  }

  Optional<StageField> field(String name) {
    for (StageField field : fields) {
      if (field.name().equals(name)) {
        return Optional.of(field);
      }
    }
    return Optional.empty();
  }

  static List<String> words(String section) {
    List<String> words = new ArrayList<>();
    for (StageKind kind : values()) {
      if (kind.section.equals(section)) {
        words.add(kind.word);
      }
    }
    return words;
  }

  static Optional<StageKind> named(String section, String word) {
    for (StageKind kind : values()) {
      if (kind.section.equals(section) && kind.word.equals(word)) {
        return Optional.of(kind);
      }
    }
    return Optional.empty();
  }
}
