package ktap.pipelines.cli;

import java.util.List;

/** What {@code --help} prints: worked examples first, then the tables. */
final class Help {
  private static final String EXAMPLES =
      """
      ktap runs small scripts on what happens in a Linux kernel.

        ktap -e 'trace syscalls:* { print(cpu, pid, execname, argstr) }' -- ls
            every system call of a command and of what it starts
        ktap -e 'var s = {} trace sched:sched_switch { s[execname] += 1 } tick-1s { print_hist(s) }'
            which programs are switched away, shown every second, until Ctrl-C
        ktap script.kp
            the same from a file
        ktap -le 'syscalls:sys_enter_open*' -v
            events and their fields

      """;

  private static final int COLUMN = 28;

  private Help() {}

  /** All commands, and the options of a script. */
  static String overview() {
    StringBuilder text = new StringBuilder(EXAMPLES).append("Use:\n");
    for (Verb verb : Verb.values()) {
      row(text, use(verb), verb.meaning());
    }
    text.append("\nOptions of a script, before its name:\n");
    options(text, Verb.SCRIPT.options());
    return text.append("\nExit: 0, or the command's; 1 errors at run time; 2 command line or ")
        .append("pipeline;\n255 a script that doesn't compile; 70 a bug of ktap.\n")
        .toString();
  }

  /** One command. */
  static String of(Verb verb) {
    if (verb == Verb.SCRIPT) {
      return overview();
    }
    StringBuilder text = new StringBuilder("ktap ").append(use(verb)).append("\n    ");
    text.append(verb.meaning()).append("\n\nOptions:\n");
    options(text, verb.options());
    return text.toString();
  }

  private static String use(Verb verb) {
    return verb.word() + (verb.word().isEmpty() ? "" : " ") + verb.operands();
  }

  private static void options(StringBuilder text, List<Option> options) {
    for (Option option : options) {
      String argument = option.argument().isEmpty() ? "" : " " + option.argument();
      row(text, option.names() + argument, option.meaning());
    }
  }

  private static void row(StringBuilder text, String left, String right) {
    text.append("  ").append(left);
    if (left.length() >= COLUMN) {
      text.append("\n  ").append(" ".repeat(COLUMN));
    } else {
      text.append(" ".repeat(COLUMN - left.length()));
    }
    text.append(right).append('\n');
  }
}
