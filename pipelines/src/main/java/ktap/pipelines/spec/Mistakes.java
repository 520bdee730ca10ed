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

/** Collects what is wrong with a file, and knows where the nodes of its tree stand. */
final class Mistakes {
  private final SourceText text;
  private final List<Diagnostic> found = new ArrayList<>();
  private final int[] lineStarts;

  Mistakes(SourceText text) {
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

  void add(SourceSpan span, String message, String hint) {
    found.add(
        hint.isEmpty() ? Diagnostic.error(span, message) : Diagnostic.error(span, message, hint));
  }

  boolean isEmpty() {
    return found.isEmpty();
  }

  /** All of them in the order of the file. */
  List<String> rendered() {
    found.sort(Comparator.comparingInt(mistake -> mistake.span().start()));
    List<String> texts = new ArrayList<>();
    for (Diagnostic mistake : found) {
      texts.add(mistake.render(text));
    }
    return texts;
  }
}
