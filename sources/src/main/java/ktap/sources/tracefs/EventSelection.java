package ktap.sources.tracefs;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import ktap.natives.linux.LinuxException;
import ktap.natives.linux.UnsupportedByKernel;
import ktap.sources.filter.EventFilter;
import ktap.sources.flow.EventName;
import ktap.sources.flow.EventPattern;
import ktap.sources.flow.EventType;
import ktap.sources.flow.Message;
import ktap.sources.flow.Subscription;

/**
 * Which events to switch on in an instance, and with what filters.
 *
 * <p>A pattern that covers whole systems is switched on by one write for each; all others event by
 * event.
 */
final class EventSelection {
  private final TracefsCatalog catalog;
  private final Map<String, EventFilter> filters = new HashMap<>(); // by their text
  private final Set<String> told = new HashSet<>();
  private final List<Message> messages = new ArrayList<>();

  EventSelection(TracefsCatalog catalog) {
    this.catalog = catalog;
  }

  /** What the user should know: filters that the kernel doesn't apply, so that ktap does. */
  List<Message> messages() {
    return List.copyOf(messages);
  }

  /** Switches the events of subscriptions on. */
  void apply(List<Subscription> subscriptions, TraceInstance instance) {
    if (hasFilter(subscriptions)) {
      wanted(subscriptions).forEach((name, filters) -> enable(name, filters, instance));
      return;
    }
    for (Subscription subscription : subscriptions) {
      enable(subscription.pattern(), instance);
    }
  }

  private static boolean hasFilter(List<Subscription> subscriptions) {
    for (Subscription subscription : subscriptions) {
      if (subscription.filter().isPresent()) {
        return true;
      }
    }
    return false;
  }

  private void enable(EventPattern pattern, TraceInstance instance) {
    if (pattern.name().equals("*") && pattern.system().equals("*")) {
      instance.write("events/enable", "1");
    } else if (pattern.name().equals("*") && instance.has("events/" + pattern.system())) {
      instance.write("events/" + pattern.system() + "/enable", "1");
    } else {
      instance.writeAll("set_event", catalog.matching(pattern));
    }
  }

  /** All events that are wanted, with the filters of all who want them. */
  private Map<EventName, List<Optional<String>>> wanted(List<Subscription> subscriptions) {
    Map<EventName, List<Optional<String>>> wanted = new LinkedHashMap<>();
    for (Subscription subscription : subscriptions) {
      for (EventName name : catalog.matching(subscription.pattern())) {
        wanted.computeIfAbsent(name, n -> new ArrayList<>()).add(subscription.filter());
      }
    }
    return wanted;
  }

  private void enable(EventName name, List<Optional<String>> filters, TraceInstance instance) {
    String directory = TracefsCatalog.directory(name);
    Optional<EventType> type = catalog.find(name);
    Optional<String> text = type.flatMap(it -> kernelText(it, filters));
    if (text.isPresent()) {
      try {
        instance.write(directory + "/filter", text.get());
      } catch (LinuxException e) {
        refused(type.orElseThrow(), filters, text.get(), e);
      }
    }
    instance.write(directory + "/enable", "1");
  }

  /** All filters of an event as one; empty if one of them lets all through. */
  private Optional<String> kernelText(EventType type, List<Optional<String>> filters) {
    StringBuilder either = new StringBuilder();
    for (Optional<String> words : filters) {
      if (words.isEmpty()) {
        return Optional.empty();
      }
      EventFilter filter = filter(words.get());
      filter.whyNotKernel(type).ifPresent(why -> note(words.get(), why));
      Optional<String> text = filter.kernelText(type);
      if (text.isEmpty()) {
        return Optional.empty();
      }
      either.append(either.isEmpty() ? "(" : " || (").append(text.get()).append(')');
    }
    return filters.size() == 1
        ? Optional.of(either.substring(1, either.length() - 1))
        : Optional.of(either.toString());
  }

  private EventFilter filter(String words) {
    return filters.computeIfAbsent(words, EventFilter::parse);
  }

  private void refused(
      EventType type, List<Optional<String>> filters, String text, LinuxException reason) {
    for (Optional<String> words : filters) {
      if (words.isPresent() && filter(words.get()).needsKernel(type).isPresent()) {
        throw new UnsupportedByKernel(
            "filter of " + type.name() + " that takes '" + text + "'", "Linux 5.17");
      }
    }
    note(
        text,
        "the kernel doesn't take the filter '"
            + text
            + "' of "
            + type.name()
            + " ("
            + reason.errno().words()
            + "); ktap filters it itself");
  }

  /** One filter is told of once, however many events it is for. */
  private void note(String filter, String sentence) {
    if (told.add(filter)) {
      messages.add(new Message(Message.Severity.NOTE, sentence));
    }
  }
}
