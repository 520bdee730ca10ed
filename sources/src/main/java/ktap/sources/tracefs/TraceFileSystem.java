package ktap.sources.tracefs;

import java.io.File;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import ktap.natives.linux.Descriptor;
import ktap.natives.linux.Errno;
import ktap.natives.linux.Linux;
import ktap.natives.linux.LinuxException;
import ktap.natives.linux.MissingPermission;
import ktap.natives.linux.UnsupportedByKernel;
import org.jspecify.annotations.Nullable;

/**
 * The file system through which the kernel shows its tracing: where it is mounted, and its files as
 * texts by their path below.
 *
 * <p>Where it isn't mounted, it is reached through a mount of its own that has no place in the
 * machine's tree, so that nothing is changed.
 *
 * <p>The usual way goes through the JDK's own file calls, since the way to the C library takes 50
 * ms to open; that one is taken where a call fails, to tell why.
 */
public final class TraceFileSystem implements AutoCloseable {
  private static final String[] USUAL = {"/sys/kernel/tracing", "/sys/kernel/debug/tracing"};
  private static final int TEXT = 8192;

  private final String root;

  /** The mount without a place; null where the machine has one. */
  private final @Nullable Descriptor mount;

  private TraceFileSystem(String root, @Nullable Descriptor mount) {
    this.root = root;
    this.mount = mount;
  }

  /**
   * Finds it.
   *
   * @throws MissingPermission if it is there, but not for this user
   * @throws UnsupportedByKernel if the kernel has none, or isn't Linux
   */
  public static TraceFileSystem open() {
    String system = System.getProperty("os.name", "");
    if (!system.equals("Linux")) {
      throw UnsupportedByKernel.other(system);
    }
    for (String place : USUAL) {
      if (new File(place, "events").isDirectory()) {
        return new TraceFileSystem(place, null);
      }
    }
    Optional<String> elsewhere = mountPoint(textOf("/proc/self/mounts"));
    if (elsewhere.isPresent()) {
      String place = elsewhere.get();
      if (new File(place, "events").isDirectory()) {
        return new TraceFileSystem(place, null);
      }
      throw new MissingPermission("tracing the kernel", "CAP_DAC_OVERRIDE", place);
    }
    return openDetached();
  }

  /** Reaches it through an own mount, whether the machine has one or not. */
  static TraceFileSystem openDetached() {
    try {
      Descriptor mount = Linux.mountDetached("tracefs");
      return new TraceFileSystem("/proc/self/fd/" + mount.number(), mount);
    } catch (LinuxException e) {
      if (e.isRefused()) {
        throw new MissingPermission(
            "mounting tracefs, which this machine has nowhere mounted,", "CAP_SYS_ADMIN", USUAL[0]);
      }
      if (e.errno() == Errno.ENOSYS) {
        throw new UnsupportedByKernel(
            "mount of tracefs, and no way to reach it without one",
            "Linux 5.2 or 'mount -t tracefs tracefs " + USUAL[0] + "'");
      }
      throw e.errno() == Errno.ENODEV
          ? new UnsupportedByKernel("tracefs", "Linux 4.1 built with CONFIG_TRACING")
          : e;
    }
  }

  /** One at a given place, for tests on captured trees. */
  static TraceFileSystem at(String root) {
    return new TraceFileSystem(root, null);
  }

  /** The first mount of tracefs in the text of {@code /proc/self/mounts}. */
  static Optional<String> mountPoint(String mounts) {
    int at = 0;
    while (at < mounts.length()) {
      int end = mounts.indexOf('\n', at);
      end = end < 0 ? mounts.length() : end;
      int place = mounts.indexOf(' ', at) + 1;
      int type = mounts.indexOf(' ', place) + 1;
      if (place > 0 && type > 0 && type < end && mounts.startsWith("tracefs ", type)) {
        return Optional.of(mounts.substring(place, type - 1));
      }
      at = end + 1;
    }
    return Optional.empty();
  }

  /** Its place, without a slash at the end. */
  public String root() {
    return root;
  }

  /** The same as another process sees it, as long as this one lives. */
  String rootForOthers() {
    return mount == null
        ? root
        : "/proc/" + ProcessHandle.current().pid() + "/fd/" + mount.number();
  }

  boolean exists(String path) {
    return new File(root, path).exists();
  }

  /** Names in a directory, in no order; none if there is no such directory. */
  String[] list(String path) {
    String[] names = new File(root, path).list();
    return names == null ? new String[0] : names;
  }

  /**
   * The text of a file.
   *
   * @throws MissingPermission if the user may not read it
   * @throws LinuxException if it can't be read for another reason
   */
  public String text(String path) {
    try (FileInputStream file = new FileInputStream(root + "/" + path)) {
      return text(file);
    } catch (IOException e) {
      throw reason(root + "/" + path, e);
    }
  }

  private static LinuxException reason(String path, IOException e) {
    try (Descriptor file = Linux.openToRead(path)) {
      throw new IllegalStateException(file + " could be opened, but not be read", e);
    } catch (LinuxException reason) {
      return refined(reason, path);
    }
  }

  private static LinuxException refined(LinuxException e, String path) {
    return e.isRefused()
        ? new MissingPermission("tracing the kernel", "CAP_DAC_OVERRIDE", path)
        : e;
  }

  /** The text of a file anywhere; empty if it can't be read. */
  static String textOf(String path) {
    try (FileInputStream file = new FileInputStream(path)) {
      return text(file);
    } catch (IOException e) {
      return "";
    }
  }

  /** These files give a page at a time and tell no length. */
  private static String text(FileInputStream file) throws IOException {
    byte[] bytes = new byte[TEXT];
    int length = 0;
    for (int read; (read = file.read(bytes, length, bytes.length - length)) > 0; ) {
      length += read;
      if (length == bytes.length) {
        bytes = Arrays.copyOf(bytes, length * 2);
      }
    }
    return new String(bytes, 0, length, StandardCharsets.ISO_8859_1);
  }

  /**
   * Writes a text into a file in one call, without emptying the file before.
   *
   * @throws MissingPermission if the user may not write it
   * @throws LinuxException if the kernel doesn't take it
   */
  void write(String path, String text) {
    try (FileOutputStream file = open(path)) {
      file.write(text.getBytes(StandardCharsets.ISO_8859_1));
    } catch (IOException e) {
      writeAsLinux(path, text);
    }
  }

  /**
   * Writes each line in a call of its own, through one opening.
   *
   * @param lines as they tell themselves by {@link Object#toString}
   */
  void writeAll(String path, List<?> lines) {
    String line = "";
    try (FileOutputStream file = open(path)) {
      for (Object next : lines) {
        line = next + "\n";
        file.write(line.getBytes(StandardCharsets.ISO_8859_1));
      }
    } catch (IOException e) {
      writeAsLinux(path, line);
    }
  }

  /**
   * Opens a file for writing and keeps it open.
   *
   * @throws MissingPermission if the user may not write it
   */
  AutoCloseable openToWrite(String path) {
    try {
      return open(path);
    } catch (IOException e) {
      return openAsLinux(path);
    }
  }

  /** To append, which is the JDK's word for not emptying it. */
  private FileOutputStream open(String path) throws IOException {
    return new FileOutputStream(root + "/" + path, true);
  }

  /** Once more by the system call, which tells the reason of a failure. */
  private void writeAsLinux(String path, String text) {
    try (Descriptor file = openAsLinux(path)) {
      Linux.write(file, text);
    }
  }

  private Descriptor openAsLinux(String path) {
    try {
      return Linux.openToWrite(root + "/" + path);
    } catch (LinuxException e) {
      throw refined(e, root + "/" + path);
    }
  }

  /** Opens a file for reading that never blocks. */
  Descriptor openToRead(String path) {
    try {
      return Linux.openToRead(root + "/" + path);
    } catch (LinuxException e) {
      throw refined(e, root + "/" + path);
    }
  }

  void makeDirectory(String path) {
    if (new File(root, path).mkdir()) {
      return;
    }
    try {
      Linux.makeDirectory(root + "/" + path);
    } catch (LinuxException e) {
      throw refined(e, root + "/" + path);
    }
  }

  void removeDirectory(String path) {
    if (new File(root, path).delete()) {
      return;
    }
    Linux.removeDirectory(root + "/" + path);
  }

  @Override
  public void close() {
    if (mount != null) {
      mount.close();
    }
  }
}
