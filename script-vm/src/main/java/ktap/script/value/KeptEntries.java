package ktap.script.value;

/** What keeps a {@link Table}: it has the entries of one that is asleep. */
public interface KeptEntries {
  /** How many entries it has. */
  int size();

  /** Gives a table the entries, by {@link Table#restore}. */
  void giveTo(Table table);
}
