package ktap.operators.state;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import ktap.sources.flow.SameFile;

/**
 * Up to where a script had consumed its source, and filled its outputs.
 *
 * @param source what tells the source from others; empty for one that can't be read again
 * @param events how many of its events, marks of time and losses among them
 * @param place at or before that, where reading can begin
 * @param outputs the files that the run writes
 * @param filters what stands before the script in its pipeline, for the user; empty if nobody knows
 */
public record StatePosition(
    String source, long events, Place place, List<Output> outputs, String filters) {
  /** Of a live run: what was missed is gone. */
  public static final StatePosition LIVE = new StatePosition("", 0, Place.START, List.of(), "");

  /** Of several states that became one. */
  public static final StatePosition MERGED =
      new StatePosition("merged", 0, Place.START, List.of(), "");

  public StatePosition {
    outputs = List.copyOf(outputs);
  }

  /**
   * A place in a source.
   *
   * @param events how many lie before it
   * @param name what the source calls it; empty for its start
   */
  public record Place(long events, String name) {
    /** Where every source can be read from. */
    public static final Place START = new Place(0, "");
  }

  /**
   * A file, and how long it was.
   *
   * @param form what it holds, for the user; empty if it is what the script prints
   */
  public record Output(String file, long bytes, String form) {}

  /** For the user, whose own count of events knows no marks. */
  public String text() {
    return events == 0
        ? "before the first event"
        : "behind event " + events + ", marks of time counted";
  }

  /**
   * What was written of a file; empty if it was none of the outputs, however they were named.
   *
   * @param growing what a file is called while it grows
   */
  public Optional<Output> output(Path file, UnaryOperator<Path> growing) {
    for (Output output : outputs) {
      Path kept = Path.of(output.file);
      boolean isSame =
          kept.equals(file.toAbsolutePath())
              || SameFile.are(kept, file)
              || SameFile.are(growing.apply(kept), growing.apply(file));
      if (isSame) {
        return Optional.of(output);
      }
    }
    return Optional.empty();
  }
}
