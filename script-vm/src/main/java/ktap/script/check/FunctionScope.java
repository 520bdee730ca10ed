package ktap.script.check;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import ktap.script.source.SourceSpan;
import org.jspecify.annotations.Nullable;

/** The names that a function knows while it is checked: its blocks and what it captures. */
final class FunctionScope {
  private final @Nullable FunctionScope parent; // none for the main chunk
  private final boolean isVarargs;
  private final List<Map<String, Variable>> blocks = new ArrayList<>();
  private final List<Set<String>> labels = new ArrayList<>();
  private final List<CheckedFunction.Capture> upvalues = new ArrayList<>();
  private @Nullable Variable eventParameter; // the handler's own `e`
  private boolean usesEvent;

  FunctionScope(@Nullable FunctionScope parent, boolean isVarargs) {
    this.parent = parent;
    this.isVarargs = isVarargs;
  }

  boolean isVarargs() {
    return isVarargs;
  }

  List<CheckedFunction.Capture> upvalues() {
    return upvalues;
  }

  void open() {
    blocks.add(new HashMap<>());
    labels.add(new HashSet<>());
  }

  void close() {
    blocks.removeLast();
    labels.removeLast();
  }

  Variable declare(String name, SourceSpan span) {
    Variable variable = new Variable(name, span);
    blocks.getLast().put(name, variable);
    return variable;
  }

  /** Declares a parameter through which a handler of 2013 sees its event. */
  Variable declareEvent(String name, SourceSpan span) {
    Variable variable = declare(name, span);
    eventParameter = variable;
    return variable;
  }

  /** The event is used as a value. */
  void useEvent() {
    usesEvent = true;
  }

  /** Whether the event is needed as a value, here or in functions inside. */
  boolean usesEvent() {
    return usesEvent || eventParameter != null && eventParameter.isCaptured();
  }

  /** Whether a variable is the event that this function is given as a handler. */
  boolean isEvent(Variable variable) {
    return eventParameter == variable;
  }

  boolean addLabel(String name) {
    return labels.getLast().add(name);
  }

  boolean hasLabel(String name) {
    return labels.stream().anyMatch(block -> block.contains(name));
  }

  /** A variable by its name, here or further out, as an expression; empty if there is none. */
  Optional<Expression> find(String name, SourceSpan span) {
    Optional<Variable> own = local(name);
    if (own.isPresent()) {
      return Optional.of(new Expression.Local(span, own.get()));
    }
    int index = upvalue(name);
    return index < 0
        ? Optional.empty()
        : Optional.of(new Expression.Upvalue(span, upvalues.get(index).variable(), index));
  }

  /** All names in sight, for did-you-mean. */
  void collectNames(List<String> names) {
    for (Map<String, Variable> block : blocks) {
      names.addAll(block.keySet());
    }
    if (parent != null) {
      parent.collectNames(names);
    }
  }

  private Optional<Variable> local(String name) {
    for (int i = blocks.size() - 1; i >= 0; i--) {
      Variable found = blocks.get(i).get(name);
      if (found != null) {
        return Optional.of(found);
      }
    }
    return Optional.empty();
  }

  private int upvalue(String name) {
    if (parent == null) {
      return -1;
    }
    Optional<Variable> outside = parent.local(name);
    if (outside.isPresent()) {
      outside.get().markCaptured();
      return add(new CheckedFunction.Capture(outside.get(), true, -1));
    }
    int further = parent.upvalue(name);
    return further < 0
        ? -1
        : add(new CheckedFunction.Capture(parent.upvalues.get(further).variable(), false, further));
  }

  private int add(CheckedFunction.Capture capture) {
    for (int i = 0; i < upvalues.size(); i++) {
      if (upvalues.get(i).variable() == capture.variable()) {
        return i;
      }
    }
    upvalues.add(capture);
    return upvalues.size() - 1;
  }
}
