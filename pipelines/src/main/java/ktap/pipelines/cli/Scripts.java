package ktap.pipelines.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import ktap.script.source.SourceText;
import ktap.sources.flow.Nearest;

/** Where the text of a script comes from: a file, the command line, standard input. */
final class Scripts {
  /** As the original calls a one-liner, in messages and in {@code arg[0]}. */
  static final String COMMAND_LINE = "(command line)";

  static final String STANDARD_INPUT = "(standard input)";

  /** A script that traces has this in it. */
  static final String TRACE = "trace ";

  private static final int MOST_BYTES = 8 << 20;

  private Scripts() {}

  static SourceText oneLiner(String text) {
    return SourceText.of(COMMAND_LINE, text);
  }

  /** The script of a word that stands for a file, or for standard input. */
  static SourceText read(String word, Console console) throws CommandException {
    try {
      if (word.equals("-")) {
        return read(STANDARD_INPUT, console.in());
      }
      try (InputStream file = Files.newInputStream(Path.of(word))) {
        return read(word, file);
      }
    } catch (NoSuchFileException e) {
      throw CommandException.usage(missing(word));
    } catch (IOException e) {
      throw CommandException.usage("can't read " + word + ": " + reason(word, e));
    }
  }

  private static SourceText read(String name, InputStream in) throws IOException, CommandException {
    byte[] bytes = in.readNBytes(MOST_BYTES + 1);
    if (bytes.length > MOST_BYTES) {
      throw CommandException.usage(
          "can't read " + name + ": a script has " + (MOST_BYTES >> 20) + " MB at the most");
    }
    return SourceText.of(name, bytes);
  }

  /** Whether there is a word in it, as text: only a guess of what it does. */
  static boolean mentions(String word, SourceText source) {
    return new String(source.bytes(), StandardCharsets.ISO_8859_1).contains(word);
  }

  private static String missing(String word) {
    String hint = word.indexOf('/') < 0 ? Nearest.hint(word, Verb.words()) : "";
    return "there is no file and no command '" + word + "'" + (hint.isEmpty() ? "" : "; " + hint);
  }

  private static String reason(String word, IOException e) {
    if (Files.isDirectory(Path.of(word))) {
      return "it is a directory";
    }
    return Files.isReadable(Path.of(word))
        ? String.valueOf(e.getMessage())
        : "you have no permission to";
  }
}
