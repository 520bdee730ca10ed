package ktap.pipelines.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.io.OutputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the build makes of switches over types, in classes and in interfaces. */
final class PlainSwitchesTest {
  @TempDir Path directory;

  /** A switch within an interface. */
  public interface Noted {
    /** What it is. */
    default String note() {
      return switch (this) {
        case Loud loud -> "loud " + loud.level();
        default -> "quiet";
      };
    }
  }

  /** One case of it. */
  public record Loud(int level) implements Noted {
    /** A switch within a class. */
    public static String of(Object value) {
      return switch (value) {
        case String text -> text;
        case Integer number -> "number " + number;
        default -> "other";
      };
    }
  }

  @Test
  void rewrittenSwitchesDoWhatTheyDid() throws Exception {
    Path jar = directory.resolve("some.jar");
    try (OutputStream file = Files.newOutputStream(jar);
        JarOutputStream out = new JarOutputStream(file)) {
      add(out, Noted.class);
      add(out, Loud.class);
    }
    long before = Files.size(jar);
    Process rewriting =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                Path.of("..", ".build", "PlainSwitches.java").toString(),
                directory.toString(),
                "some")
            .redirectErrorStream(true)
            .start();
    assertThat(new String(rewriting.getInputStream().readAllBytes(), UTF_8)).isEmpty();
    assertThat(rewriting.waitFor()).isZero();
    assertThat(Files.size(jar)).isNotEqualTo(before);
    try (URLClassLoader loader =
        new URLClassLoader(
            new URL[] {jar.toUri().toURL()}, getClass().getClassLoader().getParent())) {
      Class<?> loud = loader.loadClass(Loud.class.getName());
      Object value = loud.getConstructor(int.class).newInstance(7);
      assertThat(loud.getMethod("note").invoke(value)).isEqualTo("loud 7");
      assertThat(loud.getMethod("of", Object.class).invoke(null, 3)).isEqualTo("number 3");
    }
  }

  private static void add(JarOutputStream out, Class<?> type) throws Exception {
    String name = type.getName().replace('.', '/') + ".class";
    out.putNextEntry(new JarEntry(name));
    try (InputStream in = type.getClassLoader().getResourceAsStream(name)) {
      out.write(in.readAllBytes());
    }
  }
}
