package ktap.sources.flow;

/** What the numbers in a stream's batches mean. Shared by all batches of the stream. */
public record EventTables(EventTypes types, CommandNames names, KernelNames kernel) {
  public EventTables(EventTypes types, CommandNames names) {
    this(types, names, KernelNames.NONE);
  }

  public static EventTables create() {
    return create(KernelNames.NONE);
  }

  public static EventTables create(KernelNames kernel) {
    return new EventTables(new EventTypes(), new CommandNames(), kernel);
  }
}
