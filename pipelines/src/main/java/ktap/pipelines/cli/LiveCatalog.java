package ktap.pipelines.cli;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import ktap.sources.flow.Capture;
import ktap.sources.flow.EventCatalog;
import ktap.sources.flow.EventName;
import ktap.sources.flow.EventPattern;
import ktap.sources.flow.EventType;
import ktap.sources.tracefs.TraceFileSystem;
import ktap.sources.tracefs.TracefsCatalog;
import org.jspecify.annotations.Nullable;

/**
 * The running kernel's events, looked for when a script first asks, so that others need no root.
 */
final class LiveCatalog implements EventCatalog, AutoCloseable {
  private @Nullable TraceFileSystem files;
  private @Nullable TracefsCatalog catalog;

  /** The file system, opened now if it wasn't. */
  synchronized TraceFileSystem files() {
    TraceFileSystem opened = files;
    if (opened == null) {
      opened = TraceFileSystem.open();
      files = opened;
    }
    return opened;
  }

  /** The catalog, opened now if it wasn't. */
  synchronized TracefsCatalog kernel() {
    TracefsCatalog opened = catalog;
    if (opened == null) {
      opened = new TracefsCatalog(files());
      catalog = opened;
    }
    return opened;
  }

  @Override
  public List<EventName> names() {
    return kernel().names();
  }

  @Override
  public Optional<EventType> find(EventName name) {
    return kernel().find(name);
  }

  @Override
  public List<EventName> matching(EventPattern pattern) {
    return kernel().matching(pattern);
  }

  @Override
  public KernelTests kernelTests() {
    return KernelTests.LIVE;
  }

  @Override
  public String sourceName() {
    return TracefsCatalog.TRACEPOINTS;
  }

  @Override
  public Set<Capture> captures() {
    return Set.of(); // what a tracepoint of the kernel doesn't have, nobody can capture here
  }

  @Override
  public synchronized void close() {
    TraceFileSystem opened = files;
    if (opened != null) {
      opened.close();
    }
  }
}
