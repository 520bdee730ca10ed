package ktap.pipelines.cli;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A command line, understood: which command, its options, its operands, and the command to trace.
 *
 * @param options with their arguments; an option without has an empty text
 * @param operands files, and for a script its arguments
 * @param traced what follows {@code --}
 */
record Arguments(
    Verb verb, Map<Option, String> options, List<String> operands, List<String> traced) {

  Arguments {
    options = options.isEmpty() ? Map.of() : new EnumMap<>(options);
    operands = List.copyOf(operands);
    traced = List.copyOf(traced);
  }

  boolean has(Option option) {
    return options.containsKey(option);
  }

  Optional<String> value(Option option) {
    return Optional.ofNullable(options.get(option));
  }
}
