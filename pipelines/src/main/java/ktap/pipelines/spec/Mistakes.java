package ktap.pipelines.spec;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import ktap.script.source.Diagnostic;
import ktap.script.source.SourceSpan;
import ktap.script.source.SourceText;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/**
 * Collects all that is wrong with a pipeline file, with its form and with what it means, and knows
 * where the nodes of its tree stand.
 */
public final class Mistakes {
  /** A mistake, ready to be shown, and where in the file it belongs. */
  private record Mistake(int at, String rendered) {}

  private final SourceText text;
  private final List<Mistake> found = new ArrayList<>();
  private final int[] lineStarts;

  public Mistakes(SourceText text) {
    this.text = text;
    List<Integer> starts = new ArrayList<>(List.of(0));
    byte[] bytes = text.bytes();
    for (int i = 0; i < bytes.length; i++) {
      if (bytes[i] == '\n') {
        starts.add(i + 1);
      }
    }
    this.lineStarts = starts.stream().mapToInt(Integer::intValue).toArray();
  }

  /** The first line of a node. */
  SourceSpan span(Node node) {
    int start = node.getStartMark().map(this::offset).orElse(0);
    int end = node.getEndMark().map(this::offset).orElse(start);
    int lineEnd = text.lineSpan(start).end();
    boolean isWord = node instanceof ScalarNode;
    return new SourceSpan(start, Math.max(start, isWord ? Math.min(end, lineEnd) : start));
  }

  /** YAML counts characters, a source text bytes. */
  int offset(Mark mark) {
    byte[] bytes = text.bytes();
    int at = lineStarts[Math.min(mark.getLine(), lineStarts.length - 1)];
    for (int column = 0; column < mark.getColumn() && at < bytes.length; column++) {
      at++;
      while (at < bytes.length && (bytes[at] & 0xc0) == 0x80) {
        at++;
      }
    }
    return at;
  }

  void add(Node node, String message, String hint) {
    add(span(node), message, hint);
  }

  /**
   * @param hint what to do next; empty for nothing
   */
  public void add(SourceSpan span, String message, String hint) {
    Diagnostic mistake =
        hint.isEmpty() ? Diagnostic.error(span, message) : Diagnostic.error(span, message, hint);
    add(span, mistake.render(text));
  }

  /**
   * One that was found in a text inside the file.
   *
   * @param span where that text stands
   */
  public void add(SourceSpan span, String rendered) {
    found.add(new Mistake(span.start(), rendered));
  }

  public boolean isEmpty() {
    return found.isEmpty();
  }

  /** All of them, in the order of the file. */
  public PipelineException all() {
    found.sort(Comparator.comparingInt(Mistake::at));
    List<String> texts = new ArrayList<>();
    for (Mistake mistake : found) {
      texts.add(mistake.rendered());
    }
    return new PipelineException(texts);
  }
}
