package ktap.sinks;

/** How items are written. */
public enum Format {
  /** For people: printed text as it is, events as in the kernel's trace file. */
  TEXT,
  /** JSON Lines: an object on each line. */
  JSONL,
  /** RFC 4180, with a header line. */
  CSV
}
