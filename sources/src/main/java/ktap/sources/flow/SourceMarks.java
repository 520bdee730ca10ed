package ktap.sources.flow;

/** Where a source stands that can be read again, and the way back there. */
public interface SourceMarks {
  /** Of a source that can only be read from its start, or never again. */
  SourceMarks NONE =
      new SourceMarks() {
        @Override
        public String mark() {
          return "";
        }

        @Override
        public boolean resume(String mark) {
          return false;
        }
      };

  /** Where the batch begins that was given out last; empty if that can't be told. */
  String mark();

  /**
   * Has the source begin there, with that batch. Before it is started.
   *
   * @return false if it doesn't know the place, and begins where it would have begun
   */
  boolean resume(String mark);
}
