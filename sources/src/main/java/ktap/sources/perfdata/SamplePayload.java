package ktap.sources.perfdata;

/** Makes the payload of an event from a sample. Not for several threads. */
sealed interface SamplePayload permits TracepointPayload, PlainPayload {
  /**
   * Looks at a sample.
   *
   * @return bytes that its payload takes, or -1 if the sample is damaged
   */
  int measure(byte[] bytes, int start, int size);

  /** Writes the payload of the sample that was looked at last. */
  void write(byte[] to, int at);

  /** The thread as the kernel's own bytes tell it, for a sample whose thread had no number. */
  int thread();
}
