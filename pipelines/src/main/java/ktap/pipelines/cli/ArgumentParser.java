package ktap.pipelines.cli;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import ktap.sources.flow.Nearest;

/**
 * Reads the words of a command line.
 *
 * <p>As in the original, options come before the script, what follows it are its arguments, and
 * {@code --} starts the command to trace. Beyond the original, long options of ktap may also stand
 * after the script, and a {@code #!} line may have several options although the kernel gives them
 * as one word.
 */
final class ArgumentParser {
  private final List<String> words;
  private final Map<Option, String> options = new EnumMap<>(Option.class);
  private final List<String> operands = new ArrayList<>();
  private int at;
  private Verb verb = Verb.SCRIPT;

  private ArgumentParser(List<String> words) {
    this.words = words;
  }

  static Arguments parse(String[] words) throws CommandException {
    return new ArgumentParser(split(words)).commandLine();
  }

  /** The kernel gives all that follows the interpreter of a {@code #!} line as one word. */
  private static List<String> split(String[] words) {
    if (words.length == 0 || !isOptionsOfScriptLine(words[0])) {
      return List.of(words);
    }
    List<String> all = new ArrayList<>();
    int start = 0;
    String line = words[0];
    for (int i = 0; i <= line.length(); i++) {
      if (i == line.length() || isBlank(line.charAt(i))) {
        if (i > start) {
          all.add(line.substring(start, i));
        }
        start = i + 1;
      }
    }
    for (int i = 1; i < words.length; i++) {
      all.add(words[i]);
    }
    return all;
  }

  private static boolean isOptionsOfScriptLine(String word) {
    return word.startsWith("-") && (word.indexOf(' ') > 0 || word.indexOf('\t') > 0);
  }

  private static boolean isBlank(char c) {
    return c == ' ' || c == '\t';
  }

  private Arguments commandLine() throws CommandException {
    Optional<Verb> named = words.isEmpty() ? Optional.empty() : Verb.named(words.getFirst());
    if (named.isPresent()) {
      verb = named.get();
      at = 1;
      optionsAndOperands();
    } else {
      optionsOfScript();
      scriptAndArguments();
    }
    return new Arguments(verb, options, operands, traced());
  }

  /** Options up to the first other word. */
  private void optionsOfScript() throws CommandException {
    while (at < words.size() && isOption(words.get(at))) {
      option();
    }
  }

  /** The script and its arguments, among which the long options of ktap are looked for. */
  private void scriptAndArguments() throws CommandException {
    while (at < words.size() && !words.get(at).equals("--")) {
      String word = words.get(at);
      if (word.startsWith("--") && isLongOptionAfterScript(nameOf(word))) {
        option();
      } else {
        operands.add(word);
        at++;
      }
    }
  }

  /** {@code --help} after a script is the script's own. */
  private boolean isLongOptionAfterScript(String name) {
    Optional<Option> option = Option.named(name);
    return option.isPresent()
        && option.get() != Option.HELP
        && option.get() != Option.VERSION
        && verb.options().contains(option.get());
  }

  /** Commands take options and operands in any order. */
  private void optionsAndOperands() throws CommandException {
    while (at < words.size() && !words.get(at).equals("--")) {
      if (isOption(words.get(at))) {
        option();
      } else {
        operands.add(words.get(at++));
      }
    }
  }

  private static boolean isOption(String word) {
    return word.length() > 1 && word.charAt(0) == '-' && !word.equals("--");
  }

  private static String nameOf(String word) {
    int equals = word.startsWith("--") ? word.indexOf('=') : -1;
    return equals < 0 ? word : word.substring(0, equals);
  }

  private void option() throws CommandException {
    String word = words.get(at++);
    String name = nameOf(word);
    Optional<Option> known = verb.option(name).or(() -> Option.named(name));
    if (known.isEmpty()) {
      throw CommandException.usage(unknown(name));
    }
    Option option = known.get();
    if (!verb.options().contains(option)) {
      throw CommandException.usage(elsewhere(option, name));
    }
    options.put(option, argument(option, name, word));
  }

  private String argument(Option option, String name, String word) throws CommandException {
    if (name.length() < word.length()) {
      if (option.argument().isEmpty()) {
        throw CommandException.usage(name + " takes no value: write it without '='");
      }
      return word.substring(name.length() + 1);
    }
    boolean isNext = at < words.size() && !words.get(at).equals("--");
    if (option.isArgumentOptional()) {
      return isNext && !isOption(words.get(at)) ? words.get(at++) : "";
    }
    if (!option.takesArgument()) {
      return "";
    }
    if (!isNext) {
      throw CommandException.usage(
          name + " needs a value: " + name + " " + option.argument() + ", " + option.meaning());
    }
    return words.get(at++);
  }

  private List<String> traced() throws CommandException {
    if (at == words.size()) {
      return List.of();
    }
    List<String> command = words.subList(at + 1, words.size());
    if (command.isEmpty()) {
      throw CommandException.usage(
          "there is no command after '--': ktap ... -- COMMAND ARGUMENT...");
    }
    return command;
  }

  private String unknown(String name) {
    if (name.equals("-lf") || name.equals("-lm")) {
      return name + " lists what user probes can trace; the sources of this version have none";
    }
    StringBuilder sentence = new StringBuilder("unknown option ").append(name);
    String letters = separateLetters(name);
    String hint = name.length() > 2 ? Nearest.hint(name, namesOfVerb()) : "";
    if (!letters.isEmpty()) {
      sentence.append(": options are words of their own, as in 'ktap").append(letters).append("'");
    } else if (!hint.isEmpty()) {
      sentence.append("; ").append(hint);
    } else {
      sentence.append("; 'ktap ").append(verb.word()).append(verb.word().isEmpty() ? "" : " ");
      sentence.append("--help' lists all");
    }
    return sentence.toString();
  }

  private List<String> namesOfVerb() {
    List<String> names = new ArrayList<>();
    for (String name : Option.allNames()) {
      if (verb.option(name).isPresent()) {
        names.add(name);
      }
    }
    return names;
  }

  /** {@code -qT} as {@code -q -T}; empty if these aren't all options. */
  private static String separateLetters(String name) {
    StringBuilder letters = new StringBuilder();
    for (int i = 1; i < name.length(); i++) {
      String letter = "-" + name.charAt(i);
      if (Option.named(letter).isEmpty()) {
        return "";
      }
      letters.append(' ').append(letter);
    }
    return name.length() > 2 ? letters.toString() : "";
  }

  private String elsewhere(Option option, String name) {
    StringBuilder sentence = new StringBuilder();
    String here = verb.word().isEmpty() ? "a script" : "'ktap " + verb.word() + "'";
    sentence.append(name).append(" is no option of ").append(here);
    for (Verb other : Verb.values()) {
      if (other.options().contains(option)) {
        sentence.append(", but of ");
        sentence.append(other.word().isEmpty() ? "a script" : "'ktap " + other.word() + "'");
        break;
      }
    }
    return sentence.toString();
  }
}
