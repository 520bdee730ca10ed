package ktap.sources.format;

import java.util.List;
import ktap.sources.flow.ByteText;
import ktap.sources.flow.Field;
import ktap.sources.format.Expression.Names;
import org.jspecify.annotations.Nullable;

/**
 * The macros of the kernel that print formats call and that make text
 * (kernel/trace/trace_output.c).
 */
enum Helper {
  FLAGS("__print_flags", 2, true) {
    @Override
    void append(List<Expression> arguments, Names table, Payload event, ByteText out) {
      long rest = arguments.get(0).number(event);
      int start = out.length();
      for (int i = 0; i < table.values().length && rest != 0; i++) {
        long mask = table.values()[i];
        if ((rest & mask) == mask) {
          rest &= ~mask;
          separate(arguments.get(1), start, event, out);
          out.append(table.names()[i]);
        }
      }
      if (rest != 0) {
        separate(arguments.get(1), start, event, out);
        out.append("0x").appendHex(rest);
      }
    }
  },
  SYMBOLIC("__print_symbolic", 1, true) {
    @Override
    void append(List<Expression> arguments, Names table, Payload event, ByteText out) {
      long value = arguments.getFirst().number(event);
      for (int i = 0; i < table.values().length; i++) {
        if (table.values()[i] == value) {
          out.append(table.names()[i]);
          return;
        }
      }
      out.append("0x").appendHex(value);
    }
  },
  HEX("__print_hex", 2, false) {
    @Override
    void append(List<Expression> arguments, Names table, Payload event, ByteText out) {
      appendHex(arguments, event, out, true);
    }
  },
  HEX_STRING("__print_hex_str", 2, false) {
    @Override
    void append(List<Expression> arguments, Names table, Payload event, ByteText out) {
      appendHex(arguments, event, out, false);
    }
  },
  ARRAY("__print_array", 3, false) {
    @Override
    void append(List<Expression> arguments, Names table, Payload event, ByteText out) {
      Expression data = arguments.get(0);
      int size = (int) arguments.get(2).number(event);
      long wanted = Math.max(0, arguments.get(1).number(event)) * size;
      appendArray(data, wanted, size, event, out);
    }
  },
  DYNAMIC_ARRAY("__print_dynamic_array", 2, false) {
    @Override
    void append(List<Expression> arguments, Names table, Payload event, ByteText out) {
      Expression data = arguments.get(0);
      appendArray(data, data.dataLength(event), (int) arguments.get(1).number(event), event, out);
    }
  },
  BITMASK("__get_bitmask", 1, false) {
    @Override
    void append(List<Expression> arguments, Names table, Payload event, ByteText out) {
      Expression data = arguments.getFirst();
      int start = data.dataStart(event);
      int chunks = data.dataLength(event) / 4;
      for (int i = chunks - 1; i >= 0; i--) {
        out.appendHex(Field.integerAt(event.bytes, start + i * 4, 4, false), 8);
        if (i > 0) {
          out.appendByte(',');
        }
      }
    }
  };

  private static final Helper[] ALL = values();

  final String macro;
  final int arguments;
  final boolean hasTable;

  Helper(String macro, int arguments, boolean hasTable) {
    this.macro = macro;
    this.arguments = arguments;
    this.hasTable = hasTable;
  }

  /** Appends the text that the macro makes. */
  abstract void append(List<Expression> arguments, Names table, Payload event, ByteText out);

  static @Nullable Helper named(String macro) {
    for (Helper helper : ALL) {
      if (helper.macro.equals(macro)) {
        return helper;
      }
    }
    return switch (macro) {
      case "__print_flags_u64" -> FLAGS;
      case "__print_symbolic_u64" -> SYMBOLIC;
      case "__print_bitmask", "__get_cpumask", "__get_rel_bitmask", "__get_rel_cpumask" -> BITMASK;
      default -> null;
    };
  }

  private static void separate(Expression separator, int start, Payload event, ByteText out) {
    if (out.length() > start) {
      separator.appendText(event, Integer.MAX_VALUE, out);
    }
  }

  private static void appendHex(
      List<Expression> arguments, Payload event, ByteText out, boolean spaced) {
    Expression data = arguments.get(0);
    int start = data.dataStart(event);
    long wanted = Math.max(0, arguments.get(1).number(event));
    int length = event.available(start, (int) Math.min(wanted, Integer.MAX_VALUE));
    for (int i = 0; i < length; i++) {
      if (spaced && i > 0) {
        out.appendByte(' ');
      }
      out.appendHex(event.unsignedByte(start + i), 2);
    }
  }

  private static void appendArray(
      Expression data, long wanted, int size, Payload event, ByteText out) {
    int start = data.dataStart(event);
    int length = event.available(start, (int) Math.min(wanted, Integer.MAX_VALUE));
    out.appendByte('{');
    for (int at = 0; size > 0 && at + size <= length; at += size) {
      if (at > 0) {
        out.appendByte(',');
      }
      out.append("0x").appendHex(Field.integerAt(event.bytes, start + at, size, false));
    }
    out.appendByte('}');
  }
}
