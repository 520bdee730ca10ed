package ktap.sources.tracefs;

import java.util.List;
import java.util.concurrent.locks.LockSupport;
import ktap.natives.linux.Descriptor;
import ktap.natives.linux.Errno;
import ktap.natives.linux.LinuxException;

/**
 * A tracefs instance of our own: rings, switches and filters that nobody else sees. It is made
 * switched off, with the clock that everything here is told by: {@code mono}, CLOCK_MONOTONIC.
 *
 * <p>Whatever was opened in it must be closed before it is.
 */
final class TraceInstance implements AutoCloseable {
  private static final int TRIES = 50;
  private static final long PAUSE = 2_000_000;

  private final TraceFileSystem files;
  private final String path;
  private final AutoCloseable freeBuffer;
  private boolean isClosed;

  private TraceInstance(TraceFileSystem files, String path, AutoCloseable freeBuffer) {
    this.files = files;
    this.path = path;
    this.freeBuffer = freeBuffer;
  }

  static TraceInstance create(TraceFileSystem files, String name) {
    String path = "instances/" + name;
    files.makeDirectory(path);
    try {
      files.write(path + "/tracing_on", "0");
      files.write(path + "/trace_clock", "mono");
      // When this process dies, the kernel closes free_buffer, and with it recording ends.
      files.write(path + "/options/disable_on_free", "1");
      return new TraceInstance(files, path, files.openToWrite(path + "/free_buffer"));
    } catch (LinuxException e) {
      files.removeDirectory(path);
      throw e;
    }
  }

  boolean has(String file) {
    return files.exists(path + "/" + file);
  }

  String text(String file) {
    return files.text(path + "/" + file);
  }

  void write(String file, String text) {
    files.write(path + "/" + file, text);
  }

  /** Writes lines into a file that takes one at a time, such as {@code set_event}. */
  void writeAll(String file, List<?> lines) {
    files.writeAll(path + "/" + file, lines);
  }

  Descriptor openToRead(String file) {
    return files.openToRead(path + "/" + file);
  }

  void switchOn() {
    write("tracing_on", "1");
  }

  void switchOff() {
    write("tracing_on", "0");
  }

  private void closeFreeBuffer() {
    try {
      freeBuffer.close();
    } catch (Exception e) {
      throw new IllegalStateException("the free_buffer of " + path + " can't be closed", e);
    }
  }

  /** Removes it. The kernel refuses as long as a call of a moment ago still holds it. */
  @Override
  public void close() {
    if (isClosed) {
      return;
    }
    isClosed = true;
    closeFreeBuffer();
    for (int tries = 1; ; tries++) {
      try {
        files.removeDirectory(path);
        return;
      } catch (LinuxException e) {
        if (e.errno() != Errno.EBUSY || tries == TRIES) {
          throw e;
        }
        LockSupport.parkNanos(PAUSE);
      }
    }
  }
}
