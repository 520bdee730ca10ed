package ktap.sources.tracefs;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A C program that waits until it is told to go, and then has events of which all is known. */
final class Workload implements AutoCloseable {
  private static @Nullable Path program; // until it is compiled

  private final Process process;

  private Workload(Process process) {
    this.process = process;
  }

  static Workload start(String... words) throws IOException, InterruptedException {
    String[] command = new String[words.length + 1];
    command[0] = program().toString();
    System.arraycopy(words, 0, command, 1, words.length);
    return new Workload(new ProcessBuilder(command).start());
  }

  /** Compiles it once. */
  static synchronized Path program() throws IOException, InterruptedException {
    Path known = program;
    if (known == null) {
      Path directory = Files.createTempDirectory("ktap-workload");
      Path source = directory.resolve("workload.c");
      try (InputStream text = Workload.class.getResourceAsStream("workload.c")) {
        Files.copy(text, source);
      }
      Path compiled = directory.resolve("workload");
      assumeTrue(Files.isExecutable(Path.of("/usr/bin/gcc")), "skipped: no gcc");
      new ProcessBuilder("gcc", "-O1", "-pthread", "-o", compiled.toString(), source.toString())
          .inheritIO()
          .start()
          .waitFor();
      program = compiled;
      return compiled;
    }
    return known;
  }

  int pid() {
    return Math.toIntExact(process.pid());
  }

  void go() throws IOException {
    process.getOutputStream().write("go\n".getBytes(StandardCharsets.US_ASCII));
    process.getOutputStream().flush();
  }

  void await() throws InterruptedException {
    process.waitFor();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
