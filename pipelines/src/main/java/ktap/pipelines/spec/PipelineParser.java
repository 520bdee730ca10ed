package ktap.pipelines.spec;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import ktap.script.source.SourceSpan;
import ktap.script.source.SourceText;
import ktap.sinks.Format;
import ktap.sinks.Selection;
import ktap.sources.flow.EventPattern;
import ktap.sources.flow.Nearest;
import ktap.sources.recording.Moment;
import ktap.sources.recording.ReplaySettings;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** Reads a pipeline file by the table of stages. */
public final class PipelineParser {
  private static final List<String> SECTIONS =
      List.of("sources", "operators", "sinks", "duration", "strict", "state");

  private static final long SECOND = 1_000_000_000;

  private final SourceText text;
  private final Mistakes mistakes;
  private boolean isWhole = true;
  private final List<String> ids = new ArrayList<>();
  private final List<PipelineSpec.Source> sources = new ArrayList<>();
  private final List<PipelineSpec.Operator> operators = new ArrayList<>();
  private final List<PipelineSpec.Sink> sinks = new ArrayList<>();

  /** A stage with its fields, checked against the table. */
  private record Stage(
      StageKind kind,
      Node node,
      Optional<String> id,
      Optional<String> from,
      Map<String, Node> fields) {}

  private PipelineParser(SourceText text, Mistakes mistakes) {
    this.text = text;
    this.mistakes = mistakes;
  }

  /**
   * What can be read of a file.
   *
   * @param mistakes takes what can't
   */
  public static PipelineSpec parse(SourceText text, Mistakes mistakes) {
    return new PipelineParser(text, mistakes).file();
  }

  private PipelineSpec file() {
    Optional<Node> root = compose();
    OptionalLong duration = OptionalLong.empty();
    boolean isStrict = false;
    Optional<PipelineSpec.State> state = Optional.empty();
    if (root.isPresent()) {
      Map<String, Node> sections = mapping(root.get(), SECTIONS, "a pipeline");
      section(sections, "sources");
      section(sections, "operators");
      section(sections, "sinks");
      duration = duration(Optional.ofNullable(sections.get("duration")));
      isStrict = truth(Optional.ofNullable(sections.get("strict")));
      state = Optional.ofNullable(sections.get("state")).flatMap(this::state);
      checkWhole(root.get());
    }
    return new PipelineSpec(text, sources, operators, sinks, duration, isStrict, state, isWhole);
  }

  /** {@code state: DIR}, or {@code state: { path: DIR, every: 100ms }}. */
  private Optional<PipelineSpec.State> state(Node node) {
    int scripts = 0;
    for (PipelineSpec.Operator operator : operators) {
      scripts += operator instanceof PipelineSpec.Script ? 1 : 0;
    }
    if (isWhole && scripts != 1) {
      mistakes.add(
          node,
          "a state is that of one script, and there are " + scripts,
          scripts == 0 ? "add a script" : "make a pipeline for each of them");
    }
    if (!(node instanceof MappingNode)) {
      return scalar(node, "a directory").map(path -> new PipelineSpec.State(path, SECOND));
    }
    Map<String, Node> fields = mapping(node, List.of("path", "every"), "state");
    long every = duration(Optional.ofNullable(fields.get("every"))).orElse(SECOND);
    Node path = fields.get("path");
    if (path == null) {
      mistakes.add(node, "state needs path:", "");
      return Optional.empty();
    }
    return scalar(path, "a directory").map(it -> new PipelineSpec.State(it, every));
  }

  private Optional<Node> compose() {
    LoadSettings settings =
        LoadSettings.builder().setLabel(text.name()).setAllowDuplicateKeys(true).build();
    String yaml = new String(text.bytes(), StandardCharsets.UTF_8);
    try {
      Optional<Node> root = new Compose(settings).composeString(yaml);
      if (root.isEmpty()) {
        mistakes.add(
            new SourceSpan(0, 0),
            "the file is empty",
            "a pipeline has sources:, operators:, sinks:");
      }
      return root;
    } catch (MarkedYamlEngineException e) {
      int at = e.getProblemMark().map(mistakes::offset).orElse(0);
      mistakes.add(new SourceSpan(at, at), "this isn't YAML: " + e.getProblem(), "");
    } catch (YamlEngineException e) {
      mistakes.add(
          new SourceSpan(0, 0),
          "this isn't YAML: " + firstLine(String.valueOf(e.getMessage())),
          "");
    }
    return Optional.empty();
  }

  private static String firstLine(String message) {
    int end = message.indexOf('\n');
    return end < 0 ? message : message.substring(0, end);
  }

  private void checkWhole(Node root) {
    if (mistakes.isEmpty() && sinks.isEmpty()) {
      mistakes.add(root, "no sinks: nobody would see what comes out", "add sinks: [console: {}]");
    }
    if (mistakes.isEmpty() && sources.isEmpty() && operators.isEmpty()) {
      mistakes.add(
          root, "no sources and no script: nothing would flow", "add sources: or a script");
    }
  }

  // ---- stages ----

  private void section(Map<String, Node> sections, String name) {
    Node node = sections.get(name);
    if (node == null) {
      return;
    }
    if (!(node instanceof SequenceNode list)) {
      isWhole = false;
      mistakes.add(node, "expected a list of " + name, "write '- ' before each of them");
      return;
    }
    for (Node item : list.getValue()) {
      Optional<Stage> stage = stage(name, item);
      int before = sources.size() + operators.size() + sinks.size();
      stage.ifPresent(this::add);
      isWhole &= sources.size() + operators.size() + sinks.size() > before;
    }
  }

  /** {@code - KIND: …} with {@code id:} and {@code from:} beside it. */
  private Optional<Stage> stage(String section, Node node) {
    List<String> known = new ArrayList<>(StageKind.words(section));
    known.add("id");
    if (!section.equals("sources")) {
      known.add("from");
    }
    Map<String, Node> keys = mapping(node, known, "a stage of " + section);
    Optional<String> id = Optional.ofNullable(keys.get("id")).flatMap(this::id);
    Optional<String> from = Optional.ofNullable(keys.get("from")).flatMap(this::from);
    List<StageKind> kinds = new ArrayList<>();
    for (String key : keys.keySet()) {
      StageKind.named(section, key).ifPresent(kinds::add);
    }
    if (kinds.size() != 1) {
      if (node instanceof MappingNode && mistakes.isEmpty() || kinds.size() > 1) {
        mistakes.add(node, "expected one of " + String.join(", ", StageKind.words(section)), "");
      }
      return Optional.empty();
    }
    StageKind kind = kinds.getFirst();
    Node value = keys.get(kind.word());
    return value == null
        ? Optional.empty()
        : Optional.of(new Stage(kind, value, id, from, fields(kind, value)));
  }

  private Optional<String> id(Node node) {
    Optional<String> id = scalar(node, "a name");
    if (id.isPresent() && ids.contains(id.get())) {
      mistakes.add(node, "there is a stage '" + id.get() + "' already", "give it another id");
    }
    id.ifPresent(ids::add);
    return id;
  }

  private Optional<String> from(Node node) {
    Optional<String> from = scalar(node, "the id of a stage");
    if (from.isPresent() && !ids.contains(from.get())) {
      mistakes.add(
          node,
          "no stage above has the id '" + from.get() + "'",
          hint(from.get(), ids, "give a stage above an id:"));
    }
    return from;
  }

  private Map<String, Node> fields(StageKind kind, Node value) {
    Optional<StageKind.StageField> brief = kind.shortField();
    if (brief.isPresent() && !(value instanceof MappingNode)) {
      return Map.of(brief.get().name(), value);
    }
    Map<String, Node> fields = mapping(value, kind.fieldNames(), kind.word());
    for (StageKind.StageField field : kind.fields()) {
      if (field.isRequired() && value instanceof MappingNode && !fields.containsKey(field.name())) {
        mistakes.add(value, kind.word() + " needs " + field.name() + ":", "");
      }
    }
    return fields;
  }

  private void add(Stage stage) {
    switch (stage.kind) {
      case TRACEPOINT -> source(stage, patterns(stage), Optional.empty());
      case REPLAY -> replay(stage);
      case SYNTHETIC -> synthetic(stage);
      case SCRIPT -> script(stage);
      case FILTER ->
          field(stage, "if")
              .flatMap(node -> embedded(node, "an expression"))
              .ifPresent(
                  it ->
                      operators.add(
                          new PipelineSpec.Filter(
                              stage.id, stage.from, it, mistakes.span(stage.node))));
      case CONSOLE -> console(stage);
      case FILE -> file(stage);
      case RECORD -> record(stage);
      case HISTOGRAM -> histogram(stage);
    }
  }

  private List<EventPattern> patterns(Stage stage) {
    List<EventPattern> patterns = new ArrayList<>();
    for (Node node : list(field(stage, "event"))) {
      String list = scalar(node, "SYSTEM:EVENT").orElse("");
      List<String> words = EventPattern.words(list);
      for (String pattern : words.isEmpty() ? List.of(list) : words) {
        int colon = pattern.indexOf(':');
        if (colon > 0 && colon < pattern.length() - 1) {
          patterns.add(EventPattern.parse(pattern));
        } else if (node instanceof ScalarNode) {
          mistakes.add(
              node, "expected SYSTEM:EVENT, found '" + pattern + "'", "for example sched:*");
        }
      }
    }
    return patterns;
  }

  private List<EventPattern> patternsOrAll(Stage stage) {
    return field(stage, "event").isPresent() ? patterns(stage) : PipelineSpec.ALL;
  }

  private List<Path> paths(Stage stage, String field) {
    List<Path> paths = new ArrayList<>();
    for (Node node : list(field(stage, field))) {
      scalar(node, "a path").map(Path::of).ifPresent(paths::add);
    }
    return paths;
  }

  private void source(
      Stage stage, List<EventPattern> patterns, Optional<PipelineSpec.Offline> offline) {
    if (!sources.isEmpty() && (offline.isPresent() || sources.getFirst().offline().isPresent())) {
      mistakes.add(
          stage.node,
          "a replay or a synthetic source has no other source beside it",
          "several recordings are one list: replay: { path: [a.kq, b.kq] }");
    }
    Optional<SourceText> filter =
        field(stage, "filter").flatMap(node -> embedded(node, "a filter"));
    if (!patterns.isEmpty()) {
      sources.add(
          new PipelineSpec.Source(stage.id, patterns, filter, offline, mistakes.span(stage.node)));
    }
  }

  private void replay(Stage stage) {
    List<Path> paths = paths(stage, "path");
    ReplaySettings settings =
        ReplaySettings.all()
            .between(moment(field(stage, "from")), moment(field(stage, "to")))
            .withSpeed(speed(field(stage, "speed")));
    if (!paths.isEmpty()) {
      source(stage, patternsOrAll(stage), Optional.of(new PipelineSpec.Replay(paths, settings)));
    }
  }

  private void synthetic(Stage stage) {
    List<EventPattern> wanted = patternsOrAll(stage);
    PipelineSpec.Synthetic made =
        new PipelineSpec.Synthetic(
            wanted,
            whole(stage, "count", 0, Long.MAX_VALUE, 1_000_000),
            whole(stage, "seed", 0, Long.MAX_VALUE, 1),
            whole(stage, "rate", 1, SECOND, 1_000_000),
            truth(field(stage, "paced")),
            paths(stage, "like"));
    source(stage, wanted, Optional.of(made));
  }

  private Optional<Moment> moment(Optional<Node> node) {
    Optional<String> word = node.flatMap(it -> scalar(it, "a time"));
    try {
      return word.map(Moment::new);
    } catch (IllegalArgumentException e) {
      mistakes.add(node.orElseThrow(), String.valueOf(e.getMessage()), "");
      return Optional.empty();
    }
  }

  private double speed(Optional<Node> node) {
    Optional<String> word = node.flatMap(it -> scalar(it, "a factor"));
    if (word.isEmpty()) {
      return 0;
    }
    OptionalDouble speed = ReplaySettings.speed(word.get());
    if (speed.isEmpty()) {
      mistakes.add(
          node.orElseThrow(),
          "expected a factor, found '" + word.get() + "'",
          "for example 1x, 10x");
    }
    return speed.orElse(0);
  }

  private void record(Stage stage) {
    boolean appends = truth(field(stage, "append"));
    field(stage, "path")
        .flatMap(node -> scalar(node, "a path"))
        .ifPresent(path -> sinks.add(new PipelineSpec.Recording(stage.from, path, appends)));
  }

  private void script(Stage stage) {
    Optional<Node> inline = field(stage, "text");
    Optional<Node> file = field(stage, "file");
    if (inline.isPresent() == file.isPresent()) {
      mistakes.add(stage.node, "a script has either text: or file:", "");
      return;
    }
    Optional<SourceText> script =
        inline.isPresent()
            ? embedded(inline.get(), "a script")
            : scalar(file.orElseThrow(), "a path").flatMap(path -> read(file.get(), path));
    List<String> arguments = new ArrayList<>();
    for (Node node : list(field(stage, "args"))) {
      scalar(node, "a text").ifPresent(arguments::add);
    }
    script.ifPresent(
        it ->
            operators.add(
                new PipelineSpec.Script(
                    stage.id, stage.from, it, arguments, mistakes.span(stage.node))));
  }

  private Optional<SourceText> read(Node node, String path) {
    try {
      return Optional.of(SourceText.of(path, Files.readAllBytes(Path.of(path))));
    } catch (IOException e) {
      mistakes.add(node, "can't read the script " + path, "");
      return Optional.empty();
    }
  }

  private void console(Stage stage) {
    Selection what = choice(stage, "what", Selection.values()).orElse(Selection.LINES);
    Format format = choice(stage, "format", Format.values()).orElse(Format.TEXT);
    if (isPossible(stage, what, format)) {
      sinks.add(new PipelineSpec.Console(stage.from, what, format));
    }
  }

  private void file(Stage stage) {
    Optional<String> path = field(stage, "path").flatMap(node -> scalar(node, "a path"));
    Optional<Selection> what = choice(stage, "what", Selection.values());
    Format format = choice(stage, "format", Format.values()).orElse(Format.TEXT);
    if (path.isPresent() && isPossible(stage, what.orElse(Selection.EVENTS), format)) {
      sinks.add(new PipelineSpec.File(stage.from, path.get(), format, what));
    }
  }

  private boolean isPossible(Stage stage, Selection what, Format format) {
    boolean isPossible = what != Selection.LINES || format == Format.TEXT;
    if (!isPossible) {
      mistakes.add(
          field(stage, "format").orElse(stage.node),
          "printed lines have the format text only",
          "take what: rows and emit{…} in the script, or what: events");
    }
    return isPossible;
  }

  private void histogram(Stage stage) {
    Optional<Node> of = field(stage, "of");
    Optional<String> table = of.flatMap(node -> scalar(node, "the name of a table"));
    Optional<String> path = field(stage, "path").flatMap(node -> scalar(node, "a path"));
    OptionalLong every = duration(field(stage, "every"));
    if (table.isPresent() && path.isPresent()) {
      SourceSpan span = mistakes.span(of.orElseThrow());
      sinks.add(new PipelineSpec.Histogram(stage.from, table.get(), path.get(), every, span));
    }
  }

  // ---- values ----

  private static Optional<Node> field(Stage stage, String name) {
    return Optional.ofNullable(stage.fields.get(name));
  }

  private static List<Node> list(Optional<Node> node) {
    if (node.isPresent() && node.get() instanceof SequenceNode list) {
      return list.getValue();
    }
    return node.map(List::of).orElse(List.of());
  }

  private Optional<String> scalar(Node node, String expected) {
    if (node instanceof ScalarNode scalar && !scalar.getValue().isEmpty()) {
      return Optional.of(scalar.getValue());
    }
    mistakes.add(node, "expected " + expected + ", found " + what(node), "");
    return Optional.empty();
  }

  private static String what(Node node) {
    return switch (node) {
      case MappingNode _ -> "a mapping";
      case SequenceNode _ -> "a list";
      default -> "nothing";
    };
  }

  private <E extends Enum<E>> Optional<E> choice(Stage stage, String field, E[] values) {
    Optional<Node> node = field(stage, field);
    if (node.isEmpty()) {
      return Optional.empty();
    }
    List<String> names = new ArrayList<>();
    for (E value : values) {
      names.add(value.name().toLowerCase(Locale.ROOT));
    }
    String all = String.join(", ", names);
    Optional<String> word = scalar(node.get(), "one of " + all);
    if (word.isEmpty()) {
      return Optional.empty();
    }
    int at = names.indexOf(word.get());
    if (at < 0) {
      mistakes.add(
          node.get(),
          field + " is one of " + all + ", not '" + word.get() + "'",
          Nearest.hint(word.get(), names));
      return Optional.empty();
    }
    return Optional.of(values[at]);
  }

  private OptionalLong duration(Optional<Node> node) {
    Optional<String> word = node.flatMap(it -> scalar(it, "a time such as 10s"));
    if (word.isEmpty()) {
      return OptionalLong.empty();
    }
    OptionalLong nanos = Durations.nanos(word.get());
    if (nanos.isEmpty()) {
      mistakes.add(
          node.get(), "expected a time, found '" + word.get() + "'", "for example 500ms, 10s, 2m");
    }
    return nanos;
  }

  private long whole(Stage stage, String field, long least, long most, long usual) {
    Optional<Node> node = field(stage, field);
    Optional<String> word = node.flatMap(it -> scalar(it, "a whole number"));
    if (word.isEmpty()) {
      return usual;
    }
    try {
      long number = Long.parseLong(word.get());
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException e) {
      // told below
    }
    String range =
        most == Long.MAX_VALUE ? " of " + least + " or more" : " from " + least + " to " + most;
    mistakes.add(
        node.get(), "expected a whole number" + range + ", found '" + word.get() + "'", "");
    return usual;
  }

  private boolean truth(Optional<Node> node) {
    Optional<String> word = node.flatMap(it -> scalar(it, "true or false"));
    if (word.isPresent() && !word.get().equals("true") && !word.get().equals("false")) {
      mistakes.add(node.get(), "expected true or false, found '" + word.get() + "'", "");
    }
    return word.isPresent() && word.get().equals("true");
  }

  /** The entries of a mapping by name; unknown and repeated ones are mistakes. */
  private Map<String, Node> mapping(Node node, List<String> known, String what) {
    Map<String, Node> entries = new LinkedHashMap<>();
    if (!(node instanceof MappingNode mapping)) {
      mistakes.add(node, "expected a mapping: " + what + " has " + String.join(", ", known), "");
      return entries;
    }
    for (NodeTuple entry : mapping.getValue()) {
      String key = entry.getKeyNode() instanceof ScalarNode scalar ? scalar.getValue() : "";
      if (!known.contains(key)) {
        mistakes.add(
            entry.getKeyNode(),
            what + " has no '" + key + "'",
            hint(key, known, "it has " + String.join(", ", known)));
      } else if (entries.put(key, entry.getValueNode()) != null) {
        mistakes.add(entry.getKeyNode(), "'" + key + "' stands here twice", "");
      }
    }
    return entries;
  }

  private static String hint(String word, List<String> known, String otherwise) {
    String near = Nearest.hint(word, known);
    return near.isEmpty() ? otherwise : near;
  }

  /** A script or expression inside the file, with its places in the file. */
  private Optional<SourceText> embedded(Node node, String what) {
    Optional<String> value = scalar(node, what);
    Optional<Mark> mark = node.getStartMark();
    if (value.isEmpty() || mark.isEmpty() || !(node instanceof ScalarNode scalar)) {
      return Optional.empty();
    }
    int line = mark.get().getLine() + 1;
    if (scalar.getScalarStyle() == ScalarStyle.LITERAL) {
      int indent = indent(line, scalar);
      return Optional.of(SourceText.embedded(text.name(), value.get(), line + 1, indent, indent));
    }
    boolean isOneLine = node.getEndMark().map(Mark::getLine).orElse(0) == mark.get().getLine();
    if (!isOneLine) {
      mistakes.add(node, what + " of several lines begins with '|'", "");
      return Optional.empty();
    }
    boolean isPlain = scalar.getScalarStyle() == ScalarStyle.PLAIN;
    int column = mark.get().getColumn() + (isPlain ? 0 : 1);
    return Optional.of(SourceText.embedded(text.name(), value.get(), line, column, 0));
  }

  /** The columns that stand before the lines of a block. */
  private int indent(int lineBefore, ScalarNode block) {
    String[] lines = new String(text.bytes(), StandardCharsets.UTF_8).split("\n", -1);
    String[] content = block.getValue().split("\n", -1);
    for (int i = 0; i < content.length && lineBefore + i < lines.length; i++) {
      int at = content[i].isBlank() ? -1 : lines[lineBefore + i].indexOf(content[i]);
      if (at >= 0) {
        return at;
      }
    }
    return 0;
  }
}
