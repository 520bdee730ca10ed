package ktap.sources.tracefile;

import java.nio.file.Path;
import java.util.List;

/**
 * What can be wrong with parts of a trace file, as a sentence says it.
 *
 * @param part one of them: {@code sample}
 * @param ofOne what there is to say of one
 * @param ofMany the same of several
 */
public record Damage(String part, String ofOne, String ofMany) {

  /** Adds a sentence, if there are any such. */
  public void tell(long count, Path file, List<String> sentences) {
    if (count > 0) {
      String parts = count == 1 ? "1 " + part : count + " " + part + "s";
      sentences.add(parts + " of " + file + " " + (count == 1 ? ofOne : ofMany));
    }
  }
}
