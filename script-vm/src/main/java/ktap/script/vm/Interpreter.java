package ktap.script.vm;

import static ktap.script.code.Op.*;
import static ktap.script.vm.Instruction.*;

import java.util.Arrays;
import java.util.List;
import ktap.script.code.Op;
import ktap.script.code.Prototype;
import ktap.script.value.BuiltIn;
import ktap.script.value.ByteString;
import ktap.script.value.Cell;
import ktap.script.value.EventTextValue;
import ktap.script.value.Pairs;
import ktap.script.value.ScriptRuntimeException;
import ktap.script.value.Table;
import ktap.script.value.Tag;
import org.jspecify.annotations.Nullable;

/**
 * Runs bytecode. A call of one interpreted function by another goes on in the same loop: what it
 * returns to is kept by the machine, not by a Java frame.
 *
 * <p>The loop is one method, and HotSpot compiles no method of more than 8,000 bytes: a test holds
 * that. So the cases do the common thing themselves, and {@link #other} and {@link #holds} all
 * else.
 */
@SuppressWarnings({"ReferenceEquality", "BooleanLiteral"}) // tags and the two booleans are unique
final class Interpreter {
  private Interpreter() {}

  /**
   * Runs a frame from an instruction to its return. Its registers start at {@code base}; the result
   * goes there too.
   */
  static void run(
      Machine machine, Function function, long[] n, @Nullable Object[] r, int base, int from) {
    Caller bottom = machine.top;
    Instruction next = function.code.instructions[from];
    Instruction i = next;
    try {
      frames:
      while (true) {
        // function and base change here alone: see docs/design/010-engines.md
        frame:
        while (true) {
          i = next;
          next = i.next;
          int a = base + i.a;
          switch (i.opcode) {
            case MOVE -> {
              int b = base + i.b;
              set(n, r, a, n[b], r[b]);
            }
            case MOVE_FOR_LOOP -> {
              int b = base + i.b;
              set(n, r, a, n[b], r[b]);
              if (goesRound(machine, n, r, base, next)) {
                next = next.target;
              }
            }
            case TRUE -> r[a] = Boolean.TRUE;
            case FALSE -> r[a] = Boolean.FALSE;
            case INT -> setInt(n, r, a, i.b);
            case CONST -> {
              set(n, r, a, function.code.constantNumbers[i.b], function.code.constantRefs[i.b]);
            }
            case UPVALUE -> {
              set(n, r, a, function.upvalueNumbers[i.b], function.upvalueRefs[i.b]);
            }
            case LOAD_CELL -> load((Cell) r[base + i.b], n, r, a);
            case STORE_CELL -> store((Cell) r[a], n, r, base + i.b);
            case LOAD_UPCELL -> load((Cell) function.upvalueRefs[i.b], n, r, a);
            case STORE_UPCELL -> store((Cell) function.upvalueRefs[i.b], n, r, a);
            case LOAD_GLOBAL -> {
              set(n, r, a, machine.globalNumbers[i.b], machine.globalRefs[i.b]);
            }
            case STORE_GLOBAL -> {
              machine.globalNumbers[i.b] = n[a];
              machine.globalRefs[i.b] = r[a];
            }
            case ADD -> {
              if (!add(n, r, base, i)) {
                other(machine, function, i.code, n, r, base);
              }
            }
            case SUB -> {
              if (!sub(n, r, base, i)) {
                other(machine, function, i.code, n, r, base);
              }
            }
            case MUL -> {
              if (!mul(n, r, base, i)) {
                other(machine, function, i.code, n, r, base);
              }
            }
            case ADD_TO -> {
              if (!add(n, r, base, i)) {
                other(machine, function, i.code, n, r, base);
              }
            }
            case ADD_INT -> {
              if (!addInt(n, r, base, i)) {
                other(machine, function, i.code, n, r, base);
              }
            }
            case MUL_INT -> {
              if (!mulInt(n, r, base, i)) {
                other(machine, function, i.code, n, r, base);
              }
            }
            case MOD -> {
              if (!mod(n, r, base, i)) {
                other(machine, function, i.code, n, r, base);
              }
            }
            case DIV -> {
              if (!div(n, r, base, i)) {
                other(machine, function, i.code, n, r, base);
              }
            }
            case DIV_INT -> {
              if (!divInt(n, r, base, i)) {
                other(machine, function, i.code, n, r, base);
              }
            }
            case MOD_INT -> {
              if (!modInt(n, r, base, i)) {
                other(machine, function, i.code, n, r, base);
              }
            }
            case MUL_ADD -> {
              if (!mul(n, r, base, i)) {
                other(machine, function, i.code, n, r, base);
              } else if (add(n, r, base, next)) {
                next = next.next;
              }
            }
            case ADD_ADD -> {
              if (!add(n, r, base, i)) {
                other(machine, function, i.code, n, r, base);
              } else if (add(n, r, base, next)) {
                next = next.next;
              }
            }
            case ADD_SUB -> {
              if (!add(n, r, base, i)) {
                other(machine, function, i.code, n, r, base);
              } else if (sub(n, r, base, next)) {
                next = next.next;
              }
            }
            case MOD_INT_ADD -> {
              if (!modInt(n, r, base, i)) {
                other(machine, function, i.code, n, r, base);
              } else if (add(n, r, base, next)) {
                next = next.next;
              }
            }
            case MUL_INT_ADD_INT -> {
              if (!mulInt(n, r, base, i)) {
                other(machine, function, i.code, n, r, base);
              } else if (addInt(n, r, base, next)) {
                next = next.next;
              }
            }
            case ADD_INT_MOD_INT -> {
              if (!addInt(n, r, base, i)) {
                other(machine, function, i.code, n, r, base);
              } else if (modInt(n, r, base, next)) {
                next = next.next;
              }
            }
            case INT_MOD -> {
              setInt(n, r, a, i.b);
              if (mod(n, r, base, next)) {
                next = next.next;
                if (next.opcode == FOR_LOOP && goesRound(machine, n, r, base, next)) {
                  next = next.target;
                }
              }
            }
            case UPVALUE_ADD -> {
              set(n, r, a, function.upvalueNumbers[i.b], function.upvalueRefs[i.b]);
              if (add(n, r, base, next)) {
                next = next.next;
              }
            }
            case UPCELL_UPVALUE_ADD -> {
              load((Cell) function.upvalueRefs[i.b], n, r, a);
              set(
                  n,
                  r,
                  base + next.a,
                  function.upvalueNumbers[next.b],
                  function.upvalueRefs[next.b]);
              next = next.next;
              if (add(n, r, base, next)) {
                next = next.next;
              }
            }
            case STORE_UPCELL_RETURN -> {
              store((Cell) function.upvalueRefs[i.b], n, r, a);
              set(n, r, base, n[a], r[a]);
              machine.results = 1;
              break frame;
            }
            case JUMP -> next = i.target;
            case LOOP -> {
              if (--machine.budget < 0) {
                int on = machine.goOn(function, n, r, base, Op.c(i.code), 0);
                if (on < 0) {
                  break frame;
                }
                next = function.code.instructions[on];
              } else {
                next = i.target;
              }
            }
            case IF_TRUE -> {
              if (Operations.isTrue(r[a])) {
                next = i.target;
              }
            }
            case IF_FALSE -> {
              if (!Operations.isTrue(r[a])) {
                next = i.target;
              }
            }
            case IF_NIL -> {
              if (r[a] == null) {
                next = i.target;
              }
            }
            case IF_NOT_NIL -> {
              if (r[a] != null) {
                next = i.target;
              }
            }
            case IF_LESS -> {
              int b = base + i.b;
              if (r[a] == Tag.INT && r[b] == Tag.INT
                  ? n[a] < n[b]
                  : holds(machine, function, i.code, n, r, base)) {
                next = i.target;
              }
            }
            case IF_NOT_LESS -> {
              int b = base + i.b;
              if (r[a] == Tag.INT && r[b] == Tag.INT
                  ? n[a] >= n[b]
                  : holds(machine, function, i.code, n, r, base)) {
                next = i.target;
              }
            }
            case IF_AT_MOST -> {
              int b = base + i.b;
              if (r[a] == Tag.INT && r[b] == Tag.INT
                  ? n[a] <= n[b]
                  : holds(machine, function, i.code, n, r, base)) {
                next = i.target;
              }
            }
            case IF_NOT_AT_MOST -> {
              int b = base + i.b;
              if (r[a] == Tag.INT && r[b] == Tag.INT
                  ? n[a] > n[b]
                  : holds(machine, function, i.code, n, r, base)) {
                next = i.target;
              }
            }
            case IF_LESS_INT, IF_NOT_AT_LEAST_INT -> {
              if (r[a] == Tag.INT ? n[a] < i.b : holds(machine, function, i.code, n, r, base)) {
                next = i.target;
              }
            }
            case IF_NOT_LESS_INT, IF_AT_LEAST_INT -> {
              if (r[a] == Tag.INT ? n[a] >= i.b : holds(machine, function, i.code, n, r, base)) {
                next = i.target;
              }
            }
            case IF_AT_MOST_INT, IF_NOT_MORE_INT -> {
              if (r[a] == Tag.INT ? n[a] <= i.b : holds(machine, function, i.code, n, r, base)) {
                next = i.target;
              }
            }
            case IF_NOT_AT_MOST_INT, IF_MORE_INT -> {
              if (r[a] == Tag.INT ? n[a] > i.b : holds(machine, function, i.code, n, r, base)) {
                next = i.target;
              }
            }
            case IF_EQUAL, IF_NOT_EQUAL, IF_EQUAL_CONST, IF_NOT_EQUAL_CONST -> {
              if (holds(machine, function, i.code, n, r, base)) {
                next = i.target;
              }
            }
            case FOR_PREPARE -> {
              if (!Loops.prepare(n, r, a)) {
                next = i.target;
              }
            }
            case FOR_LOOP -> {
              if (--machine.budget < 0) {
                int on = machine.goOn(function, n, r, base, i.at, 1);
                if (on < 0) {
                  break frame;
                }
                next = function.code.instructions[on];
                continue;
              }
              if (r[a] == Tag.INT) {
                long left = n[a + 1];
                if (left != 0) {
                  n[a + 1] = left - 1;
                  long turn = n[a] + n[a + 2];
                  n[a] = turn;
                  n[a + 3] = turn;
                  if (r[a + 3] != Tag.INT) {
                    r[a + 3] = Tag.INT;
                  }
                  next = i.target;
                }
              } else if (Loops.next(n, r, a)) {
                next = i.target;
              }
            }
            case EACH_NEXT -> {
              if (--machine.budget < 0) {
                int on = machine.goOn(function, n, r, base, i.at, 1);
                if (on < 0) {
                  break frame;
                }
                next = function.code.instructions[on];
                continue;
              }
              if (!Loops.nextPair((Pairs) r[a], n, r, a, i.b)) {
                next = i.target;
              }
            }
            case GET, GET_IF_NIL, GET_IF_NOT_NIL, MOD_INT_GET -> {
              if (i.opcode == MOD_INT_GET) {
                if (!modInt(n, r, base, i)) {
                  other(machine, function, i.code, n, r, base);
                  continue;
                }
                i = next;
                next = i.next;
                a = base + i.a;
              }
              int b = base + i.b;
              int c = base + i.c;
              if (r[b] instanceof Table table && r[c] == Tag.INT) {
                table.getInteger(n[c], n, r, a);
              } else if (r[b] instanceof Table table && r[c] instanceof ByteString key) {
                table.getString(key, n, r, a);
              } else {
                other(machine, function, i.code, n, r, base);
              }
              if (i.opcode == GET_IF_NIL || i.opcode == GET_IF_NOT_NIL) {
                next = (r[a] == null) == (i.opcode == GET_IF_NIL) ? next.target : next.next;
              }
            }
            case GET_FIELD -> {
              int b = base + i.b;
              ByteString key = (ByteString) function.code.constantRefs[i.c];
              if (r[b] instanceof Table table) {
                table.getString(key, n, r, a);
              } else {
                other(machine, function, i.code, n, r, base);
              }
            }
            case SET, ADD_INT_SET -> {
              if (i.opcode == ADD_INT_SET) {
                if (!addInt(n, r, base, i)) {
                  other(machine, function, i.code, n, r, base);
                  continue;
                }
                i = next;
                next = i.next;
                a = base + i.a;
              }
              int b = base + i.b;
              int c = base + i.c;
              if (r[a] instanceof Table table && r[b] == Tag.INT) {
                table.putInteger(n[b], n[c], r[c]);
              } else if (r[a] instanceof Table table && r[b] instanceof ByteString key) {
                table.putString(key, n[c], r[c]);
              } else {
                other(machine, function, i.code, n, r, base);
              }
              if (next.opcode == FOR_LOOP && goesRound(machine, n, r, base, next)) {
                next = next.target;
              }
            }
            case CALL -> {
              Object callee = r[base + i.b];
              if (callee instanceof Function called && machine.enters(called.code, n, a, i.c)) {
                machine.suspend(function, base, next);
                function = called;
                base = a;
                next = called.code.first;
                continue frames;
              } else {
                machine.call(callee, n, r, a, i.c);
              }
            }
            case CALL_UPVALUE -> {
              Object callee = function.upvalueRefs[i.b];
              if (callee instanceof Function called && machine.enters(called.code, n, a, i.c)) {
                machine.suspend(function, base, next);
                function = called;
                base = a;
                next = called.code.first;
                continue frames;
              } else {
                machine.call(callee, n, r, a, i.c);
              }
            }
            case CALL_BUILT_IN -> {
              machine.checkStop();
              ((BuiltIn) function.code.constantRefs[i.b]).function().call(machine, n, r, a, i.c);
            }
            case TAIL_CALL -> {
              Object callee = r[base + i.b];
              int count = i.c;
              if (callee instanceof Function called
                  && base + called.code.registers + count <= n.length) {
                if (--machine.budget < 0) {
                  machine.refill();
                }
                System.arraycopy(n, a, n, base, count);
                System.arraycopy(r, a, r, base, count);
                machine.enterInPlace(called, n, r, base, count);
                function = called;
                next = called.code.first;
                continue frames;
              } else {
                machine.call(callee, n, r, a, count);
                n[base] = n[a];
                r[base] = r[a];
                break frame;
              }
            }
            case RETURN -> {
              set(n, r, base, n[a], r[a]);
              machine.results = 1;
              break frame;
            }
            case RETURN_NIL -> {
              r[base] = null;
              machine.results = 0;
              break frame;
            }
            case RETURN_MANY -> {
              returnMany(machine, n, r, base, a, i.b);
              break frame;
            }
            case RETURN_OPEN -> {
              returnMany(machine, n, r, base, a, i.b + machine.results);
              break frame;
            }
            default -> other(machine, function, i.code, n, r, base);
          }
        }
        Caller caller = machine.top;
        if (caller == bottom) {
          return;
        }
        machine.depth--;
        machine.top = caller.below;
        function = caller.function;
        base = caller.base;
        next = caller.next;
      }
    } catch (ScriptRuntimeException failure) {
      throw machine.unwind(failure, function, i.at, bottom);
    } catch (StackOverflowError deep) {
      throw machine.unwind(machine.javaStackOverflow(), function, i.at, bottom);
    } catch (OutOfMemoryError full) {
      throw machine.unwind(machine.outOfMemory(), function, i.at, bottom);
    }
  }

  // ---- the other ways and the other instructions ----

  /**
   * Executes an instruction that goes to the next one, whatever its operands are. Too large to be
   * inlined into the loop, which stays small and quickly compiled by that.
   */
  private static void other(
      Machine machine, Function function, long i, long[] n, @Nullable Object[] r, int base) {
    int opcode = Op.opcode(i);
    int a = base + Op.a(i);
    int b = base + Op.b(i);
    int c = base + Op.c(i);
    switch (opcode) {
      case NIL -> Arrays.fill(r, a, a + Op.b(i), null);
      case CELL -> {
        Cell cell = new Cell();
        store(cell, n, r, a);
        r[a] = cell;
      }
      case ADD_UPCELL -> addTo(machine, (Cell) function.upvalueRefs[Op.b(i)], n[a], r[a]);
      case ADD_UPCELL_INT ->
          addTo(machine, (Cell) function.upvalueRefs[a - base], i >> 48, Tag.INT);
      case ADD,
          SUB,
          MUL,
          DIV,
          MOD,
          POW,
          BIT_AND,
          BIT_OR,
          BIT_XOR,
          SHIFT_LEFT,
          SHIFT_RIGHT,
          ADD_TO -> {
        r[a] = binary(machine, opcode, n[b], r[b], n[c], r[c]);
        n[a] = machine.number;
      }
      case ADD_INT, MUL_INT, DIV_INT, MOD_INT -> {
        r[a] = binary(machine, withoutInteger(opcode), n[b], r[b], i >> 48, Tag.INT);
        n[a] = machine.number;
      }
      case ZERO -> zero(n, r, a, b);
      case NEGATE -> {
        r[a] = Operations.negate(machine, n[b], r[b]);
        n[a] = machine.number;
      }
      case BIT_NOT -> {
        n[a] = ~Operations.bits(n[b], r[b]);
        r[a] = Tag.INT;
      }
      case NOT -> r[a] = Operations.not(r[b]);
      case CONCAT -> r[a] = Operations.concat(machine, n, r, b, Op.c(i));
      case EACH_PREPARE -> r[a] = Loops.pairs(r[a]);
      case NEW_TABLE -> r[a] = machine.newTable();
      case GET -> get(machine, n, r, a, r[b], n[c], r[c]);
      case GET_FIELD -> get(machine, n, r, a, r[b], 0, function.code.constantRefs[Op.c(i)]);
      case GET_INT -> get(machine, n, r, a, r[b], i >> 48, Tag.INT);
      case SET -> Operations.writable(r[a]).put(n[b], machine.storedKey(r[b]), n[c], r[c]);
      case SET_FIELD ->
          Operations.writable(r[a]).put(0, function.code.constantRefs[Op.b(i)], n[c], r[c]);
      case SET_INT -> Operations.writable(r[a]).putInteger(Op.signedB(i), n[c], r[c]);
      case INCREASE -> Operations.increase(machine, r[a], n[b], r[b], n[c], r[c]);
      case INCREASE_INT -> Operations.increase(machine, r[a], n[b], r[b], i >> 48, Tag.INT);
      case AGGREGATE -> machine.aggregate(r[a], n[b], r[b], n[c], r[c]);
      case KEY -> r[a] = Operations.key(n, r, b, Op.c(i));
      case CLOSURE -> r[a] = closure(function, n, r, base, Op.b(i));
      case CALL_OPEN, CALL_WITH_OPEN, ADJUST, MOVE_OPEN, REST, SET_OPEN ->
          open(machine, function, i, n, r, base);
      case TRACE, TIMER, AT_END -> machine.register(i, r[a]);
      case EMIT -> machine.emit(columns(function, Op.c(i)), n, r, a);
      case COMPUTED_ARGUMENT -> {
        r[a] = machine.computedArgument(n[b], r[b]);
        n[a] = machine.number;
      }
      default -> machine.eventVariable(i, n, r, a);
    }
  }

  private static int withoutInteger(int opcode) {
    return switch (opcode) {
      case ADD_INT -> ADD;
      case MUL_INT -> MUL;
      case DIV_INT -> DIV;
      default -> MOD;
    };
  }

  /**
   * Sets a register. What it refers to is stored if it is another: that costs more than to look.
   */
  private static void set(
      long[] n, @Nullable Object[] r, int a, long number, @Nullable Object ref) {
    n[a] = number;
    if (r[a] != ref) {
      r[a] = ref;
    }
  }

  private static void setInt(long[] n, @Nullable Object[] r, int a, long value) {
    n[a] = value;
    if (r[a] != Tag.INT) {
      r[a] = Tag.INT;
    }
  }

  // ---- arithmetic of two integers; false, and nothing done, if they aren't ----

  private static boolean add(long[] n, @Nullable Object[] r, int base, Instruction i) {
    int b = base + i.b;
    int c = base + i.c;
    if (r[b] == Tag.INT && r[c] == Tag.INT) {
      setInt(n, r, base + i.a, n[b] + n[c]);
      return true;
    }
    return false;
  }

  private static boolean sub(long[] n, @Nullable Object[] r, int base, Instruction i) {
    int b = base + i.b;
    int c = base + i.c;
    if (r[b] == Tag.INT && r[c] == Tag.INT) {
      setInt(n, r, base + i.a, n[b] - n[c]);
      return true;
    }
    return false;
  }

  private static boolean mul(long[] n, @Nullable Object[] r, int base, Instruction i) {
    int b = base + i.b;
    int c = base + i.c;
    if (r[b] == Tag.INT && r[c] == Tag.INT) {
      setInt(n, r, base + i.a, n[b] * n[c]);
      return true;
    }
    return false;
  }

  private static boolean div(long[] n, @Nullable Object[] r, int base, Instruction i) {
    int b = base + i.b;
    int c = base + i.c;
    if (r[b] == Tag.INT && r[c] == Tag.INT && n[c] != 0) {
      setInt(n, r, base + i.a, n[b] / n[c]);
      return true;
    }
    return false;
  }

  private static boolean mod(long[] n, @Nullable Object[] r, int base, Instruction i) {
    int b = base + i.b;
    int c = base + i.c;
    if (r[b] == Tag.INT && r[c] == Tag.INT && n[c] != 0) {
      setInt(n, r, base + i.a, n[b] % n[c]);
      return true;
    }
    return false;
  }

  private static boolean addInt(long[] n, @Nullable Object[] r, int base, Instruction i) {
    int b = base + i.b;
    if (r[b] == Tag.INT) {
      setInt(n, r, base + i.a, n[b] + i.c);
      return true;
    }
    return false;
  }

  private static boolean mulInt(long[] n, @Nullable Object[] r, int base, Instruction i) {
    int b = base + i.b;
    if (r[b] == Tag.INT) {
      setInt(n, r, base + i.a, n[b] * i.c);
      return true;
    }
    return false;
  }

  private static boolean divInt(long[] n, @Nullable Object[] r, int base, Instruction i) {
    int b = base + i.b;
    if (r[b] == Tag.INT) {
      setInt(n, r, base + i.a, n[b] / i.c);
      return true;
    }
    return false;
  }

  private static boolean modInt(long[] n, @Nullable Object[] r, int base, Instruction i) {
    int b = base + i.b;
    if (r[b] == Tag.INT) {
      setInt(n, r, base + i.a, n[b] % i.c);
      return true;
    }
    return false;
  }

  /**
   * The next round of a loop over integers; false, and nothing done, if that isn't all. FOR_LOOP
   * has its own of it: with one for both, calls of closures took a sixth longer.
   */
  private static boolean goesRound(
      Machine machine, long[] n, @Nullable Object[] r, int base, Instruction i) {
    int a = base + i.a;
    if (machine.budget > 0 && r[a] == Tag.INT && n[a + 1] != 0) {
      machine.budget--;
      n[a + 1]--;
      n[a] += n[a + 2];
      setInt(n, r, a + 3, n[a]);
      return true;
    }
    return false;
  }

  /** Whether the condition of a jump holds, whatever its operands are. */
  private static boolean holds(
      Machine machine, Function function, long i, long[] n, @Nullable Object[] r, int base) {
    int a = base + Op.a(i);
    int b = base + Op.b(i);
    return switch (Op.opcode(i)) {
      case IF_EQUAL -> Operations.equal(n[a], r[a], n[b], r[b]);
      case IF_NOT_EQUAL -> !Operations.equal(n[a], r[a], n[b], r[b]);
      case IF_EQUAL_CONST -> equalsConstant(function, n[a], r[a], Op.b(i));
      case IF_NOT_EQUAL_CONST -> !equalsConstant(function, n[a], r[a], Op.b(i));
      case IF_LESS -> Operations.less(machine, n[a], r[a], n[b], r[b]);
      case IF_NOT_LESS -> !Operations.less(machine, n[a], r[a], n[b], r[b]);
      case IF_AT_MOST -> Operations.atMost(machine, n[a], r[a], n[b], r[b]);
      case IF_NOT_AT_MOST -> !Operations.atMost(machine, n[a], r[a], n[b], r[b]);
      default -> holdsWithInteger(machine, Op.opcode(i), n[a], r[a], Op.signedB(i));
    };
  }

  private static boolean holdsWithInteger(
      Machine machine, int opcode, long number, @Nullable Object ref, long value) {
    return switch (opcode) {
      case IF_LESS_INT -> Operations.less(machine, number, ref, value, Tag.INT);
      case IF_NOT_LESS_INT -> !Operations.less(machine, number, ref, value, Tag.INT);
      case IF_AT_MOST_INT -> Operations.atMost(machine, number, ref, value, Tag.INT);
      case IF_NOT_AT_MOST_INT -> !Operations.atMost(machine, number, ref, value, Tag.INT);
      case IF_MORE_INT -> Operations.less(machine, value, Tag.INT, number, ref);
      case IF_NOT_MORE_INT -> !Operations.less(machine, value, Tag.INT, number, ref);
      case IF_AT_LEAST_INT -> Operations.atMost(machine, value, Tag.INT, number, ref);
      default -> !Operations.atMost(machine, value, Tag.INT, number, ref);
    };
  }

  private static void zero(long[] n, @Nullable Object[] r, int a, int b) {
    n[a] = r[b] == null ? 0 : n[b];
    r[a] = r[b] == null ? Tag.INT : r[b];
  }

  private static void load(Cell cell, long[] n, @Nullable Object[] r, int a) {
    set(n, r, a, cell.number, cell.ref);
  }

  private static void store(Cell cell, long[] n, @Nullable Object[] r, int b) {
    cell.number = n[b];
    if (cell.ref != r[b]) {
      cell.ref = r[b];
    }
  }

  private static void addTo(Machine machine, Cell cell, long by, @Nullable Object byRef) {
    if (cell.ref == Tag.INT && byRef == Tag.INT) {
      cell.number += by;
      return;
    }
    cell.ref = Operations.addTo(machine, cell.number, cell.ref, by, byRef);
    cell.number = machine.number;
  }

  @SuppressWarnings("unchecked") // the compiler puts the names of columns there
  private static List<String> columns(Function function, int constant) {
    return (List<String>) function.code.prototype.constantRefs()[constant];
  }

  private static boolean equalsConstant(
      Function function, long number, @Nullable Object ref, int constant) {
    FunctionCode code = function.code;
    return Operations.equal(
        number, ref, code.constantNumbers[constant], code.constantRefs[constant]);
  }

  private static void get(
      Machine machine,
      long[] n,
      @Nullable Object[] r,
      int to,
      @Nullable Object tableRef,
      long keyNumber,
      @Nullable Object keyRef) {
    Table table = Operations.readable(machine, tableRef);
    Object key = keyRef == EventTextValue.INSTANCE ? machine.storedKey(keyRef) : keyRef;
    table.get(keyNumber, key, n, r, to);
  }

  private static @Nullable Object binary(
      Machine machine,
      int opcode,
      long left,
      @Nullable Object leftRef,
      long right,
      @Nullable Object rightRef) {
    return switch (opcode) {
      case ADD -> Operations.add(machine, left, leftRef, right, rightRef);
      case SUB -> Operations.sub(machine, left, leftRef, right, rightRef);
      case MUL -> Operations.mul(machine, left, leftRef, right, rightRef);
      case DIV -> Operations.div(machine, left, leftRef, right, rightRef);
      case MOD -> Operations.mod(machine, left, leftRef, right, rightRef);
      case POW -> Operations.pow(machine, left, leftRef, right, rightRef);
      case ADD_TO -> Operations.addTo(machine, left, leftRef, right, rightRef);
      default -> Operations.bitwise(machine, opcode, left, leftRef, right, rightRef);
    };
  }

  /** Makes a closure of a prototype below a function's own. */
  static Function closure(Function function, long[] n, @Nullable Object[] r, int base, int child) {
    Function made = new Function(function.code.children[child]);
    int at = 0;
    for (Prototype.Capture capture : made.code.prototype.captures()) {
      int from = capture.index();
      switch (capture.kind()) {
        case REGISTER -> {
          made.upvalueNumbers[at] = n[base + from];
          made.upvalueRefs[at] = r[base + from];
        }
        case UPVALUE -> {
          made.upvalueNumbers[at] = function.upvalueNumbers[from];
          made.upvalueRefs[at] = function.upvalueRefs[from];
        }
        case SELF -> made.upvalueRefs[at] = made;
      }
      at++;
    }
    return made;
  }

  private static void open(
      Machine machine, Function function, long i, long[] n, @Nullable Object[] r, int base) {
    int a = base + Op.a(i);
    switch (Op.opcode(i)) {
      case CALL_OPEN -> {
        machine.results = 1;
        machine.callOpen(r[base + Op.b(i)], n, r, a, Op.c(i));
      }
      case CALL_WITH_OPEN -> {
        int count = Op.c(i) + machine.results;
        machine.results = 1;
        machine.callOpen(r[base + Op.b(i)], n, r, a, count);
      }
      case ADJUST -> {
        for (int at = machine.results; at < Op.b(i); at++) {
          r[a + at] = null;
        }
      }
      case MOVE_OPEN -> {
        int count = Math.max(1, machine.results);
        System.arraycopy(n, base + Op.b(i), n, a, count);
        System.arraycopy(r, base + Op.b(i), r, a, count);
      }
      case REST -> {
        Rest rest = (Rest) r[base + function.code.parameters];
        int count = rest.refs().length;
        Machine.checkRoom(n, a, count);
        System.arraycopy(rest.numbers(), 0, n, a, count);
        System.arraycopy(rest.refs(), 0, r, a, count);
        machine.results = count;
      }
      default -> {
        Table table = (Table) r[a];
        int from = base + Op.b(i);
        for (int at = 0; at < machine.results; at++) {
          table.putInteger(Op.c(i) + (long) at, n[from + at], r[from + at]);
        }
      }
    }
  }

  private static void returnMany(
      Machine machine, long[] n, @Nullable Object[] r, int base, int a, int count) {
    System.arraycopy(n, a, n, base, count);
    System.arraycopy(r, a, r, base, count);
    if (count == 0) {
      r[base] = null;
    }
    machine.results = count;
  }
}
