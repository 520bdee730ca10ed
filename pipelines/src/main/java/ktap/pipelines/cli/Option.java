package ktap.pipelines.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * All options, in the order in which help lists them. Short names are the original's; like there,
 * each is a word of its own.
 */
enum Option {
  SOURCE("-e", "--source", "SOURCE", "the script itself, instead of a file"),
  SIMPLE("-s", "--simple", "EVENT", "print each such event, without a script"),
  LIST("-le", "", "[GLOB]", "list events; with -v their fields too"),
  PID("-p", "--pid", "PID", "only events of that process and what it starts"),
  CPU("-C", "--cpu", "CPU", "only events of that CPU"),
  NO_FOLLOW("", "--no-follow", "", "only the command or process itself, not what it starts"),
  INCLUDE_SELF("", "--include-self", "", "trace ktap itself too"),
  OUTPUT("-o", "--output", "FILE", "script output into FILE"),
  DIRECTORY("-o", "--output", "DIR", "where to record; made now"),
  MERGED("-o", "--output", "DIR", "where the merged state goes; made now"),
  EXPORT_FILE("-o", "--output", "FILE", "FILE.jsonl, FILE.csv, FILE.txt, or a recording DIR.kq"),
  TIMESTAMPS("-T", "--timestamps", "", "a time before each event that the script prints"),
  QUIET("-q", "--quiet", "", "no 'Tracing...' line"),
  DRY_RUN("-d", "--dry-run", "", "attach, but run no handler of events"),
  DURATION("", "--duration", "TIME", "end after TIME, for example 10s, 500ms, 2m"),
  RECORD("", "--record", "DIR", "record meanwhile what the script is given"),
  STATE("", "--state", "DIR", "keep variables and tables there, and go on with what is there"),
  STATE_RESET("", "--state-reset", "", "forget what is kept in --state"),
  CHECKPOINT("", "--checkpoint", "TIME", "how often to keep the state (1s)"),
  APPEND("", "--append", "", "continue the recording that is there"),
  FOR("", "--for", "SCRIPT", "the events that a script traces, without its filters"),
  MAX_SIZE("", "--max-size", "SIZE", "end when the recording is so large, for example 1g"),
  KEEP("", "--keep", "SIZE", "let the oldest parts go when there is more, for example 4g"),
  KEEP_FOR("", "--keep-for", "TIME", "let parts go that are older, for example 24h"),
  COMPRESS("", "--compress", "", "compress all parts but the last (zstd)"),
  EVENT("", "--event", "GLOB", "only such events, for example sched:*"),
  SELECT("", "--select", "FIELDS", "only these columns, for example ts,comm,args.fd"),
  JSON("", "--json", "", "for programs: one JSON object for each, on a line of its own"),
  RESET("", "--reset", "", "forget what is kept"),
  MERGE("", "--merge", "", "put the states of several runs of one script into one"),
  FROM("", "--from", "TIME", "begin at 12:30:05, 2026-11-24T12:30:05, +5s or 50%"),
  TO("", "--to", "TIME", "end at such a time"),
  SPEED("", "--speed", "FACTOR", "as fast as it happened (1x), ten times as fast (10x)"),
  FOLLOW("", "--follow", "", "wait for more while it is being recorded"),
  PARTITIONS("", "--partitions", "N", "share the events between N runs that count for themselves"),
  STRICT("", "--strict", "", "exit with 1 if events were lost"),
  BUFFER("", "--buffer", "SIZE", "the kernel's buffer for each CPU, for example 16m"),
  MEMORY("", "--memory", "SIZE", "how much the tool may use for a script's data (1g)"),
  MAX_LOOPS("", "--max-loops", "N", "turns that one handler's loops may take; 0: no limit"),
  MAX_DEPTH("", "--max-depth", "N", "how deep functions may call each other (1000)"),
  MAX_ENTRIES("", "--max-entries", "N", "how many entries a table may have (100000000)"),
  MAX_STRING("", "--max-string", "SIZE", "how long a string may get (64m)"),
  ENGINE("", "--engine", "NAME", "jvm, or interpreter; both give the same answers"),
  DIALECT("", "--dialect", "NAME", "2013-06, 2013-12 or 2014, if the script doesn't tell"),
  TOKENS("", "--tokens", "", "what the lexer makes of it"),
  AST("", "--ast", "", "what the parser makes of it"),
  BYTECODE("-b", "--bytecode", "", "what the interpreter runs"),
  JVM("", "--jvm", "", "what hot functions become"),
  VERBOSE("-v", "--verbose", "", "say what is being done"),
  VERSION("-V", "--version", "", "print the version"),
  HELP("-h", "--help", "", "print this help");

  private final String shortName;
  private final String longName;
  private final String argument;
  private final String meaning;

  Option(String shortName, String longName, String argument, String meaning) {
    this.shortName = shortName;
    this.longName = longName;
    this.argument = argument;
    this.meaning = meaning;
  }

  /** What follows it, as help writes it; empty for nothing. */
  String argument() {
    return argument;
  }

  String meaning() {
    return meaning;
  }

  boolean takesArgument() {
    return !argument.isEmpty() && !isArgumentOptional();
  }

  boolean isArgumentOptional() {
    return argument.startsWith("[");
  }

  /** As the user is told of it: the long name where there is one. */
  String word() {
    return longName.isEmpty() ? shortName : longName;
  }

  /** The names as help writes them: {@code -p, --pid}. */
  String names() {
    return shortName.isEmpty() || longName.isEmpty() ? word() : shortName + ", " + longName;
  }

  boolean isCalled(String word) {
    return !word.isEmpty() && (word.equals(shortName) || word.equals(longName));
  }

  static Optional<Option> named(String word) {
    for (Option option : values()) {
      if (option.isCalled(word)) {
        return Optional.of(option);
      }
    }
    return Optional.empty();
  }

  /** All names, for hints. */
  static List<String> allNames() {
    List<String> names = new ArrayList<>();
    for (Option option : values()) {
      if (!option.shortName.isEmpty()) {
        names.add(option.shortName);
      }
      if (!option.longName.isEmpty()) {
        names.add(option.longName);
      }
    }
    return names;
  }
}
