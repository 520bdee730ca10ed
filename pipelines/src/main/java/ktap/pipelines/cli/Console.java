package ktap.pipelines.cli;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import ktap.sinks.SinkException;

/**
 * The three standard streams. Standard output is what was asked for, standard error all that is
 * said about it.
 *
 * <p>The streams are the descriptors themselves: {@link System#out} would buffer behind our back
 * and hide that a pipe was closed.
 */
record Console(InputStream in, OutputStream out, OutputStream err) {

  /** That of the process. */
  static Console standard() {
    return new Console(
        new FileInputStream(FileDescriptor.in),
        new FileOutputStream(FileDescriptor.out),
        new FileOutputStream(FileDescriptor.err));
  }

  /**
   * Writes text that was asked for.
   *
   * @throws CommandException if it can't be written; without a sentence if nobody reads it any more
   */
  void print(String text) throws CommandException {
    try {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      Optional<SinkException> failure = SinkException.ofOutput("can't write to standard output", e);
      throw failure.isPresent()
          ? CommandException.failure(failure.get().getMessage())
          : CommandException.silent(ExitStatus.OK);
    }
  }

  /** Says a sentence on standard error, after the name of the program. */
  void say(String sentence) {
    tell("ktap: " + sentence);
  }

  /** Writes lines on standard error. If nobody reads them, there is nobody to tell. */
  void tell(String lines) {
    show(lines + "\n");
  }

  /** Writes text on standard error as it is. */
  void show(String text) {
    try {
      err.write(text.getBytes(StandardCharsets.UTF_8));
      err.flush();
    } catch (IOException e) {
      // standard error is closed
    }
  }
}
