package ktap.sources.flow;

/** What the numbers in a stream's batches mean. Shared by all batches of the stream. */
public record EventTables(
    EventTypes types, CommandNames names, KernelNames kernel, Mappings mappings) {
  public static EventTables create() {
    return create(KernelNames.NONE);
  }

  public static EventTables create(KernelNames kernel) {
    return new EventTables(new EventTypes(), new CommandNames(), kernel, new Mappings());
  }

  /** The same for one of several streams that are merged: their processes have the same numbers. */
  public EventTables withOwnMappings() {
    return new EventTables(types, names, kernel, new Mappings());
  }
}
