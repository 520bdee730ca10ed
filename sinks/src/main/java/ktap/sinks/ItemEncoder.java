package ktap.sinks;

import java.io.IOException;
import java.util.Optional;
import ktap.sources.flow.EventType;
import ktap.sources.flow.Item;

/** Turns the items of one kind into bytes of one format; ignores all others. */
interface ItemEncoder {
  /** Writes what stands before the first item. */
  default void begin(Outlet out) throws IOException {}

  /**
   * Goes on behind what another one wrote.
   *
   * @param head how that begins
   */
  default void resume(byte[] head) {}

  void write(Item item, Outlet out) throws IOException;

  /**
   * The encoder of a selection in a format.
   *
   * @param onlyType the type of all events, if that is known: CSV then has a column for each field
   */
  static ItemEncoder of(Selection what, Format format, Optional<EventType> onlyType) {
    return switch (what) {
      case LINES -> new LineEncoder(format);
      case ROWS ->
          switch (format) {
            case TEXT -> new TextRowEncoder();
            case JSONL -> new JsonRowEncoder();
            case CSV -> new CsvRowEncoder();
          };
      case EVENTS ->
          new EventsEncoder(
              switch (format) {
                case TEXT -> new TextEventFormat();
                case JSONL -> new JsonEventFormat();
                case CSV ->
                    onlyType.isPresent()
                        ? new CsvFieldsFormat(onlyType.get())
                        : new CsvEventFormat();
              });
    };
  }
}
