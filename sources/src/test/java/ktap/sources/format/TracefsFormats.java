package ktap.sources.format;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import ktap.sources.flow.EventName;
import ktap.sources.flow.EventType;

/** The event types of the running kernel, for tests that need no source. */
final class TracefsFormats {
  private TracefsFormats() {}

  static List<EventType> all(Path tracefs) throws IOException {
    List<Path> files;
    try (Stream<Path> found =
        Files.find(tracefs.resolve("events"), 3, (path, about) -> path.endsWith("format"))) {
      files = found.sorted().toList();
    }
    List<EventType> types = new ArrayList<>();
    for (Path file : files) {
      int depth = file.getNameCount();
      String system = file.getName(depth - 3).toString();
      String name = file.getName(depth - 2).toString();
      types.add(FormatFile.parse(new EventName(system, name), Files.readString(file)));
    }
    return types;
  }
}
