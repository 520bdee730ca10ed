package ktap.sources.flow;

/**
 * What the numbers in a stream's batches mean. Shared by all batches of the stream.
 *
 * @param kernel names of the kernel that all events come from; if several streams are merged,
 *     {@link #kernel(int)} tells those of an event
 */
public record EventTables(
    EventTypes types, CommandNames names, KernelNames kernel, Mappings mappings) {
  public static EventTables create() {
    return create(KernelNames.NONE);
  }

  public static EventTables create(KernelNames kernel) {
    return new EventTables(new EventTypes(), new CommandNames(), kernel, new Mappings());
  }

  /**
   * The same for one of several streams that are merged: their processes have the same numbers, and
   * their kernels other things at one address.
   */
  public EventTables of(KernelNames own) {
    return new EventTables(types, names, own, new Mappings());
  }

  /** The same for a part of the stream that another kernel gave. */
  public EventTables continuedBy(KernelNames other) {
    return new EventTables(types, names, other, mappings);
  }

  /** Gives the number of a type: a new one, unless it is there already, of another trace. */
  public int add(EventType type) {
    return types.add(type, kernel);
  }

  /** Names of the kernel that the events of a type, by its number, come from. */
  public KernelNames kernel(int type) {
    return types.kernel(type);
  }
}
