package ktap.script.vm;

import static ktap.script.code.Op.*;

import ktap.script.code.Op;
import ktap.script.code.Opcode;
import org.jspecify.annotations.Nullable;

/**
 * An instruction as the interpreter runs it: taken apart, and tied to those that may follow. What
 * it costs to go from one to the next is the most that a simple one costs, so frequent sequences
 * are run as one: the first has an opcode for all of them, and those behind it stay what they are,
 * for jumps to them and for when one before takes the long way. Nobody but the interpreter sees
 * these opcodes. Why objects, and not numbers in an array: docs/design/010-engines.md.
 */
final class Instruction {
  // directly behind the opcodes of the bytecode, so that the loop's switch is one table
  static final int MUL_ADD = FIELD + 1;
  static final int ADD_ADD = FIELD + 2;
  static final int ADD_SUB = FIELD + 3;
  static final int MOD_INT_ADD = FIELD + 4;
  static final int MUL_INT_ADD_INT = FIELD + 5;
  static final int ADD_INT_MOD_INT = FIELD + 6;
  static final int INT_MOD = FIELD + 7;
  static final int UPVALUE_ADD = FIELD + 8;
  static final int GET_IF_NIL = FIELD + 9;
  static final int GET_IF_NOT_NIL = FIELD + 10;
  static final int MOD_INT_GET = FIELD + 11;
  static final int ADD_INT_SET = FIELD + 12;
  static final int UPCELL_UPVALUE_ADD = FIELD + 13;
  static final int STORE_UPCELL_RETURN = FIELD + 14;
  static final int MOVE_FOR_LOOP = FIELD + 15;

  final int opcode;
  final int a;

  /** B, with its sign if it is an integer; all 32 bits of {@link Op#INT}. */
  final int b;

  /** C, with its sign if it is an integer. */
  final int c;

  /** The instruction in the bytecode, and its number. */
  final long code;

  final int at;

  /** What follows; itself at the end, which returns. */
  final Instruction next;

  /** What C names, if it is a target; else itself. */
  Instruction target;

  private Instruction(long code, int at, @Nullable Instruction follows) {
    Opcode kind = Opcode.of(code);
    this.code = code;
    this.at = at;
    this.a = Op.a(code);
    this.b = kind.b(code);
    this.c = kind.c(code);
    this.target = this;
    this.next = follows == null ? this : follows.loads(code) ? follows.next : follows;
    this.opcode = follows == null ? Op.opcode(code) : with(next);
  }

  /** The instructions of a function. */
  static Instruction[] of(long[] code) {
    Instruction[] all = new Instruction[code.length];
    for (int at = code.length - 1; at >= 0; at--) {
      all[at] = new Instruction(code[at], at, at + 1 < code.length ? all[at + 1] : null);
    }
    for (Instruction each : all) {
      if (Opcode.of(each.code).jumps()) {
        each.target = all[each.c];
      }
    }
    return all;
  }

  /** Whether it only loads what the one before stored, from the same place to the same. */
  private boolean loads(long before) {
    return Op.opcode(before) == STORE_UPCELL
        && opcode() == LOAD_UPCELL
        && Op.a(before) == a
        && Op.b(before) == b;
  }

  /** The opcode that the bytecode has. */
  private int opcode() {
    return Op.opcode(code);
  }

  /** The opcode of the sequence that begins here, if one does. */
  private int with(Instruction second) {
    int alone = opcode();
    int then = second.opcode();
    boolean same = a == second.a;
    return switch (alone) {
      case MOVE -> then == FOR_LOOP ? MOVE_FOR_LOOP : alone;
      case MUL -> then == ADD ? MUL_ADD : alone;
      case ADD -> then == ADD ? ADD_ADD : then == SUB ? ADD_SUB : alone;
      case MUL_INT -> then == ADD_INT ? MUL_INT_ADD_INT : alone;
      case ADD_INT -> then == MOD_INT ? ADD_INT_MOD_INT : then == SET ? ADD_INT_SET : alone;
      case MOD_INT -> then == ADD ? MOD_INT_ADD : then == GET ? MOD_INT_GET : alone;
      case INT -> then == MOD ? INT_MOD : alone;
      case UPVALUE -> then == ADD ? UPVALUE_ADD : alone;
      case LOAD_UPCELL -> second.opcode == UPVALUE_ADD ? UPCELL_UPVALUE_ADD : alone;
      case STORE_UPCELL -> then == RETURN && same ? STORE_UPCELL_RETURN : alone;
      case GET ->
          !same ? alone : then == IF_NIL ? GET_IF_NIL : then == IF_NOT_NIL ? GET_IF_NOT_NIL : alone;
      default -> alone;
    };
  }
}
