package ktap.script.vm;

import static ktap.script.code.Op.*;

import ktap.script.code.Op;
import ktap.script.code.Opcode;

/**
 * An instruction as the interpreter runs it: taken apart, and tied to those that may follow. What
 * it costs to go from one to the next is the most that a simple one costs, so some pairs are run as
 * one: the first has the opcode of the pair, and the second stays what it is, for jumps to it and
 * for when the first takes the long way. Nobody but the interpreter sees these opcodes.
 *
 * <p>Objects and not numbers in an array: HotSpot's compiler has too few registers for the code,
 * its length and the place in it, and keeps them in memory from instruction to instruction
 * (docs/design/010-engines.md).
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

  final int opcode;
  final int a;

  /** B, with its sign if it is an integer; all 32 bits of {@link Op#INT}. */
  final int b;

  /** C, with its sign if it is an integer. */
  final int c;

  /** The instruction in the bytecode, and its number. */
  final long code;

  final int at;

  Instruction next;

  /** What C names, if it is a target; else this one, which nobody asks for. */
  Instruction target;

  private Instruction(long code, int at, int opcode) {
    String operands = Opcode.of(code).operands();
    this.code = code;
    this.at = at;
    this.opcode = opcode;
    this.a = Op.a(code);
    this.b =
        operands.endsWith("W")
            ? Op.wide(code)
            : operands.contains("J") ? Op.signedB(code) : Op.b(code);
    this.c = operands.endsWith("I") ? Op.signedC(code) : Op.c(code);
    this.next = this;
    this.target = this;
  }

  /** The instructions of a function. */
  static Instruction[] of(long[] code) {
    Instruction[] all = new Instruction[code.length];
    for (int at = 0; at < code.length; at++) {
      int opcode = Op.opcode(code[at]);
      all[at] =
          new Instruction(
              code[at], at, at + 1 < code.length ? opcode(opcode, code[at], code[at + 1]) : opcode);
    }
    for (int at = 0; at < code.length; at++) {
      if (Opcode.of(code[at]).jumps()) {
        all[at].target = all[all[at].c];
      }
      if (at + 1 < code.length) {
        all[at].next = all[at + (loadsWhatItStores(code[at], code[at + 1]) ? 2 : 1)];
      }
    }
    return all;
  }

  /**
   * Whether the second of two only loads what the first stored, from the same place to the same.
   */
  private static boolean loadsWhatItStores(long first, long second) {
    return Op.opcode(first) == STORE_UPCELL
        && Op.opcode(second) == LOAD_UPCELL
        && Op.a(first) == Op.a(second)
        && Op.b(first) == Op.b(second);
  }

  private static int opcode(int alone, long first, long second) {
    int next = Op.opcode(second);
    return switch (alone) {
      case MUL -> next == ADD ? MUL_ADD : alone;
      case ADD -> next == ADD ? ADD_ADD : next == SUB ? ADD_SUB : alone;
      case MOD_INT -> next == ADD ? MOD_INT_ADD : alone;
      case MUL_INT -> next == ADD_INT ? MUL_INT_ADD_INT : alone;
      case ADD_INT -> next == MOD_INT ? ADD_INT_MOD_INT : alone;
      case INT -> next == MOD ? INT_MOD : alone;
      case UPVALUE -> next == ADD ? UPVALUE_ADD : alone;
      case GET -> {
        boolean tests = Op.a(first) == Op.a(second);
        yield tests && next == IF_NIL
            ? GET_IF_NIL
            : tests && next == IF_NOT_NIL ? GET_IF_NOT_NIL : alone;
      }
      default -> alone;
    };
  }
}
