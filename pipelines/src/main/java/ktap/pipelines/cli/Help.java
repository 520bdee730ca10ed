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

  private static final String RECORD =
      """
        ktap record -o trace.kq 'syscalls:*' 'sched:*' -- make
            while a command runs, and of that command
        ktap record -o trace.kq --for script.kp --duration 10s
            what a script will want, of the whole machine
        ktap record -o trace.kq --keep 4g sched:sched_switch
            until Ctrl-C; the oldest parts go

      """;

  private static final String REPLAY =
      """
        ktap replay trace.kq script.kp
            as fast as it goes; timers fire by the time of the events
        ktap replay a.kq b.kq -e 'var s = {} trace *:* { s[execname] += 1 } trace_end { print_hist(s) }'
            two recordings, merged by time
        ktap replay --from 12:30:05 --to 12:31:00 --speed 10x trace.kq script.kp
            a part of it, ten times as fast as it happened

      """;

  private static final String EXPORT =
      """
        ktap export trace.kq -o events.jsonl
            an object on each line
        ktap export trace.kq -o reads.csv --event syscalls:sys_enter_read --select ts,comm,args.count
            some columns of one kind of events
        ktap export trace.kq -o part.kq --from 50%
            the second half as a recording of its own

      """;

  private static final String RUN =
      """
        ktap run pipeline.yaml --duration 10s
            what a file describes, for ten seconds
        ktap run pipeline.yaml -- make
            of a command and of what it starts

      """;

  private static final String INFO =
      """
        ktap info trace.kq
            when and where it was made, and how many events of each kind there are
        ktap info perf.data
            the same of a trace of perf or trace-cmd

      """;

  private static final String STATE =
      """
        ktap state counts.state
            the variables that ktap --state counts.state script.kp kept there
        ktap state --merge monday.state tuesday.state -o both.state
            two of them put together: counters and tables are added

      """;

  private static final String CHECK =
      """
        ktap check script.kp pipeline.yaml
            says nothing and exits with 0 if all is well

      """;

  private static final String LIST =
      """
        ktap list 'sched:*' 'syscalls:*open*'
            the names of events
        ktap list sched:sched_switch -v
            the fields of one

      """;

  private static final String FORMAT =
      """
        ktap fmt script.kp
            on standard output; the file stays as it is

      """;

  private static final String DUMP =
      """
        ktap dump --bytecode script.kp
            what the interpreter runs
        ktap dump --ast -e 'print(1 + 2 * 3)'
            how an expression is read

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
    text.append(verb.meaning()).append("\n\n").append(examples(verb)).append("Options:\n");
    options(text, verb.options());
    return text.toString();
  }

  /** What is typed most often. */
  private static String examples(Verb verb) {
    return switch (verb) {
      case RECORD_EVENTS -> RECORD;
      case REPLAY -> REPLAY;
      case EXPORT -> EXPORT;
      case RUN -> RUN;
      case INFO -> INFO;
      case KEPT -> STATE;
      case CHECK -> CHECK;
      case LIST_EVENTS -> LIST;
      case FORMAT -> FORMAT;
      case DUMP -> DUMP;
      case SCRIPT -> EXAMPLES;
    };
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
