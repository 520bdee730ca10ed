package ktap.sources.flow;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Tells whether two names are of one file. */
public final class SameFile {
  private SameFile() {}

  /** Whether both are there and lead to one file, by whatever links. */
  public static boolean are(Path one, Path other) {
    try {
      return Files.isSameFile(one, other);
    } catch (IOException e) {
      return false; // one isn't there, or can't be followed
    }
  }
}
