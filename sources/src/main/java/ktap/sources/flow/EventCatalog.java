package ktap.sources.flow;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The events that a source can deliver: what a script is checked against. The live one reads
 * tracefs, that of a recording its metadata.
 */
public interface EventCatalog {
  /** Who makes a comparison that user space can't: one with text in memory of a process. */
  enum KernelTests {
    /** The kernel, when the event happens. */
    LIVE,
    /** Nobody now; the kernel may have, when the events were recorded. */
    RECORDED,
    /** Nobody. */
    NONE
  }

  /** {@link #listedBy()} of what was recorded. */
  String RECORDED_EVENTS = "'ktap info TRACE' tells what was recorded";

  /** All events, sorted. */
  List<EventName> names();

  /** What the payload of an event means; empty if there is no such event. */
  Optional<EventType> find(EventName name);

  /** What it can capture at the event. */
  Set<Capture> captures();

  /** What the source is, for a message: {@code a recording}. */
  default String sourceName() {
    return "a recording";
  }

  /** Who tests what only the kernel can. */
  default KernelTests kernelTests() {
    return KernelTests.RECORDED;
  }

  /** What tells the user which events there are, as the end of a hint. */
  default String listedBy() {
    return "'ktap -le' lists all events";
  }

  /** How the user could have had an event that isn't here, as the end of a hint; may be empty. */
  default String remedy(EventPattern wanted) {
    return "";
  }

  /** The types of the events that patterns stand for, each once. */
  default List<EventType> types(List<EventPattern> patterns) {
    Set<EventName> names = new LinkedHashSet<>();
    patterns.forEach(pattern -> names.addAll(matching(pattern)));
    return names.stream().flatMap(name -> find(name).stream()).toList();
  }

  /** The events that a pattern stands for, sorted. */
  default List<EventName> matching(EventPattern pattern) {
    return names().stream().filter(pattern::matches).toList();
  }
}
