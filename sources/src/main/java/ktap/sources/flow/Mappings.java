package ktap.sources.flow;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import ktap.sources.flow.MappingChange.Ended;
import ktap.sources.flow.MappingChange.Forked;
import ktap.sources.flow.MappingChange.Mapped;

/**
 * Where code is mapped in the processes of one stream, over its time: what tells the frames of user
 * stacks. A source adds what it learns before the events that come later; who looks something up
 * says for which time, since a source may be ahead.
 *
 * <p>Processes that ended first are forgotten first when there are very many. Any thread may call.
 */
public final class Mappings {
  /** So many changes are remembered at least: some 50 MB. */
  private static final int MOST = 1 << 19;

  /** Copies of copies are followed so far. */
  private static final int DEEPEST = 64;

  private final int most;
  private final Map<Integer, List<MappingChange>> processes = new HashMap<>();
  private final Deque<Integer> ended = new ArrayDeque<>();
  private final List<MappingChange> fresh = new ArrayList<>();
  private int remembered;
  private long count;

  public Mappings() {
    this(MOST);
  }

  Mappings(int most) {
    this.most = most;
  }

  /** Takes in a change; those of a process come in the order of time. */
  public synchronized void add(MappingChange change) {
    processes.computeIfAbsent(change.pid(), _ -> new ArrayList<>()).add(change);
    fresh.add(change);
    remembered++;
    count++;
    if (change instanceof Ended) {
      ended.add(change.pid());
    }
    if (fresh.size() > most) {
      fresh.subList(0, most / 2).clear();
    }
    while (remembered > most && !ended.isEmpty()) {
      forget(ended.remove());
    }
  }

  /** Forgets the life of a process that ended first; another may have its number by now. */
  private void forget(int pid) {
    List<MappingChange> changes = processes.getOrDefault(pid, List.of());
    int end = 0;
    while (!(changes.get(end++) instanceof Ended)) {
      // up to and with the end
    }
    remembered -= end;
    changes.subList(0, end).clear();
    if (changes.isEmpty()) {
      processes.remove(pid);
    }
  }

  /** How many changes were taken in. */
  public synchronized long count() {
    return count;
  }

  /** The changes behind the first so many, as far as they are remembered. */
  public synchronized List<MappingChange> since(long number) {
    int fresher = (int) Math.min(fresh.size(), count - number);
    return List.copyOf(fresh.subList(fresh.size() - fresher, fresh.size()));
  }

  /** What must be known of events from a time on, in the order of time. */
  public synchronized List<MappingChange> from(long timeNanos) {
    Map<Integer, List<MappingChange>> needed = new HashMap<>();
    processes.forEach(
        (pid, changes) -> {
          int first = changes.size();
          while (first > 0 && !endedBefore(changes.get(first - 1), timeNanos)) {
            first--;
          }
          if (first < changes.size()) {
            needed.put(pid, changes.subList(first, changes.size()));
          }
        });
    addParents(needed);
    List<MappingChange> all = new ArrayList<>();
    needed.values().forEach(all::addAll);
    all.sort(Comparator.comparingLong(MappingChange::timeNanos));
    return all;
  }

  /** A copy may have outlived what it is a copy of. */
  private void addParents(Map<Integer, List<MappingChange>> needed) {
    Deque<List<MappingChange>> open = new ArrayDeque<>(needed.values());
    while (!open.isEmpty()) {
      for (MappingChange change : open.remove()) {
        if (change instanceof Forked forked
            && processes.containsKey(forked.parent())
            && !needed.containsKey(forked.parent())) {
          List<MappingChange> parent = processes.get(forked.parent());
          needed.put(forked.parent(), parent);
          open.add(parent);
        }
      }
    }
  }

  private static boolean endedBefore(MappingChange change, long timeNanos) {
    return change instanceof Ended && change.timeNanos() < timeNanos;
  }

  /** The mapping that an address of a process lay in at a time. */
  public synchronized Optional<Mapped> find(int pid, long address, long timeNanos) {
    return find(pid, address, timeNanos, DEEPEST);
  }

  private Optional<Mapped> find(int pid, long address, long timeNanos, int deepest) {
    List<MappingChange> changes = processes.getOrDefault(pid, List.of());
    for (int i = changes.size() - 1; i >= 0 && deepest > 0; i--) {
      MappingChange change = changes.get(i);
      if (change.timeNanos() <= timeNanos) {
        switch (change) {
          case Mapped mapped when mapped.has(address) -> {
            return Optional.of(mapped);
          }
          case Forked forked -> {
            return find(forked.parent(), address, forked.timeNanos(), deepest - 1);
          }
          case Mapped _, Ended _ -> {
            // what lay there before may still lie there; the last events come after the end
          }
        }
      }
    }
    return Optional.empty();
  }
}
