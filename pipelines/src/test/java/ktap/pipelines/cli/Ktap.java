package ktap.pipelines.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import ktap.natives.linux.LinuxException;
import ktap.natives.linux.MissingPermission;
import ktap.natives.linux.UnsupportedByKernel;
import ktap.sources.flow.EventPattern;
import ktap.sources.flow.KernelNames;
import ktap.sources.flow.Subscription;
import ktap.sources.tracefs.TraceFileSystem;
import ktap.sources.tracefs.TraceRequest;
import ktap.sources.tracefs.TracefsCatalog;
import ktap.sources.tracefs.TracefsSource;
import org.junit.jupiter.api.Assumptions;

/** A running ktap: the program itself in a process of its own, with its output in files. */
final class Ktap implements AutoCloseable {
  private static final long PATIENCE_SECONDS = 30;

  private final Process process;
  private final Path out;
  private final Path err;

  private Ktap(Process process, Path out, Path err) {
    this.process = process;
    this.out = out;
    this.err = err;
  }

  /** What a run left behind. */
  record Outcome(int status, String out, String err) {
    List<String> lines() {
      return out.lines().toList();
    }
  }

  /** Skips the test, with the product's own words, where the kernel can't be traced. */
  static void assumeTracing() {
    try (TraceFileSystem files = TraceFileSystem.open();
        TracefsSource source =
            new TracefsSource(
                files,
                new TracefsCatalog(files),
                TraceRequest.of(
                    List.of(
                        new Subscription(
                            EventPattern.parse("sched:sched_process_exec"), Optional.empty()))),
                KernelNames.NONE)) {
      source.start();
    } catch (MissingPermission | UnsupportedByKernel e) {
      System.out.println("skipped: " + e.getMessage());
      Assumptions.abort(Failures.text(e));
    } catch (LinuxException e) {
      throw new AssertionError("tracing failed for no reason that is known", e);
    }
  }

  /** The command that starts it. */
  static List<String> command(String... words) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    for (String argument : ManagementFactory.getRuntimeMXBean().getInputArguments()) {
      if (!argument.startsWith("-javaagent") && !argument.startsWith("-D")) {
        command.add(argument);
      }
    }
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
    command.addAll(List.of(words));
    return command;
  }

  static Ktap start(Path directory, String... words) {
    return startWithInput(directory, "", words);
  }

  static Ktap startWithInput(Path directory, String input, String... words) {
    return startWithInput(directory, input, command(words));
  }

  static Ktap startWithInput(Path directory, String input, List<String> command) {
    try {
      Path out = Files.createTempFile(directory, "out", "");
      Path err = Files.createTempFile(directory, "err", "");
      Process process =
          new ProcessBuilder(command)
              .directory(directory.toFile())
              .redirectOutput(out.toFile())
              .redirectError(err.toFile())
              .start();
      process.getOutputStream().write(input.getBytes(StandardCharsets.UTF_8));
      process.getOutputStream().close();
      return new Ktap(process, out, err);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Outcome run(Path directory, String... words) {
    try (Ktap ktap = start(directory, words)) {
      return ktap.await();
    }
  }

  long pid() {
    return process.pid();
  }

  /** Waits until it traces. */
  Ktap tracing() {
    awaitThat(() -> err().contains("Tracing... Hit Ctrl-C to end.\n"));
    return this;
  }

  void signal(String name) {
    try {
      int status = new ProcessBuilder("kill", "-" + name, Long.toString(pid())).start().waitFor();
      if (status != 0) {
        throw new AssertionError("kill ended with " + status);
      }
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** Waits until a fact holds, or fails with what it said. */
  void awaitThat(BooleanSupplier fact) {
    long start = System.nanoTime();
    while (!fact.getAsBoolean()) {
      if (System.nanoTime() - start > TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS)
          || !process.isAlive() && !fact.getAsBoolean()) {
        throw new AssertionError("it never came; out:\n" + out() + "\nerr:\n" + err());
      }
      pause(10);
    }
  }

  static void pause(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** Waits until it ends. */
  Outcome await() {
    try {
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        throw new AssertionError("it never ended; err:\n" + err());
      }
      return new Outcome(process.exitValue(), out(), err());
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  String out() {
    return text(out);
  }

  String err() {
    return text(err);
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
