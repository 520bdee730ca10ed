package ktap.sources.flow;

/**
 * What the numbers in a stream's batches mean. Shared by all batches of the stream.
 *
 * @param kernelId tells the kernel from others; may be empty if there is one
 * @param kernel names of the kernel that all events come from; if several streams are merged,
 *     {@link #kernel(int)} tells those of an event
 */
public record EventTables(
    EventTypes types, CommandNames names, String kernelId, KernelNames kernel, Mappings mappings) {
  public static EventTables create() {
    return create(KernelNames.NONE);
  }

  public static EventTables create(KernelNames kernel) {
    return create("", kernel);
  }

  public static EventTables create(String kernelId, KernelNames kernel) {
    return new EventTables(new EventTypes(), new CommandNames(), kernelId, kernel, new Mappings());
  }

  /**
   * The same for one of several streams that are merged: their processes have the same numbers, and
   * their kernels other things at one address.
   */
  public EventTables of(String id, KernelNames own) {
    return new EventTables(types, names, id, own, new Mappings());
  }

  /** The same for a part of the stream that another kernel gave. */
  public EventTables continuedBy(String id, KernelNames other) {
    return new EventTables(types, names, id, other, mappings);
  }

  /** Gives the number of a type: a new one, unless it is there already, of another trace. */
  public int add(EventType type) {
    return types.add(type, kernelId, kernel);
  }

  /** Names of the kernel that the events of a type, by its number, come from. */
  public KernelNames kernel(int type) {
    return types.kernel(type);
  }

  /**
   * What tells the kernel that the events of a type come from, also when they are gone; empty if
   * all events come from it.
   */
  public String kernelId(int type) {
    String id = types.kernelId(type);
    return id.equals(kernelId) ? "" : id;
  }

  /** Names of the kernel that {@link #kernelId(int)} told. */
  public KernelNames kernel(String id) {
    return id.isEmpty() ? kernel : types.kernel(id);
  }
}
