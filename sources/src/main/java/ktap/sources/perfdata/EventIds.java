package ktap.sources.perfdata;

/** Which event a number stands for: a table of open addressing. Not for several threads. */
final class EventIds {
  private long[] keys = new long[64];
  private int[] values = new int[64]; // number of the event, plus 1
  private int count;

  void put(long id, int event) {
    if (count * 2 >= keys.length) {
      grow();
    }
    int slot = slot(id);
    count += values[slot] == 0 ? 1 : 0;
    keys[slot] = id;
    values[slot] = event + 1;
  }

  /** The number of the event; -1 if there is none. */
  int find(long id) {
    return values[slot(id)] - 1;
  }

  private int slot(long id) {
    int mask = keys.length - 1;
    int slot = (int) (id ^ id >>> 32) * 0x9E3779B9 >>> 7 & mask;
    while (values[slot] != 0 && keys[slot] != id) {
      slot = slot + 1 & mask;
    }
    return slot;
  }

  private void grow() {
    long[] oldKeys = keys;
    int[] oldValues = values;
    keys = new long[oldKeys.length * 2];
    values = new int[oldKeys.length * 2];
    count = 0;
    for (int i = 0; i < oldKeys.length; i++) {
      if (oldValues[i] != 0) {
        put(oldKeys[i], oldValues[i] - 1);
      }
    }
  }
}
