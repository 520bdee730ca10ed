package ktap.pipelines.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class ArgumentParserTest {

  private static Arguments parse(String... words) throws CommandException {
    return ArgumentParser.parse(words);
  }

  private static void assertRefused(String sentence, String... words) {
    assertThatThrownBy(() -> parse(words))
        .isInstanceOfSatisfying(
            CommandException.class,
            e -> {
              assertThat(e.sentence()).isEqualTo(sentence);
              assertThat(e.status()).isEqualTo(2);
            });
  }

  @Test
  void optionsEndAtTheScript() throws CommandException {
    assertThat(parse("-q", "-p", "12", "a.kp", "-x", "y", "--", "ls", "-l"))
        .isEqualTo(
            new Arguments(
                Verb.SCRIPT,
                Map.of(Option.QUIET, "", Option.PID, "12"),
                List.of("a.kp", "-x", "y"),
                List.of("ls", "-l")));
  }

  @Test
  void sourceLeavesAllPlainWordsToTheScript() throws CommandException {
    assertThat(parse("-e", "print(arg[1])", "x", "--strict", "y"))
        .isEqualTo(
            new Arguments(
                Verb.SCRIPT,
                Map.of(Option.SOURCE, "print(arg[1])", Option.STRICT, ""),
                List.of("x", "y"),
                List.of()));
  }

  @Test
  void standardInputIsAScript() throws CommandException {
    assertThat(parse("-v", "-").operands()).containsExactly("-");
  }

  @Test
  void longOptionsTakeValuesInBothForms() throws CommandException {
    assertThat(parse("--duration", "10s", "--buffer=16m", "a.kp").options())
        .isEqualTo(Map.of(Option.DURATION, "10s", Option.BUFFER, "16m"));
  }

  @Test
  void longOptionsMayFollowTheScript() throws CommandException {
    Arguments arguments = parse("a.kp", "--duration", "10s", "x", "--mine", "--help");
    assertThat(arguments.options()).isEqualTo(Map.of(Option.DURATION, "10s"));
    assertThat(arguments.operands()).containsExactly("a.kp", "x", "--mine", "--help");
  }

  @Test
  void scriptLineComesAsOneWord() throws CommandException {
    assertThat(parse("-q  -T --duration 5s", "./a.kp", "x"))
        .isEqualTo(parse("-q", "-T", "--duration", "5s", "./a.kp", "x"));
  }

  @Test
  void wordOfASourceIsNotSplit() throws CommandException {
    assertThat(parse("-e", "-1 -2").options()).isEqualTo(Map.of(Option.SOURCE, "-1 -2"));
  }

  @Test
  void listTakesAnOptionalGlob() throws CommandException {
    assertThat(parse("-le").options()).isEqualTo(Map.of(Option.LIST, ""));
    assertThat(parse("-le", "sched:*", "-v").operands()).isEmpty();
    assertThat(parse("-le", "sched:*").options()).isEqualTo(Map.of(Option.LIST, "sched:*"));
    assertThat(parse("-le", "-v").options()).isEqualTo(Map.of(Option.LIST, "", Option.VERBOSE, ""));
  }

  @Test
  void commandsTakeOptionsAnywhere() throws CommandException {
    assertThat(parse("check", "a.kp", "--dialect", "2014-03", "b.yaml"))
        .isEqualTo(
            new Arguments(
                Verb.CHECK,
                Map.of(Option.DIALECT, "2014-03"),
                List.of("a.kp", "b.yaml"),
                List.of()));
  }

  @Test
  void mistakesAreOneSentenceEach() {
    assertRefused("unknown option --strct; did you mean '--strict'?", "--strct", "a.kp");
    assertRefused(
        "unknown option -qT: options are words of their own, as in 'ktap -q -T'", "-qT", "a.kp");
    assertRefused("unknown option -j; 'ktap --help' lists all", "-j", "a.kp");
    assertRefused(
        "-lf lists what user probes can trace; the sources of this version have none",
        "-lf",
        "/bin/ls");
    assertRefused("-T is no option of 'ktap check', but of a script", "check", "-T", "a.kp");
    assertRefused("-p needs a value: -p PID, only events of that process and what it starts", "-p");
    assertRefused("--strict takes no value: write it without '='", "--strict=1", "a.kp");
    assertRefused("there is no command after '--': ktap ... -- COMMAND ARGUMENT...", "a.kp", "--");
  }
}
