package ktap.pipelines.cli;

import static ktap.pipelines.cli.Option.*;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** All commands. The first has no name: a script is what ktap is for. */
enum Verb {
  SCRIPT(
      "",
      "FILE [ARGUMENT...] [-- COMMAND...]",
      "run a script: from FILE, -e SOURCE, or standard input ('-')",
      SOURCE,
      SIMPLE,
      LIST,
      BYTECODE,
      PID,
      CPU,
      NO_FOLLOW,
      INCLUDE_SELF,
      OUTPUT,
      RECORD,
      APPEND,
      STATE,
      STATE_RESET,
      CHECKPOINT,
      TIMESTAMPS,
      QUIET,
      DRY_RUN,
      DURATION,
      STRICT,
      BUFFER,
      MEMORY,
      MAX_LOOPS,
      MAX_DEPTH,
      MAX_ENTRIES,
      MAX_STRING,
      ENGINE,
      DIALECT,
      VERBOSE,
      VERSION,
      HELP),
  RUN(
      "run",
      "PIPELINE.yaml [-- COMMAND...]",
      "run a pipeline: sources, operators and sinks",
      PID,
      CPU,
      NO_FOLLOW,
      INCLUDE_SELF,
      STATE_RESET,
      QUIET,
      DURATION,
      STRICT,
      BUFFER,
      MEMORY,
      MAX_LOOPS,
      MAX_DEPTH,
      MAX_ENTRIES,
      MAX_STRING,
      ENGINE,
      DIALECT,
      VERBOSE,
      HELP),
  RECORD_EVENTS(
      "record",
      "-o DIR EVENT... [-- COMMAND...]",
      "record events into a directory, for replays",
      DIRECTORY,
      APPEND,
      FOR,
      DURATION,
      MAX_SIZE,
      KEEP,
      KEEP_FOR,
      COMPRESS,
      PID,
      CPU,
      NO_FOLLOW,
      INCLUDE_SELF,
      QUIET,
      STRICT,
      BUFFER,
      MEMORY,
      DIALECT,
      VERBOSE,
      HELP),
  REPLAY(
      "replay",
      "TRACE... SCRIPT [ARGUMENT...]",
      "run a script over what was recorded, several recordings merged by time",
      SOURCE,
      SIMPLE,
      FROM,
      TO,
      SPEED,
      FOLLOW,
      PARTITIONS,
      STATE,
      STATE_RESET,
      CHECKPOINT,
      OUTPUT,
      TIMESTAMPS,
      QUIET,
      STRICT,
      MEMORY,
      MAX_LOOPS,
      MAX_DEPTH,
      MAX_ENTRIES,
      MAX_STRING,
      ENGINE,
      DIALECT,
      VERBOSE,
      HELP),
  EXPORT(
      "export",
      "TRACE... -o FILE",
      "write recorded events as JSON Lines, CSV or text",
      EXPORT_FILE,
      EVENT,
      SELECT,
      FROM,
      TO,
      FOLLOW,
      QUIET,
      STRICT,
      MEMORY,
      HELP),
  INFO("info", "TRACE...", "tell what is in a recording, at once", JSON, HELP),
  KEPT(
      "state",
      "DIR...",
      "show what a script's --state holds, or merge several",
      JSON,
      RESET,
      MERGE,
      MERGED,
      MEMORY,
      HELP),
  CHECK(
      "check",
      "FILE...",
      "tell every mistake in scripts and pipelines, and run nothing",
      DIALECT,
      HELP),
  LIST_EVENTS(
      "list", "[GLOB...]", "list the kernel's events; with -v their fields too", VERBOSE, HELP),
  FORMAT("fmt", "FILE", "print a script in the canonical layout", HELP),
  DUMP(
      "dump",
      "FILE",
      "show what a script is turned into",
      SOURCE,
      TOKENS,
      AST,
      BYTECODE,
      JVM,
      DIALECT,
      HELP);

  private final String word;
  private final String operands;
  private final String meaning;

  @SuppressWarnings("ImmutableEnumChecker") // made by List.of
  private final List<Option> options;

  Verb(String word, String operands, String meaning, Option... options) {
    this.word = word;
    this.operands = operands;
    this.meaning = meaning;
    this.options = List.of(options);
  }

  /** What the user types; empty for a plain script. */
  String word() {
    return word;
  }

  String operands() {
    return operands;
  }

  String meaning() {
    return meaning;
  }

  /** Its own option of a name; several commands have one that is called alike. */
  Optional<Option> option(String name) {
    for (Option option : options) {
      if (option.isCalled(name)) {
        return Optional.of(option);
      }
    }
    return Optional.empty();
  }

  /** The options that it knows, in the order of help. */
  List<Option> options() {
    return options;
  }

  static Optional<Verb> named(String word) {
    for (Verb verb : values()) {
      if (!word.isEmpty() && word.equals(verb.word)) {
        return Optional.of(verb);
      }
    }
    return Optional.empty();
  }

  static List<String> words() {
    List<String> words = new ArrayList<>();
    for (Verb verb : values()) {
      if (!verb.word.isEmpty()) {
        words.add(verb.word);
      }
    }
    return words;
  }
}
