package ktap.script.library;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import ktap.script.value.BuiltIn;
import ktap.script.value.BuiltInFunction;
import ktap.script.value.CallContext;
import ktap.script.value.Kinds;
import ktap.script.value.ScriptRuntimeException;
import ktap.sources.flow.Capture;
import org.jspecify.annotations.Nullable;

/**
 * One built-in: a row of the library's table.
 *
 * <p>Whether it can run inside the kernel is an open door for an engine that does: {@link
 * #isPossibleInKernel()} is what the function's nature allows, not what is built.
 */
public final class Definition {
  private final String name;
  private final String signature;
  private final String line;
  private final Home home;
  private final boolean original;
  private final @Nullable Capture capture;
  private final String refusal;
  private final BuiltIn builtIn;
  private @Nullable List<Parameter> parameters; // parsed when first asked for: start-up counts

  /** Where a function can run, by its nature. */
  enum Home {
    KERNEL,
    USER
  }

  private Definition(
      Home home,
      boolean original,
      String name,
      String signature,
      BuiltInFunction function,
      @Nullable Capture capture,
      String refusal,
      String line) {
    this.home = home;
    this.original = original;
    this.name = name;
    this.signature = signature;
    this.capture = capture;
    this.refusal = refusal;
    this.line = line;
    this.builtIn = new BuiltIn(name, new Checked(this, function));
  }

  /** A function that needs nothing but its arguments and the run's state. */
  static Definition original(
      Home home, String name, String signature, BuiltInFunction function, String line) {
    return new Definition(home, true, name, signature, function, null, "", line);
  }

  /** A function that the original didn't have; scripts of its time may use the name. */
  static Definition added(
      Home home, String name, String signature, BuiltInFunction function, String line) {
    return new Definition(home, false, name, signature, function, null, "", line);
  }

  /** A function that reads what was captured at the event. */
  static Definition capturing(
      Capture capture, String name, String signature, BuiltInFunction function, String line) {
    return new Definition(Home.KERNEL, true, name, signature, function, capture, "", line);
  }

  /** A function of the original that is refused; {@code sentence} says why and what to use. */
  static Definition refused(String name, String sentence) {
    return new Definition(
        Home.USER,
        true,
        name,
        "values:any...",
        (_, _, _, _, _) -> {
          throw ScriptRuntimeException.error("error: " + name + ": " + sentence);
        },
        null,
        sentence,
        "Refused: " + sentence);
  }

  /** The name with the table before it, {@code ansi.set_color}. */
  public String name() {
    return name;
  }

  public List<Parameter> parameters() {
    List<Parameter> known = parameters;
    if (known == null) {
      known = parse(signature);
      parameters = known;
    }
    return known;
  }

  private static List<Parameter> parse(String signature) {
    List<Parameter> parsed = new ArrayList<>();
    int at = 0;
    while (at < signature.length()) {
      int end = signature.indexOf(' ', at);
      end = end < 0 ? signature.length() : end;
      parsed.add(Parameter.parse(signature.substring(at, end)));
      at = end + 1;
    }
    return List.copyOf(parsed);
  }

  /** Arguments that it needs. */
  public int minArguments() {
    int needed = 0;
    for (Parameter parameter : parameters()) {
      needed += parameter.optional() ? 0 : 1;
    }
    return needed;
  }

  /** Arguments that it looks at; more are ignored. */
  public int maxArguments() {
    List<Parameter> all = parameters();
    boolean endless = !all.isEmpty() && all.getLast().repeated();
    return endless ? Integer.MAX_VALUE : all.size();
  }

  /** Whether the original had it in one of its versions. */
  public boolean isOriginal() {
    return original;
  }

  /** What must be captured at the event so that it can answer. */
  public Optional<Capture> capture() {
    return Optional.ofNullable(capture);
  }

  /** Why it is refused, and what to use instead; empty if it isn't. */
  public Optional<String> refusal() {
    return refusal.isEmpty() ? Optional.empty() : Optional.of(refusal);
  }

  /** What it does, in one line for the reference. */
  public String line() {
    return line;
  }

  /** Whether its nature allows it to run inside the kernel. */
  public boolean isPossibleInKernel() {
    return home == Home.KERNEL;
  }

  /** The value that scripts see under the name. */
  public BuiltIn builtIn() {
    return builtIn;
  }

  /** How it is called, {@code substr(s, from[, to])}. */
  public String usage() {
    StringBuilder usage = new StringBuilder(name).append('(');
    int open = 0;
    boolean first = true;
    for (Parameter parameter : parameters()) {
      if (parameter.optional()) {
        usage.append('[');
        open++;
      }
      usage.append(first ? "" : ", ").append(parameter.repeated() ? "..." : parameter.name());
      first = false;
    }
    return usage.append("]".repeat(open)).append(')').toString();
  }

  @Override
  public String toString() {
    return usage();
  }

  /** Looks at the arguments before the function itself does. */
  private record Checked(Definition definition, BuiltInFunction function)
      implements BuiltInFunction {
    @Override
    public void call(
        CallContext context, long[] numbers, @Nullable Object[] refs, int base, int count) {
      List<Parameter> parameters = definition.parameters();
      int size = parameters.size();
      for (int i = 0; i < size; i++) {
        Parameter parameter = parameters.get(i);
        ArgumentKind kind = parameter.kind();
        if (i >= count) {
          if (!parameter.optional() && kind != ArgumentKind.ANY) {
            throw definition.wrongArgument(i, kind, "nothing");
          }
        } else if (!kind.accepts(refs[base + i])
            && !(parameter.optional() && refs[base + i] == null)) {
          throw definition.wrongArgument(i, kind, Kinds.sentence(refs[base + i]));
        }
      }
      function.call(context, numbers, refs, base, count);
    }
  }

  private ScriptRuntimeException wrongArgument(int index, ArgumentKind kind, String found) {
    return ScriptRuntimeException.error(
        "error: wrong type of argument "
            + (index + 1)
            + ": "
            + usage()
            + " takes "
            + kind.sentence()
            + " there, found "
            + found);
  }
}
