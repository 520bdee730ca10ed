package ktap.sources.tracedat;

import java.util.List;
import ktap.sources.ring.CorruptPageException;
import ktap.sources.ring.PageLayout;
import ktap.sources.ring.RingPage;

/** The events of one CPU, one after the other. Not for several threads. */
final class CpuLane {
  private final String buffer;
  private final int cpu;
  private final int order;
  private final CpuPages pages;
  private final RingPage page;
  private final TraceDat times;
  private boolean isInPage;
  private long timeNanos;
  private long lostBefore;
  private long damagedPages;

  /**
   * @param order which one comes first of several that have an event of the same time
   */
  CpuLane(String buffer, int cpu, int order, CpuPages pages, PageLayout layout, TraceDat times) {
    this.buffer = buffer;
    this.cpu = cpu;
    this.order = order;
    this.pages = pages;
    this.page = new RingPage(layout);
    this.times = times;
  }

  /** Goes to the next event; false after the last one. */
  boolean next() {
    while (true) {
      try {
        if (isInPage && page.next()) {
          timeNanos = nanos(page.timeNanos());
          return true;
        }
        isInPage = false;
        if (!pages.next()) {
          return false;
        }
        page.reset(pages.bytes(), pages.start(), pages.pageSize());
        isInPage = true;
        if (page.committed() == 0) { // the kernel gives no such pages
          damagedPages++;
        }
        addLost(page.lostBefore());
      } catch (CorruptPageException e) {
        isInPage = false;
        damagedPages++;
      }
    }
  }

  private void addLost(long count) {
    if (count == RingPage.LOST_UNCOUNTED || count < 0) {
      return; // the kernel's statistics tell at the end
    }
    lostBefore += count;
  }

  private long nanos(long time) {
    long nanos = time;
    if (times.multiplier() != 0) {
      long factor = times.multiplier() & 0xffffffffL;
      long high = Math.unsignedMultiplyHigh(time, factor);
      long low = time * factor;
      int shift = times.shift();
      nanos = shift == 0 ? low : high << Long.SIZE - shift | low >>> shift;
    }
    return nanos + times.added();
  }

  boolean isBefore(CpuLane other) {
    return timeNanos < other.timeNanos || timeNanos == other.timeNanos && order < other.order;
  }

  /** Events that were lost before this one and weren't asked for yet. */
  long takeLost() {
    long lost = lostBefore;
    lostBefore = 0;
    return lost;
  }

  /** The instance that it is of; empty for the top one. */
  String buffer() {
    return buffer;
  }

  int cpu() {
    return cpu;
  }

  long timeNanos() {
    return timeNanos;
  }

  /** Bytes that hold the event, until the next call of {@link #next()}. */
  byte[] bytes() {
    return pages.bytes();
  }

  int start() {
    return page.start();
  }

  int length() {
    return page.length();
  }

  long bytesRead() {
    return pages.bytesRead();
  }

  long bytesInAll() {
    return pages.bytesInAll();
  }

  /** Pages that weren't read to their end. */
  long damagedPages() {
    return damagedPages;
  }

  List<String> damages() {
    return pages.damages();
  }
}
