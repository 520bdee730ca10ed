package ktap.natives.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LinuxTest {
  @TempDir private Path directory;

  @Test
  void readsAndWritesAFile() throws IOException {
    Path path = Files.writeString(directory.resolve("file"), "before");
    try (Descriptor file = Linux.openToWrite(path.toString())) {
      Linux.write(file, "hi");
    }
    NativeBuffer buffer = new NativeBuffer(16);
    byte[] bytes = new byte[16];
    try (Descriptor file = Linux.openToRead(path.toString())) {
      int length = Linux.read(file, buffer);
      buffer.copyTo(bytes, 0, length);
      assertThat(new String(bytes, 0, length, StandardCharsets.UTF_8)).isEqualTo("hifore");
      assertThat(Linux.read(file, buffer)).isZero();
      assertThat(Linux.readAt(file, buffer, 4)).isEqualTo(2);
    }
  }

  @Test
  void anEmptyPipeHasNothingYet() {
    try (Linux.Pipe pipe = Linux.pipe();
        Descriptor end = Linux.openToRead("/proc/self/fd/" + pipe.readEnd().number())) {
      NativeBuffer buffer = new NativeBuffer(16);
      assertThat(Linux.read(end, buffer)).isEqualTo(Linux.NOTHING_YET);
      Linux.write(pipe.writeEnd(), "go\n");
      assertThat(Linux.read(end, buffer)).isEqualTo(3);
    }
  }

  @Test
  void openingWhatIsNotThereTellsTheFile() {
    assertThatThrownBy(() -> Linux.openToRead("/no/such/file"))
        .isInstanceOf(LinuxException.class)
        .hasMessage("open(/no/such/file) failed: no such file or directory (ENOENT)");
  }

  @Test
  void aClosedDescriptorIsNotUsedAgain() {
    Descriptor file = Linux.openToRead("/proc/self/stat");
    file.close();
    file.close();
    assertThatThrownBy(() -> Linux.read(file, new NativeBuffer(8)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("/proc/self/stat is closed");
  }

  @Test
  void killingAProcessThatDoesNotExistReportsErrno() {
    assertThatThrownBy(() -> Linux.kill(Integer.MAX_VALUE, Linux.SIGNAL_KILL))
        .isInstanceOf(LinuxException.class)
        .hasMessage("kill(2147483647, 9) failed: no such process (ESRCH)");
  }
}
