package ktap.sources.flow;

/** What the numbers in a stream's batches mean. Shared by all batches of the stream. */
public record EventTables(EventTypes types, CommandNames names) {
  public static EventTables create() {
    return new EventTables(new EventTypes(), new CommandNames());
  }
}
