package ktap.script.value;

import org.jspecify.annotations.Nullable;

/** What the library keeps for one run of a script: buffers, parsed formats. Engines carry it. */
public interface LibraryState {
  /**
   * What {@code t[k] <<< v} puts where nothing is: an aggregation that nothing went into, of the
   * kind that goes with the value. The value itself is added afterwards, by {@link
   * Aggregation#add}.
   *
   * @param ref the reference of the value
   */
  Aggregation newAggregation(@Nullable Object ref);
}
