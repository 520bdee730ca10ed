import com.google.googlejavaformat.java.Main;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * Formats every Java file below the given folder ("apply"), or fails if one isn't formatted
 * ("check").
 */
void main(String[] args) throws Exception {
  Stream<String> flags =
      args[0].equals("apply") ? Stream.of("-i") : Stream.of("--dry-run", "--set-exit-if-changed");
  try (Stream<Path> files = Files.walk(Path.of(args[1]))) {
    String[] arguments =
        Stream.concat(flags, files.map(Path::toString).filter(this::isSource))
            .toArray(String[]::new);
    if (arguments.length > 2) {
      Main.main(arguments);
    }
  }
}

boolean isSource(String path) {
  return path.endsWith(".java") && !path.contains("/target/");
}
