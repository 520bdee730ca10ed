package ktap.sources.flow;

/** Where a source stands that can be read again, and the way back there. */
public interface SourcePlaces {
  /** Of a source that can only be read from its start, or never again. */
  SourcePlaces NONE =
      new SourcePlaces() {
        @Override
        public String place() {
          return "";
        }

        @Override
        public boolean resume(String place) {
          return false;
        }
      };

  /** Where the batch begins that was given out last; empty if that can't be told. */
  String place();

  /**
   * Has the source begin there, with that batch. Before it is started.
   *
   * @return false if it doesn't know the place, and begins where it would have begun
   */
  boolean resume(String place);
}
