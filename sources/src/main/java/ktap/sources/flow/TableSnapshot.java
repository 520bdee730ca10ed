package ktap.sources.flow;

import java.util.List;

/**
 * A script's table or aggregation as it stood at one time.
 *
 * @param name the variable's name in the script
 * @param timeNanos event time, CLOCK_MONOTONIC
 * @param entries keys and values as in {@link Row}; a composite key is a {@link List} of them
 * @param histogram the table as {@code print_hist} shows it; read only
 */
@SuppressWarnings("ArrayRecordComponent") // handed on, never changed
public record TableSnapshot(String name, long timeNanos, List<Entry> entries, byte[] histogram)
    implements Item {
  public TableSnapshot {
    entries = List.copyOf(entries);
  }

  /** One key with its value. */
  public record Entry(Object key, Object value) {}
}
