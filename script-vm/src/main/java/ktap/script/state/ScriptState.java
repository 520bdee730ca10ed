package ktap.script.state;

import java.util.List;
import java.util.function.Function;
import ktap.script.vm.Variables;
import org.jspecify.annotations.Nullable;

/**
 * What a run can change, as bytes. Made after the main chunk; then a state that was kept is given
 * back, if there is one, and {@link #write} writes what changed since it wrote last. For the thread
 * of the run.
 */
public final class ScriptState {
  private final Variables variables;
  private final Function<String, @Nullable Object> builtIns;
  private final List<String> names;
  private final CheckpointWriter writer;

  /**
   * @param builtIns gives the value behind a name of the library
   */
  public ScriptState(Variables variables, Function<String, @Nullable Object> builtIns) {
    this.variables = variables;
    this.builtIns = builtIns;
    this.names = variables.names();
    this.writer = new CheckpointWriter(variables);
  }

  /** An image that can be given to {@link #restore}. */
  public StateImage image() {
    return new StateImage(writer.tables(), variables::newTable, variables.functions(), builtIns);
  }

  /**
   * Gives the run what another one had.
   *
   * @param image one of {@link #image}, finished
   * @param goesOn whether it is the same run of time, so that timers, errors and exit() stay; else
   *     they begin anew
   * @throws StateException if it is of another script
   */
  public void restore(StateImage image, boolean goesOn) {
    image.check(variables);
    for (int i = 0; i < names.size(); i++) {
      variables.set(i, image.number(i), image.ref(i));
    }
    writer.goOnFrom(image);
    if (goesOn) {
      variables.resume(image.dueNanos(), image.errors(), image.isExited());
    }
  }

  /** All of it; the next {@link #write} writes what it would have written anyway. */
  public List<byte[]> bytes() {
    return CheckpointWriter.bytes(variables);
  }

  /**
   * What it is now, as it stays: what merging begins with, if it is taken when the main chunk has
   * ended.
   */
  public StateImage copy() {
    StateImage image = new StateImage();
    image.read(bytes());
    image.finish();
    return image;
  }

  /**
   * Puts into the run what another run of the script gathered, as far as both have come: two halves
   * of a recording, say. The other one is of no use afterwards.
   *
   * <pre>
   *   first.runMain();                       second.runMain();
   *   ScriptState one = first.state();       ScriptState two = second.state();
   *   StateImage start = one.copy();
   *   first.accept(…);                       second.accept(…);
   *   one.merge(two, start);                 first.runEnd();
   * </pre>
   *
   * <p>Integers and floats that both changed are added, aggregations merged, tables entry by entry;
   * what they had at the start counts once.
   *
   * @param start what both had when their main chunks had ended
   * @throws StateException if something can't be merged; says what, to stand behind "can't merge …:
   *     ". The run may have been changed in part
   */
  public void merge(ScriptState other, StateImage start) {
    Variables theirs = other.variables;
    StateMerge merge = new StateMerge(variables, start, theirs, start, variables::newTable);
    for (int i = 0; i < names.size(); i++) {
      Cell both = merge.variable(i);
      variables.set(i, both.number(), both.ref());
    }
    long[] dues = variables.dueNanos();
    long[] theirDues = theirs.dueNanos();
    for (int i = 0; i < dues.length; i++) {
      dues[i] = Math.max(dues[i], theirDues[i]);
    }
    variables.resume(
        dues,
        variables.errors() + theirs.errors() - start.errors(),
        variables.isExited() || theirs.isExited());
  }

  /**
   * Writes a checkpoint.
   *
   * @param isWhole whether to write all; else what changed since the last one, or since what was
   *     restored
   */
  public void write(boolean isWhole, StateParts parts) {
    writer.write(isWhole, parts);
  }

  /** What held functions that were made after the main chunk, and couldn't be stored. */
  public List<String> unstored() {
    return writer.unstored();
  }
}
