package ktap.pipelines.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The launcher {@code ./ktap}, with a JDK that only says how it was called. */
final class LauncherTest {
  private static final String RECORDING_JAVA =
      """
      #!/bin/sh
      for word in "$@"; do
        case $word in
          -XX:AOTCacheOutput=*) echo cache >"${word#*=}"; echo trained >>"$TRAININGS"; exit ;;
        esac
      done
      for word in "$@"; do printf '[%s]\\n' "$word"; done
      """;

  @TempDir Path directory;
  private Path launcher;
  private Path jdk;
  private Path trainings;
  private String path = System.getenv("PATH");

  private record Outcome(int status, String out, String err) {
    /** What the program got, without the flags of the JVM. */
    String arguments() {
      return out.substring(out.indexOf("[ktap.pipelines.cli.Main]\n") + 26);
    }
  }

  @BeforeEach
  void lay() throws IOException {
    Path tree = Files.createDirectories(directory.resolve("the tree"));
    launcher = tree.resolve("ktap");
    Files.copy(Path.of("..", "ktap"), launcher);
    executable(launcher);
    Path lib = Files.createDirectories(tree.resolve("pipelines/target/dist/lib"));
    Files.writeString(lib.resolve("ktap-pipelines-1.0.0.jar"), "jar");
    jdk = jdk("jdk", "25.0.1");
    trainings = directory.resolve("trainings");
  }

  private Path jdk(String name, String version) throws IOException {
    Path home = directory.resolve(name);
    Files.createDirectories(home.resolve("bin"));
    Files.writeString(home.resolve("bin/java"), RECORDING_JAVA);
    executable(home.resolve("bin/java"));
    Files.writeString(
        home.resolve("release"), "IMPLEMENTOR=\"someone\"\nJAVA_VERSION=\"" + version + "\"\n");
    return home;
  }

  private static void executable(Path file) throws IOException {
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private Outcome run(Path program, String... words) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(program.toString()));
    command.addAll(List.of(words));
    ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
    builder.environment().put("JAVA_HOME", jdk.toString());
    builder.environment().put("PATH", path);
    builder.environment().put("TRAININGS", trainings.toString());
    builder.environment().put("HOME", directory.toString());
    Path err = directory.resolve("err");
    Process process = builder.redirectError(err.toFile()).start();
    process.getOutputStream().close();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Outcome(process.waitFor(), out, Files.readString(err));
  }

  @Test
  void passesItsWordsOnAsTheyAre() throws Exception {
    Outcome outcome = run(launcher, "-e", "print(\"a  b\") # *", "", "--", "ls", "$HOME");
    assertThat(outcome.arguments())
        .isEqualTo("[-e]\n[print(\"a  b\") # *]\n[]\n[--]\n[ls]\n[$HOME]\n");
    assertThat(outcome.err()).isEmpty();
  }

  @Test
  void canBeCalledThroughLinks() throws Exception {
    Path bin = Files.createDirectories(directory.resolve("bin"));
    Path first = Files.createSymbolicLink(bin.resolve("first"), launcher);
    Path second = Files.createSymbolicLink(bin.resolve("ktap"), first.getFileName());
    assertThat(run(second, "-V").arguments()).isEqualTo("[-V]\n");
  }

  @Test
  void trainsOnceForTheseJars() throws Exception {
    String cache = "[-XX:AOTCache=" + launcher.resolveSibling("pipelines/target/dist/scripts.aot");
    assertThat(run(launcher, "-V").out()).contains(cache);
    assertThat(run(launcher, "-V").out()).contains(cache);
    assertThat(trainings).hasContent("trained");
    Files.writeString(
        launcher.resolveSibling("pipelines/target/dist/lib/ktap-pipelines-1.0.0.jar"), "newer");
    assertThat(run(launcher, "-V").out()).contains(cache);
    assertThat(trainings).hasContent("trained\ntrained");
  }

  @Test
  void replaysAndWhatWritesHaveCachesOfTheirOwn() throws Exception {
    String cache =
        "[-XX:AOTCache=" + launcher.resolveSibling("pipelines/target/dist/recordings.aot");
    for (String verb : List.of("record", "export", "run", "state")) {
      assertThat(run(launcher, verb).out()).contains(cache);
    }
    for (String verb : List.of("replay", "info")) {
      assertThat(run(launcher, verb).out()).contains(cache.replace("recordings", "replays"));
    }
    assertThat(run(launcher, "replay", "--state", "kept").out()).contains(cache);
    for (String option : List.of("--state", "--state=kept", "--record", "--record=a.kq")) {
      assertThat(run(launcher, "a.kp", option).out()).contains(cache);
      assertThat(run(launcher, "a.kp", "--", option).out()).doesNotContain(cache);
    }
    assertThat(trainings).hasContent("trained\ntrained\ntrained");
    assertThat(run(launcher, "check").out()).doesNotContain(cache);
  }

  @Test
  void startsWithoutACacheThatCanNotBeMade() throws Exception {
    Files.writeString(jdk.resolve("bin/java"), RECORDING_JAVA.replace("echo cache", "exit 1"));
    Outcome outcome = run(launcher, "-V");
    assertThat(outcome.out()).doesNotContain("AOTCache").endsWith("[-V]\n");
    assertThat(outcome.err()).isEmpty();
  }

  @Test
  void memoryIsTheCeilingOfTheHeap() throws Exception {
    assertThat(run(launcher, "a.kp").out()).contains("[-Xmx1024m]");
    assertThat(run(launcher, "--memory", "2g", "a.kp").out()).contains("[-Xmx2048m]");
    assertThat(run(launcher, "--memory=300m", "a.kp").out()).contains("[-Xmx300m]");
    assertThat(run(launcher, "a.kp", "--memory", "524288k").out()).contains("[-Xmx512m]");
    assertThat(run(launcher, "-q --memory 64m", "a.kp").out()).contains("[-Xmx64m]");
    assertThat(run(launcher, "-e", "print(1) -- --memory 64m").out()).contains("[-Xmx1024m]");
    assertThat(run(launcher, "a.kp", "--", "--memory", "64m").out()).contains("[-Xmx1024m]");
    assertThat(run(launcher, "--memory", "1k", "a.kp").out()).contains("[-Xmx1024m]");
  }

  @Test
  void oldJdkIsPassedOverForTheOneOnThePath() throws Exception {
    path = jdk("newer", "26") + "/bin:" + path;
    jdk = jdk("old", "17.0.15");
    Files.writeString(jdk.resolve("bin/java"), "#!/bin/sh\necho old\n");
    assertThat(run(launcher, "-V").arguments()).isEqualTo("[-V]\n");
  }
}
