package ktap.pipelines.cli;

import java.util.Optional;

/** Which ktap this is. */
final class Version {
  private Version() {}

  /** The line that {@code -V} prints. */
  static String text() {
    return "ktap "
        + Optional.ofNullable(Main.class.getPackage().getImplementationVersion())
            .orElse("(not packaged)")
        + "\n";
  }
}
