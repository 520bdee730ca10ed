package ktap.natives.linux;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import java.nio.charset.StandardCharsets;

/**
 * The system calls, one method each. All of them throw {@link LinuxException} when the kernel says
 * no, and start anew when a signal interrupts them.
 *
 * <pre>{@code
 * try (Descriptor ring = Linux.openToRead(path)) {
 *   int length = Linux.read(ring, buffer);
 * }
 * }</pre>
 */
public final class Linux {
  /** What {@link #read} gives when a file that never blocks has nothing now. */
  public static final int NOTHING_YET = -1;

  /** SIGINT and its like by number, the same on all machines (signal.h). */
  public static final int SIGNAL_KILL = 9;

  public static final int SIGNAL_INTERRUPT = 2;
  public static final int SIGNAL_TERMINATE = 15;

  private Linux() {}

  /** Opens for reading; reads of it never block. */
  public static Descriptor openToRead(String path) {
    return open(path, CLibrary.O_RDONLY | CLibrary.O_NONBLOCK);
  }

  /** Opens an existing file for writing, without emptying it. */
  public static Descriptor openToWrite(String path) {
    return open(path, CLibrary.O_WRONLY);
  }

  private static Descriptor open(String path, int flags) {
    int number = CLibrary.open(path, flags | CLibrary.O_CLOEXEC, 0);
    if (number < 0) {
      throw new LinuxException("open", Native.getLastError(), path);
    }
    return new Descriptor(number, path);
  }

  /**
   * Reads what fits into the buffer.
   *
   * @return bytes read, 0 at the end of the file, or {@link #NOTHING_YET}
   */
  public static int read(Descriptor file, NativeBuffer buffer) {
    while (true) {
      long length = CLibrary.read(file.number(), buffer.address(), buffer.size());
      if (length >= 0) {
        return (int) length;
      }
      int error = Native.getLastError();
      if (Errno.of(error) == Errno.EAGAIN) {
        return NOTHING_YET;
      }
      if (Errno.of(error) != Errno.EINTR) {
        throw new LinuxException("read", error, file.path());
      }
    }
  }

  /** Reads what fits into the buffer from a place in the file. */
  public static int readAt(Descriptor file, NativeBuffer buffer, long offset) {
    while (true) {
      long length = CLibrary.pread(file.number(), buffer.address(), buffer.size(), offset);
      if (length >= 0) {
        return (int) length;
      }
      int error = Native.getLastError();
      if (Errno.of(error) != Errno.EINTR) {
        throw new LinuxException("pread", error, file.path());
      }
    }
  }

  /** Writes all of a text in one call, as the files of tracefs want it. */
  public static void write(Descriptor file, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    while (CLibrary.write(file.number(), bytes, bytes.length) < 0) {
      int error = Native.getLastError();
      if (Errno.of(error) != Errno.EINTR) {
        throw new LinuxException("write", error, file.path() + ", \"" + text + "\"");
      }
    }
  }

  /** Makes a directory for its owner alone. */
  public static void makeDirectory(String path) {
    if (CLibrary.mkdir(path, 0700) < 0) {
      throw new LinuxException("mkdir", Native.getLastError(), path);
    }
  }

  public static void removeDirectory(String path) {
    if (CLibrary.rmdir(path) < 0) {
      throw new LinuxException("rmdir", Native.getLastError(), path);
    }
  }

  static void close(int number, String path) {
    if (CLibrary.close(number) < 0) {
      throw new LinuxException("close", Native.getLastError(), path);
    }
  }

  /** A pipe whose ends close when another program takes over. */
  public static Pipe pipe() {
    try (Memory ends = new Memory(8)) {
      if (CLibrary.pipe2(Pointer.nativeValue(ends), CLibrary.O_CLOEXEC) < 0) {
        throw new LinuxException("pipe2", Native.getLastError(), "");
      }
      return new Pipe(
          new Descriptor(ends.getInt(0), "read end of a pipe"),
          new Descriptor(ends.getInt(4), "write end of a pipe"));
    }
  }

  /** The two ends of a pipe. */
  public record Pipe(Descriptor readEnd, Descriptor writeEnd) implements AutoCloseable {
    @Override
    public void close() {
      writeEnd.close();
      readEnd.close();
    }
  }

  public static void kill(int process, int signal) {
    if (CLibrary.kill(process, signal) < 0) {
      throw new LinuxException("kill", Native.getLastError(), process + ", " + signal);
    }
  }

  /**
   * Makes a signal do again what it does by default. A shell starts background commands with SIGINT
   * ignored, and the JVM leaves ignored signals alone.
   */
  public static void resetSignal(int signal) {
    CLibrary.signal(signal, 0);
  }

  /** The parent's process number; the cheapest call there is, for measuring. */
  public static int parentProcess() {
    return CLibrary.getppid();
  }

  /**
   * Mounts a file system in no place: it is reached through {@code /proc/self/fd/N/} alone, and is
   * gone with the descriptor.
   */
  public static Descriptor mountDetached(String type) {
    try (Memory name = new Memory(type.length() + 1L);
        Descriptor context = fsopen(type, name)) {
      int created =
          (int)
              CLibrary.syscall(
                  CLibrary.NR_FSCONFIG, context.number(), CLibrary.FSCONFIG_CMD_CREATE, 0, 0, 0);
      if (created < 0) {
        throw new LinuxException("fsconfig", Native.getLastError(), type);
      }
      long mount =
          CLibrary.syscall(
              CLibrary.NR_FSMOUNT, context.number(), CLibrary.FSMOUNT_CLOEXEC, 0, 0, 0);
      return descriptor("fsmount", mount, type);
    }
  }

  private static Descriptor fsopen(String type, Memory name) {
    name.setString(0, type);
    long context =
        CLibrary.syscall(
            CLibrary.NR_FSOPEN, Pointer.nativeValue(name), CLibrary.FSOPEN_CLOEXEC, 0, 0, 0);
    return descriptor("fsopen", context, type);
  }

  private static Descriptor descriptor(String call, long number, String type) {
    if (number < 0) {
      throw new LinuxException(call, Native.getLastError(), type);
    }
    return new Descriptor((int) number, type + " by " + call);
  }
}
