package ktap.pipelines.samples;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import ktap.sources.flow.Capture;
import ktap.sources.flow.EventCatalog;
import ktap.sources.flow.EventName;
import ktap.sources.flow.EventPattern;
import ktap.sources.flow.EventType;
import ktap.sources.flow.Field;
import ktap.sources.format.FormatFile;

/**
 * The events that the samples ask for: those of a kernel 6.18, from its format files, with all that
 * could be captured besides, and for each probe that a sample defines an event of that name.
 */
final class SampleEvents implements EventCatalog {
  private static final String FORMATS = "/samples/formats.txt";

  private final List<EventType> types = new ArrayList<>();

  SampleEvents(String script) throws IOException {
    for (EventType type : kernelTypes()) {
      types.add(withCaptures(type));
    }
    for (String definition : probes(script)) {
      types.add(probe(definition));
    }
  }

  private static List<EventType> kernelTypes() throws IOException {
    try (InputStream file = SampleEvents.class.getResourceAsStream(FORMATS)) {
      if (file == null) {
        throw new IOException(FORMATS + " is missing");
      }
      String text = new String(file.readAllBytes(), StandardCharsets.UTF_8);
      List<EventType> types = new ArrayList<>();
      for (String part : text.split("(?m)^system: ", -1)) {
        if (!part.isBlank()) {
          int end = part.indexOf('\n');
          String format = part.substring(end + 1).stripTrailing() + "\n";
          String name = format.substring("name: ".length(), format.indexOf('\n'));
          types.add(FormatFile.parse(new EventName(part.substring(0, end), name), format));
        }
      }
      return types;
    }
  }

  /** The same with fields for the user, the stacks and the strings that pointers point to. */
  private static EventType withCaptures(EventType type) {
    List<Field> fields = new ArrayList<>(type.fields());
    int end = 8;
    for (Field field : fields) {
      end = Math.max(end, field.offset() + field.size());
    }
    end = end + 7 & ~7;
    for (Field field : type.fields()) {
      if (field.cType().contains("char *")) {
        fields.add(Field.dynamicText("__user_string(" + field.name() + ")", end));
        end += 4;
      }
    }
    fields.add(Field.integer("__uid", "u32", end, 4, false));
    fields.add(Field.integer("__in_iowait", "u32", end + 4, 4, false));
    for (int i = 0; i < 4; i++) {
      end += 8;
    }
    fields.add(new Field("__stack", "u64[1]", Field.Kind.ARRAY, end, 8, 8, false, 0, 0));
    return new EventType(type.name(), type.kernelId(), fields, type.printFormat());
  }

  private static List<String> probes(String script) {
    List<String> probes = new ArrayList<>();
    for (String line : script.split("\n", -1)) {
      String statement = line.strip();
      if (statement.startsWith("trace probe:") || statement.startsWith("trace sdt:")) {
        int end = statement.indexOf('{');
        probes.add(statement.substring("trace ".length(), end).strip());
      }
    }
    return probes;
  }

  /** A probe's event: where it hit, then its arguments. */
  private static EventType probe(String definition) {
    String[] words = definition.split(" ", -1);
    List<Field> fields = new ArrayList<>();
    int offset = 8;
    for (String address :
        words[0].endsWith("%return")
            ? new String[] {"__probe_func", "__probe_ret_ip"}
            : new String[] {"__probe_ip"}) {
      fields.add(Field.integer(address, "unsigned long", offset, 8, false));
      offset += 8;
    }
    for (int i = 1; i < words.length; i++) {
      String name = words[i].substring(0, words[i].indexOf('='));
      if (words[i].endsWith(":string")) {
        fields.add(Field.dynamicText(name, offset));
      } else {
        fields.add(Field.integer(name, "u64", offset, 8, false));
      }
      offset += 8;
    }
    int colon = definition.indexOf(':');
    EventName name =
        new EventName(
            definition.substring(0, colon), definition.substring(colon + 1).replace("*", "x"));
    return new EventType(name, 0, fields, "");
  }

  /** The types that a pattern of the script stands for. */
  List<EventType> matching(List<EventPattern> patterns) {
    List<EventType> wanted = new ArrayList<>();
    for (EventType type : types) {
      if (patterns.stream().anyMatch(pattern -> pattern.matches(type.name()))) {
        wanted.add(type);
      }
    }
    return wanted;
  }

  @Override
  public List<EventName> names() {
    return types.stream().map(EventType::name).sorted().toList();
  }

  @Override
  public Optional<EventType> find(EventName name) {
    return types.stream().filter(type -> type.name().equals(name)).findFirst();
  }

  @Override
  public Set<Capture> captures() {
    return EnumSet.allOf(Capture.class);
  }
}
