package ktap.script.syntax;

import java.lang.reflect.RecordComponent;
import java.util.List;
import java.util.Optional;
import ktap.script.source.SourceSpan;
import ktap.script.source.SourceText;

/**
 * A tree of records as indented text: a line for each node, with its place and what it holds
 * itself; its children below. Knows no kind of node.
 */
public final class TreeText {
  private final SourceText source;
  private final StringBuilder out = new StringBuilder();

  private TreeText(SourceText source) {
    this.source = source;
  }

  public static String of(Record tree, SourceText source) {
    TreeText text = new TreeText(source);
    text.node("", tree, 0);
    return text.out.toString();
  }

  private void node(String role, Record node, int depth) {
    out.append("  ".repeat(depth)).append(role).append(node.getClass().getSimpleName());
    RecordComponent[] parts = node.getClass().getRecordComponents();
    for (RecordComponent part : parts) {
      inline(part.getName(), value(node, part));
    }
    out.append('\n');
    for (RecordComponent part : parts) {
      below(part.getName(), value(node, part), depth + 1);
    }
  }

  private static Object value(Record node, RecordComponent part) {
    try {
      return part.getAccessor().invoke(node);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(part + " can't be read", e);
    }
  }

  /** What is shown on the node's own line. */
  private void inline(String name, Object value) {
    if (value instanceof SourceSpan span) {
      out.append(' ')
          .append(source.line(span.start()))
          .append(':')
          .append(source.column(span.start()));
    } else if (!(value instanceof Record)
        && !(value instanceof List)
        && !(value instanceof Optional)) {
      out.append(' ').append(name).append('=').append(value);
    }
  }

  private void below(String name, Object value, int depth) {
    switch (value) {
      case SourceSpan _ -> {}
      case Record child -> node(name + ": ", child, depth);
      case Optional<?> child -> child.ifPresent(present -> below(name, present, depth));
      case List<?> children -> {
        for (int i = 0; i < children.size(); i++) {
          below(name + "[" + i + "]", children.get(i), depth);
        }
      }
      case String text ->
          out.append("  ".repeat(depth)).append(name).append(": ").append(text).append('\n');
      default -> {}
    }
  }
}
