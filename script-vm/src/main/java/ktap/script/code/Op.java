package ktap.script.code;

/** The opcodes as numbers, for switches, and how an instruction is put together and read. */
public final class Op {
  public static final int MOVE = 0;
  public static final int NIL = 1;
  public static final int TRUE = 2;
  public static final int FALSE = 3;
  public static final int INT = 4;
  public static final int CONST = 5;
  public static final int UPVALUE = 6;
  public static final int CELL = 7;
  public static final int LOAD_CELL = 8;
  public static final int STORE_CELL = 9;
  public static final int LOAD_UPCELL = 10;
  public static final int STORE_UPCELL = 11;
  public static final int ADD_UPCELL = 12;
  public static final int ADD_UPCELL_INT = 13;
  public static final int LOAD_GLOBAL = 14;
  public static final int STORE_GLOBAL = 15;
  public static final int ADD = 16;
  public static final int SUB = 17;
  public static final int MUL = 18;
  public static final int DIV = 19;
  public static final int MOD = 20;
  public static final int POW = 21;
  public static final int BIT_AND = 22;
  public static final int BIT_OR = 23;
  public static final int BIT_XOR = 24;
  public static final int SHIFT_LEFT = 25;
  public static final int SHIFT_RIGHT = 26;
  public static final int ADD_INT = 27;
  public static final int MUL_INT = 28;
  public static final int DIV_INT = 29;
  public static final int MOD_INT = 30;
  public static final int ADD_TO = 31;
  public static final int ZERO = 32;
  public static final int NEGATE = 33;
  public static final int BIT_NOT = 34;
  public static final int NOT = 35;
  public static final int CONCAT = 36;
  public static final int JUMP = 37;
  public static final int LOOP = 38;
  public static final int IF_TRUE = 39;
  public static final int IF_FALSE = 40;
  public static final int IF_NIL = 41;
  public static final int IF_NOT_NIL = 42;
  public static final int IF_EQUAL = 43;
  public static final int IF_NOT_EQUAL = 44;
  public static final int IF_LESS = 45;
  public static final int IF_NOT_LESS = 46;
  public static final int IF_AT_MOST = 47;
  public static final int IF_NOT_AT_MOST = 48;
  public static final int IF_EQUAL_CONST = 49;
  public static final int IF_NOT_EQUAL_CONST = 50;
  public static final int IF_LESS_INT = 51;
  public static final int IF_NOT_LESS_INT = 52;
  public static final int IF_AT_MOST_INT = 53;
  public static final int IF_NOT_AT_MOST_INT = 54;
  public static final int IF_MORE_INT = 55;
  public static final int IF_NOT_MORE_INT = 56;
  public static final int IF_AT_LEAST_INT = 57;
  public static final int IF_NOT_AT_LEAST_INT = 58;
  public static final int FOR_PREPARE = 59;
  public static final int FOR_LOOP = 60;
  public static final int EACH_PREPARE = 61;
  public static final int EACH_NEXT = 62;
  public static final int NEW_TABLE = 63;
  public static final int GET = 64;
  public static final int GET_FIELD = 65;
  public static final int GET_INT = 66;
  public static final int SET = 67;
  public static final int SET_FIELD = 68;
  public static final int SET_INT = 69;
  public static final int INCREASE = 70;
  public static final int INCREASE_INT = 71;
  public static final int AGGREGATE = 72;
  public static final int KEY = 73;
  public static final int CLOSURE = 74;
  public static final int CALL = 75;
  public static final int CALL_UPVALUE = 76;
  public static final int CALL_BUILT_IN = 77;
  public static final int CALL_OPEN = 78;
  public static final int CALL_WITH_OPEN = 79;
  public static final int ADJUST = 80;
  public static final int MOVE_OPEN = 81;
  public static final int REST = 82;
  public static final int SET_OPEN = 83;
  public static final int TAIL_CALL = 84;
  public static final int RETURN = 85;
  public static final int RETURN_NIL = 86;
  public static final int RETURN_MANY = 87;
  public static final int RETURN_OPEN = 88;
  public static final int TRACE = 89;
  public static final int TIMER = 90;
  public static final int AT_END = 91;
  public static final int EMIT = 92;
  public static final int PID = 93;
  public static final int TID = 94;
  public static final int CPU = 95;
  public static final int UID = 96;
  public static final int EXECNAME = 97;
  public static final int PROBENAME = 98;
  public static final int EVENT_TEXT = 99;
  public static final int EVENT = 100;
  public static final int EVENT_LINE = 101;
  public static final int FIELD_COUNT = 102;
  public static final int EVENT_FORMAT = 103;
  public static final int IS_SYSTEM_CALL_ENTRY = 104;
  public static final int ARGUMENT = 105;
  public static final int COMPUTED_ARGUMENT = 106;
  public static final int FIELD = 107;

  private Op() {}

  /** An instruction; C may be negative. */
  public static long of(int opcode, int a, int b, int c) {
    return opcode | (long) a << 16 | (b & 0xffffL) << 32 | (long) c << 48;
  }

  /** An instruction with an integer of 32 bits. */
  public static long wide(int opcode, int a, int value) {
    return opcode | (long) a << 16 | (long) value << 32;
  }

  public static int opcode(long instruction) {
    return (int) instruction & 0xffff;
  }

  public static int a(long instruction) {
    return (int) instruction >>> 16;
  }

  public static int b(long instruction) {
    return (int) (instruction >>> 32) & 0xffff;
  }

  /** B as a signed number. */
  public static int signedB(long instruction) {
    return (short) (instruction >>> 32);
  }

  public static int c(long instruction) {
    return (int) (instruction >>> 48);
  }

  /** C as a signed number. */
  public static int signedC(long instruction) {
    return (int) (instruction >> 48);
  }

  /** B and C as one signed number. */
  public static int wide(long instruction) {
    return (int) (instruction >> 32);
  }
}
