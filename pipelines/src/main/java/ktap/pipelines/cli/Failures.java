package ktap.pipelines.cli;

import java.util.Objects;

/** What exceptions have to tell the user. */
final class Failures {
  private Failures() {}

  /** The message of an exception; its name where it has none. */
  static String text(Throwable failure) {
    return Objects.requireNonNullElse(failure.getMessage(), failure.getClass().getName());
  }
}
