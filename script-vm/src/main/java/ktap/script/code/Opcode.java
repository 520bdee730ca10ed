package ktap.script.code;

/**
 * The instructions. An instruction is 64 bits:
 *
 * <pre>
 *  63            48 47            32 31            16 15             0
 *  +---------------+---------------+----------------+----------------+
 *  |       C       |       B       |       A        |     opcode     |
 *  +---------------+---------------+----------------+----------------+
 * </pre>
 *
 * <p>R is a register of the frame, K a constant, U a captured variable, G a global, P a prototype
 * below this one. C as the target of a jump is the number of an instruction. The interpreter
 * switches over the numbers in {@link Op}, which are the ordinals of these.
 */
public enum Opcode {
  /** {@code R[A] = R[B]}. */
  MOVE("AB"),

  /** {@code R[A] … R[A+B-1] = nil}. */
  NIL("AB"),

  /** {@code R[A] = true}. */
  TRUE("A"),

  /** {@code R[A] = false}. */
  FALSE("A"),

  /** {@code R[A] = W, an integer of 32 bits in the place of B and C}. */
  INT("AW"),

  /** {@code R[A] = K[B]}. */
  CONST("AK"),

  /** {@code R[A] = U[B], a captured value that never changes}. */
  UPVALUE("AU"),

  /** {@code R[A] = a new cell that holds R[A]}. */
  CELL("A"),

  /** {@code R[A] = the value in the cell R[B]}. */
  LOAD_CELL("AB"),

  /** {@code the cell R[A] holds R[B]}. */
  STORE_CELL("AB"),

  /** {@code R[A] = the value in the cell U[B]}. */
  LOAD_UPCELL("AU"),

  /** {@code the cell U[B] holds R[A]}. */
  STORE_UPCELL("AU"),

  /** {@code the cell U[B] += R[A]; nil counts as 0}. */
  ADD_UPCELL("AU"),

  /** {@code the cell U[A] += the integer C; nil counts as 0}. */
  ADD_UPCELL_INT("UI"),

  /** {@code R[A] = G[B]}. */
  LOAD_GLOBAL("AG"),

  /** {@code G[B] = R[A]}. */
  STORE_GLOBAL("AG"),

  /** {@code R[A] = R[B] + R[C]}. */
  ADD("ABC"),

  /** {@code R[A] = R[B] - R[C]}. */
  SUB("ABC"),

  /** {@code R[A] = R[B] * R[C]}. */
  MUL("ABC"),

  /** {@code R[A] = R[B] / R[C]; integers truncate}. */
  DIV("ABC"),

  /** {@code R[A] = R[B] % R[C]; the sign of R[B]}. */
  MOD("ABC"),

  /** {@code R[A] = R[B] ^ R[C]}. */
  POW("ABC"),

  /** {@code R[A] = R[B] & R[C]}. */
  BIT_AND("ABC"),

  /** {@code R[A] = R[B] | R[C]}. */
  BIT_OR("ABC"),

  /** {@code R[A] = xor(R[B], R[C])}. */
  BIT_XOR("ABC"),

  /** {@code R[A] = R[B] << R[C]}. */
  SHIFT_LEFT("ABC"),

  /** {@code R[A] = R[B] >> R[C]}. */
  SHIFT_RIGHT("ABC"),

  /** {@code R[A] = R[B] + the integer C}. */
  ADD_INT("ABI"),

  /** {@code R[A] = R[B] * the integer C}. */
  MUL_INT("ABI"),

  /** {@code R[A] = R[B] / the integer C, which isn't 0}. */
  DIV_INT("ABI"),

  /** {@code R[A] = R[B] % the integer C, which isn't 0}. */
  MOD_INT("ABI"),

  /** {@code R[A] = R[B] + R[C]; nil in R[B] counts as 0}. */
  ADD_TO("ABC"),

  /** {@code R[A] = 0 if R[B] is nil, else R[B]}. */
  ZERO("AB"),

  /** {@code R[A] = -R[B]}. */
  NEGATE("AB"),

  /** {@code R[A] = ~R[B]}. */
  BIT_NOT("AB"),

  /** {@code R[A] = !R[B]}. */
  NOT("AB"),

  /** {@code R[A] = R[B] .. R[B+1] .. … , C of them}. */
  CONCAT("ABN"),

  /** {@code go to C}. */
  JUMP("T"),

  /** {@code go back to C, counted against the limit of loops}. */
  LOOP("T"),

  /** {@code if R[A] is neither nil nor false, go to C}. */
  IF_TRUE("AT"),

  /** {@code if R[A] is nil or false, go to C}. */
  IF_FALSE("AT"),

  /** {@code if R[A] is nil, go to C}. */
  IF_NIL("AT"),

  /** {@code if R[A] isn't nil, go to C}. */
  IF_NOT_NIL("AT"),

  /** {@code if R[A] == R[B], go to C}. */
  IF_EQUAL("ABT"),

  /** {@code if R[A] != R[B], go to C}. */
  IF_NOT_EQUAL("ABT"),

  /** {@code if R[A] < R[B], go to C}. */
  IF_LESS("ABT"),

  /** {@code if not R[A] < R[B], go to C}. */
  IF_NOT_LESS("ABT"),

  /** {@code if R[A] <= R[B], go to C}. */
  IF_AT_MOST("ABT"),

  /** {@code if not R[A] <= R[B], go to C}. */
  IF_NOT_AT_MOST("ABT"),

  /** {@code if R[A] == K[B], go to C}. */
  IF_EQUAL_CONST("AKT"),

  /** {@code if R[A] != K[B], go to C}. */
  IF_NOT_EQUAL_CONST("AKT"),

  /** {@code if R[A] < the integer B, go to C}. */
  IF_LESS_INT("AJT"),

  /** {@code if not R[A] < the integer B, go to C}. */
  IF_NOT_LESS_INT("AJT"),

  /** {@code if R[A] <= the integer B, go to C}. */
  IF_AT_MOST_INT("AJT"),

  /** {@code if not R[A] <= the integer B, go to C}. */
  IF_NOT_AT_MOST_INT("AJT"),

  /** {@code if R[A] > the integer B, go to C}. */
  IF_MORE_INT("AJT"),

  /** {@code if not R[A] > the integer B, go to C}. */
  IF_NOT_MORE_INT("AJT"),

  /** {@code if R[A] >= the integer B, go to C}. */
  IF_AT_LEAST_INT("AJT"),

  /** {@code if not R[A] >= the integer B, go to C}. */
  IF_NOT_AT_LEAST_INT("AJT"),

  /**
   * {@code R[A], R[A+1], R[A+2] = start, limit, step; go to C if there is no round, else R[A+1] =
   * rounds that follow the first, R[A+3] = start}.
   */
  FOR_PREPARE("AT"),

  /** {@code if rounds are left: R[A] += R[A+2], R[A+3] = R[A], go back to C, counted}. */
  FOR_LOOP("AT"),

  /** {@code R[A] must be what pairs() gives}. */
  EACH_PREPARE("A"),

  /**
   * {@code if R[A] has a next pair: R[A+1] = key, R[A+2] = value if B is 2, go on; else go to C}.
   */
  EACH_NEXT("ANT"),

  /** {@code R[A] = {}}. */
  NEW_TABLE("A"),

  /** {@code R[A] = R[B][R[C]]}. */
  GET("ABC"),

  /** {@code R[A] = R[B][K[C]], K[C] a string}. */
  GET_FIELD("ABK"),

  /** {@code R[A] = R[B][the integer C]}. */
  GET_INT("ABI"),

  /** {@code R[A][R[B]] = R[C]}. */
  SET("ABC"),

  /** {@code R[A][K[B]] = R[C], K[B] a string}. */
  SET_FIELD("AKC"),

  /** {@code R[A][the integer B] = R[C]}. */
  SET_INT("AJC"),

  /** {@code R[A][R[B]] += R[C] in one step; nil counts as 0}. */
  INCREASE("ABC"),

  /** {@code R[A][R[B]] += the integer C in one step; nil counts as 0}. */
  INCREASE_INT("ABI"),

  /** {@code R[A][R[B]] <<< R[C]}. */
  AGGREGATE("ABC"),

  /** {@code R[A] = composite key of R[B] and C - 1 that follow; nil if one of them is}. */
  KEY("ABN"),

  /** {@code R[A] = closure of prototype P[B]}. */
  CLOSURE("AP"),

  /** {@code R[A] = R[B](R[A], … C arguments)}. */
  CALL("ABN"),

  /** {@code R[A] = U[B](R[A], … C arguments)}. */
  CALL_UPVALUE("AUN"),

  /** {@code R[A] = K[B](R[A], … C arguments), K[B] a built-in}. */
  CALL_BUILT_IN("AKN"),

  /** {@code as CALL, but all results count: they stay in R[A], …}. */
  CALL_OPEN("ABN"),

  /**
   * {@code as CALL_OPEN, with C arguments and then those that the last open instruction left behind
   * them}.
   */
  CALL_WITH_OPEN("ABN"),

  /** {@code makes exactly B values of those that the last open instruction left in R[A], …}. */
  ADJUST("AN"),

  /** {@code R[A], … = the open values that lie in R[B], …; they stay open}. */
  MOVE_OPEN("AB"),

  /** {@code R[A], … = the arguments behind the last parameter; open}. */
  REST("A"),

  /** {@code R[A][C], R[A][C+1], … = the open values from R[B] on}. */
  SET_OPEN("ABN"),

  /** {@code return R[B](R[A], … C arguments), in the place of this frame}. */
  TAIL_CALL("ABN"),

  /** {@code return R[A]}. */
  RETURN("A"),

  /** {@code return}. */
  RETURN_NIL(""),

  /** {@code return R[A], … B values}. */
  RETURN_MANY("AN"),

  /** {@code return R[A], … B values and the open ones behind them}. */
  RETURN_OPEN("AN"),

  /** {@code registers the function R[A] for the events of statement B}. */
  TRACE("AE"),

  /** {@code registers the function R[A] for timer statement B}. */
  TIMER("AE"),

  /** {@code registers the function R[A] for the end}. */
  AT_END("A"),

  /** {@code gives out a row: R[A], … B values under the column names K[C]}. */
  EMIT("ANK"),

  /** {@code R[A] = process of the event}. */
  PID("A"),

  /** {@code R[A] = thread of the event}. */
  TID("A"),

  /** {@code R[A] = CPU of the event}. */
  CPU("A"),

  /** {@code R[A] = user of the event}. */
  UID("A"),

  /** {@code R[A] = command name of the event}. */
  EXECNAME("A"),

  /** {@code R[A] = name of the event}. */
  PROBENAME("A"),

  /** {@code R[A] = argstr, the text of the event, made when it is needed}. */
  EVENT_TEXT("A"),

  /** {@code R[A] = the event, as long as the handler runs}. */
  EVENT("A"),

  /** {@code R[A] = the text of the event with a line break behind it}. */
  EVENT_LINE("A"),

  /** {@code R[A] = how many fields the event has}. */
  FIELD_COUNT("A"),

  /** {@code R[A] = the kernel's format of the event's text}. */
  EVENT_FORMAT("A"),

  /** {@code R[A] = whether the event is the entry of a system call}. */
  IS_SYSTEM_CALL_ENTRY("A"),

  /** {@code R[A] = the event's argument B, counted from 0}. */
  ARGUMENT("AN"),

  /** {@code R[A] = the event's argument R[B], counted from 1}. */
  COMPUTED_ARGUMENT("AB"),

  /** {@code R[A] = the event's field that access B names}. */
  FIELD("AF");

  private static final Opcode[] ALL = values();

  private final String operands;

  Opcode(String operands) {
    this.operands = operands;
  }

  /** Whether C is a target. */
  public boolean jumps() {
    return operands.endsWith("T");
  }

  /** The opcode of an instruction. */
  public static Opcode of(long instruction) {
    return ALL[Op.opcode(instruction)];
  }

  /** B of an instruction as it is used: integers with their sign, wide ones whole. */
  public int b(long instruction) {
    return operands.endsWith("W")
        ? Op.wide(instruction)
        : operands.contains("J") ? Op.signedB(instruction) : Op.b(instruction);
  }

  /** C of an instruction as it is used: integers with their sign. */
  public int c(long instruction) {
    return operands.endsWith("I") ? Op.signedC(instruction) : Op.c(instruction);
  }

  /**
   * What A, B and C are, in the order of the listing: A, B, C registers; K a constant, U a captured
   * variable, G a global, P a prototype, F a field access, E a statement that registers, N a count;
   * J and I an integer in B and in C, W one in both; T a target in C.
   */
  String operands() {
    return operands;
  }
}
