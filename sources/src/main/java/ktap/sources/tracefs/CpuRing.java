package ktap.sources.tracefs;

import ktap.natives.linux.Descriptor;
import ktap.natives.linux.Linux;
import ktap.natives.linux.NativeBuffer;
import ktap.sources.ring.PageLayout;
import ktap.sources.ring.RingPage;

/**
 * One CPU's ring of an instance, read page by page. Stands on its oldest event that wasn't taken
 * yet, if it {@link #hasEvent()}.
 */
final class CpuRing implements AutoCloseable {
  private final int cpu;
  private final int order;
  private final boolean isTasks;
  private final Descriptor pages;
  private final RingStatistics statistics;
  private final NativeBuffer buffer;
  private final RingPage page;
  private final byte[] bytes;

  private boolean isDrained;
  private boolean hasEvent;
  private long timeNanos;

  /**
   * @param buffer for reading, of a page's size; rings of one thread share it
   */
  CpuRing(
      TraceInstance instance, int cpu, boolean isTasks, NativeBuffer buffer, PageLayout layout) {
    this.cpu = cpu;
    this.isTasks = isTasks;
    this.order = cpu * 2 + (isTasks ? 0 : 1);
    this.buffer = buffer;
    this.page = new RingPage(layout);
    this.bytes = new byte[buffer.size()];
    this.statistics = RingStatistics.open(instance, cpu);
    this.pages = instance.openToRead("per_cpu/cpu" + cpu + "/trace_pipe_raw");
  }

  int cpu() {
    return cpu;
  }

  boolean isTasks() {
    return isTasks;
  }

  RingStatistics statistics() {
    return statistics;
  }

  boolean hasEvent() {
    return hasEvent;
  }

  long timeNanos() {
    return timeNanos;
  }

  /** The page on which it stands; read only, until {@link #advance()}. */
  byte[] bytes() {
    return bytes;
  }

  /** Where the event starts in {@link #bytes()}. */
  int start() {
    return page.start();
  }

  int length() {
    return page.length();
  }

  /** Whether this ring's event comes before another's. */
  boolean isBefore(CpuRing other) {
    return timeNanos != other.timeNanos ? timeNanos < other.timeNanos : order < other.order;
  }

  /** Lets it read again after it was drained, and go to the first event. */
  boolean begin() {
    isDrained = false;
    return hasEvent || advance();
  }

  /**
   * Goes to the next event; false if all was read that had been written so far.
   *
   * <p>Who stops at an event that is too new for him never chases the writer: reading on until
   * there is nothing would yield a few events at a time, at twenty times the cost.
   */
  boolean advance() {
    while (!page.next()) {
      if (isDrained || !readPage()) {
        hasEvent = false;
        return false;
      }
    }
    timeNanos = page.timeNanos();
    hasEvent = true;
    return true;
  }

  private boolean readPage() {
    int length = Linux.read(pages, buffer);
    if (length <= 0) {
      isDrained = true;
      return false;
    }
    buffer.copyTo(bytes, 0, length);
    page.reset(bytes, 0, length);
    return true;
  }

  @Override
  public void close() {
    pages.close();
    statistics.close();
  }
}
