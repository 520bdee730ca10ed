package ktap.script.vm;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import ktap.script.value.Cell;
import ktap.script.value.Table;
import org.jspecify.annotations.Nullable;

/**
 * What a run can change and a later one can be given: its global variables, the variables that its
 * handlers captured, when its timers are due. Made after the main chunk, by a walk that is the same
 * each time, so that a place has the same number in each run of a script.
 */
public final class Variables implements Holdings {
  private final Machine machine;
  private final Session session;
  private final List<Place> places = new ArrayList<>();
  private final List<Function> functions = new ArrayList<>();
  private final IdentityHashMap<Object, Object> seen = new IdentityHashMap<>();

  /** Where a variable lives. */
  private sealed interface Place {
    String name();
  }

  private record Global(String name, int at) implements Place {}

  private record Shared(String name, Cell cell) implements Place {}

  /** One that never changes once it is captured; each closure has it. */
  private record Captured(String name, List<Function> holders, List<Integer> at) implements Place {}

  Variables(Machine machine, Session session) {
    this.machine = machine;
    this.session = session;
    for (int i = 0; i < machine.globalNames().size(); i++) {
      places.add(new Global(machine.globalNames().get(i), i));
      look(machine.globalRefs[i]);
    }
    for (Machine.Registration registration : machine.registrations()) {
      look(registration.handler());
    }
    for (Machine.Timer timer : machine.timers()) {
      look(timer.handler);
    }
    look(machine.atEnd());
  }

  /** Finds functions, and what they captured. */
  private void look(@Nullable Object value) {
    if (value instanceof Function function) {
      if (seen.put(function, function) == null) {
        functions.add(function);
        for (int i = 0; i < function.upvalueRefs.length; i++) {
          captured(function, i);
        }
      }
    } else if (value instanceof Table table && seen.put(table, table) == null) {
      for (Table.Iteration each = table.iterate(); each.next(); ) {
        look(each.valueRef());
      }
    }
  }

  private void captured(Function function, int at) {
    Object held = function.upvalueRefs[at];
    String name = function.code.prototype.captures().get(at).variable();
    if (held instanceof Cell cell) {
      if (seen.put(cell, cell) == null) {
        places.add(new Shared(name, cell));
        look(cell.ref);
      }
    } else if (!(held instanceof Function)) {
      addHolder(name, function, at);
      look(held);
    } else {
      look(held);
    }
  }

  private void addHolder(String name, Function function, int at) {
    for (Place place : places) {
      if (place instanceof Captured captured
          && captured.name.equals(name)
          && isSame(captured, function, at)) {
        captured.holders.add(function);
        captured.at.add(at);
        return;
      }
    }
    Captured place = new Captured(name, new ArrayList<>(), new ArrayList<>());
    place.holders.add(function);
    place.at.add(at);
    places.add(place);
  }

  @SuppressWarnings("ReferenceEquality") // the same table
  private static boolean isSame(Captured captured, Function function, int at) {
    Function first = captured.holders.getFirst();
    int its = captured.at.getFirst();
    return first.upvalueRefs[its] == function.upvalueRefs[at]
        && first.upvalueNumbers[its] == function.upvalueNumbers[at];
  }

  @Override
  public List<String> names() {
    List<String> names = new ArrayList<>();
    for (Place place : places) {
      names.add(place.name());
    }
    return names;
  }

  @Override
  public List<? extends Object> functions() {
    return List.copyOf(functions);
  }

  @Override
  public List<String> functionNames() {
    List<String> names = new ArrayList<>();
    for (Function function : functions) {
      names.add(function.name());
    }
    return names;
  }

  @Override
  public long number(int place) {
    return switch (places.get(place)) {
      case Global global -> machine.globalNumbers[global.at];
      case Shared shared -> shared.cell.number;
      case Captured captured -> captured.holders.getFirst().upvalueNumbers[captured.at.getFirst()];
    };
  }

  @Override
  public @Nullable Object ref(int place) {
    return switch (places.get(place)) {
      case Global global -> machine.globalRefs[global.at];
      case Shared shared -> shared.cell.ref;
      case Captured captured -> captured.holders.getFirst().upvalueRefs[captured.at.getFirst()];
    };
  }

  /** Gives a variable a value. */
  public void set(int place, long number, @Nullable Object ref) {
    switch (places.get(place)) {
      case Global global -> {
        machine.globalNumbers[global.at] = number;
        machine.globalRefs[global.at] = ref;
      }
      case Shared shared -> {
        shared.cell.number = number;
        shared.cell.ref = ref;
      }
      case Captured captured -> {
        for (int i = 0; i < captured.holders.size(); i++) {
          captured.holders.get(i).upvalueNumbers[captured.at.get(i)] = number;
          captured.holders.get(i).upvalueRefs[captured.at.get(i)] = ref;
        }
      }
    }
  }

  /** An empty table under the run's limit. */
  public Table newTable() {
    return machine.newTable();
  }

  @Override
  public long[] dueNanos() {
    return session.dueNanos();
  }

  @Override
  public int errors() {
    return session.errors();
  }

  @Override
  public boolean isExited() {
    return session.isExited();
  }

  /**
   * Goes on where another run stood.
   *
   * @param dues of its timers
   */
  public void resume(long[] dues, int errors, boolean exited) {
    session.resume(dues, errors, exited);
  }
}
