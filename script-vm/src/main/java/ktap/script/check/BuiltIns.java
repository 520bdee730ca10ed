package ktap.script.check;

import java.util.List;
import java.util.Optional;
import ktap.sources.flow.Capture;

/** What the checker may know of the library. */
public interface BuiltIns {
  /** The global function or table of a name. */
  Optional<BuiltInFacts> find(String name, Dialect dialect);

  /** Function {@code member} of a library table. */
  Optional<BuiltInFacts> find(String table, String member, Dialect dialect);

  /** Whether a function changes nothing, and gives the same for the same arguments and event. */
  boolean isPure(String name);

  /** All global names of a family, for did-you-mean. */
  List<String> names(Dialect dialect);

  /** All members of a library table, for did-you-mean. */
  List<String> members(String table, Dialect dialect);

  /**
   * What is known of one.
   *
   * @param isTable whether it is a library table
   * @param leastArguments how many arguments a call needs
   * @param mostArguments how many it takes; {@code Integer.MAX_VALUE} if any number
   * @param capture what must be captured at the event for it to work
   * @param refusal why it can't be used at all, and what to use instead
   */
  record BuiltInFacts(
      boolean isTable,
      int leastArguments,
      int mostArguments,
      Optional<Capture> capture,
      Optional<String> refusal) {}
}
