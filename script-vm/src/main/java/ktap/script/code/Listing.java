package ktap.script.code;

import ktap.script.source.SourceText;
import ktap.script.value.BuiltIn;
import ktap.script.value.ByteString;
import ktap.script.value.Tag;
import org.jspecify.annotations.Nullable;

/**
 * Bytecode as text: a head for each function, then its instructions with number, line and column,
 * opcode, operands, and what a constant is.
 */
public final class Listing {
  private static final int OPCODE_WIDTH = 24;
  private static final int OPERANDS_WIDTH = 18;

  private final Program program;
  private final StringBuilder out = new StringBuilder(1024);

  private Listing(Program program) {
    this.program = program;
  }

  /** The whole program, functions inside after the ones around them. */
  public static String of(Program program) {
    Listing listing = new Listing(program);
    listing.function(program.main(), "");
    return listing.out.toString();
  }

  private void function(Prototype prototype, String path) {
    out.append(path.isEmpty() ? "" : "\n").append("function ").append(path);
    out.append(prototype.name()).append(": ").append(prototype.parameters());
    out.append(prototype.parameters() == 1 ? " parameter" : " parameters");
    out.append(prototype.hasRest() ? " and more, " : ", ");
    out.append(prototype.registers()).append(" registers\n");
    int number = 0;
    for (Prototype.Capture capture : prototype.captures()) {
      out.append("  U").append(number++).append(" = ").append(capture.variable());
      out.append(" (").append(place(capture)).append(capture.isCell() ? ", cell)\n" : ")\n");
    }
    for (int at = 0; at < prototype.code().length; at++) {
      instruction(prototype, at);
    }
    for (int i = 0; i < prototype.children().size(); i++) {
      function(prototype.children().get(i), path + "P" + i + " ");
    }
  }

  private static String place(Prototype.Capture capture) {
    return switch (capture.kind()) {
      case REGISTER -> "R" + capture.index();
      case UPVALUE -> "U" + capture.index();
      case SELF -> "itself";
    };
  }

  private void instruction(Prototype prototype, int at) {
    long instruction = prototype.code()[at];
    Opcode opcode = Opcode.of(instruction);
    SourceText source = program.source();
    int start = prototype.starts()[at];
    int line = out.length();
    out.append(number(at, 5)).append("  ").append(source.line(start)).append(':');
    out.append(source.column(start));
    pad(line + 16);
    out.append(opcode.name());
    pad(line + 16 + OPCODE_WIDTH);
    String comment = operands(prototype, instruction, opcode.operands());
    if (!comment.isEmpty()) {
      pad(line + 16 + OPCODE_WIDTH + OPERANDS_WIDTH);
      out.append("; ").append(comment);
    }
    while (out.charAt(out.length() - 1) == ' ') {
      out.setLength(out.length() - 1);
    }
    out.append('\n');
  }

  /** Appends the operands, letter by letter; the n-th letter stands for the n-th operand. */
  private String operands(Prototype prototype, long instruction, String letters) {
    String comment = "";
    int position = letters.length() > 0 && "TJ".indexOf(letters.charAt(0)) >= 0 ? 2 : 0;
    for (int i = 0; i < letters.length(); i++, position++) {
      int value =
          switch (position) {
            case 0 -> Op.a(instruction);
            case 1 -> Op.b(instruction);
            default -> Op.c(instruction);
          };
      char letter = letters.charAt(i);
      if (i > 0) {
        out.append(' ');
      }
      switch (letter) {
        case 'A', 'B', 'C' -> out.append('R').append(value);
        case 'K' -> {
          out.append('K').append(value);
          comment = constant(prototype, value);
        }
        case 'U' -> {
          out.append('U').append(value);
          comment = prototype.captures().get(value).variable();
        }
        case 'G' -> {
          out.append('G').append(value);
          comment = value < program.globals().size() ? program.globals().get(value) : "arg";
        }
        case 'P' -> {
          out.append('P').append(value);
          comment = prototype.children().get(value).name();
        }
        case 'F' -> {
          out.append('F').append(value);
          comment = program.fields().get(value);
        }
        case 'E' -> {
          out.append('E').append(value);
          comment = statement(program.statements().get(value));
        }
        case 'I' -> out.append(Op.signedC(instruction));
        case 'J' -> out.append(Op.signedB(instruction));
        case 'W' -> out.append(Op.wide(instruction));
        case 'T' -> out.append("-> ").append(Op.c(instruction));
        default -> out.append(value);
      }
      if (position == 0 && letters.equals("AT") || position == 0 && letters.equals("UI")) {
        position = 1; // B is not used
      }
    }
    return comment;
  }

  private static String statement(Program.Statement statement) {
    return switch (statement) {
      case Program.TraceStatement trace -> {
        StringBuilder text = new StringBuilder();
        for (Program.Definition definition : trace.definitions()) {
          text.append(text.isEmpty() ? "" : ", ").append(definition.pattern());
          definition.filter().ifPresent(filter -> text.append(" /").append(filter).append('/'));
        }
        yield text.toString();
      }
      case Program.TimerStatement timer -> "every " + timer.periodNanos() + " ns";
    };
  }

  private static String constant(Prototype prototype, int number) {
    @Nullable Object ref = prototype.constantRefs()[number];
    long value = prototype.constantNumbers()[number];
    if (ref == null) {
      return "nil";
    }
    if (ref.equals(Tag.INT)) {
      return Long.toString(value);
    }
    if (ref.equals(Tag.FLOAT)) {
      return Double.toString(Double.longBitsToDouble(value));
    }
    return switch (ref) {
      case ByteString string -> quoted(string);
      case BuiltIn builtIn -> builtIn.name();
      case Boolean truth -> truth.toString();
      case Iterable<?> columns -> columns.toString();
      default -> "a table of the library";
    };
  }

  private static String quoted(ByteString string) {
    StringBuilder text = new StringBuilder("\"");
    for (int i = 0; i < string.length(); i++) {
      int c = string.byteAt(i) & 0xff;
      if (c == '"' || c == '\\') {
        text.append('\\').append((char) c);
      } else if (c == '\n') {
        text.append("\\n");
      } else if (c < ' ' || c > '~') {
        text.append("\\x").append(Character.forDigit(c >> 4, 16));
        text.append(Character.forDigit(c & 15, 16));
      } else {
        text.append((char) c);
      }
    }
    return text.append('"').toString();
  }

  private static String number(int value, int width) {
    String text = Integer.toString(value);
    return " ".repeat(Math.max(0, width - text.length())) + text;
  }

  private void pad(int to) {
    while (out.length() < to) {
      out.append(' ');
    }
  }
}
