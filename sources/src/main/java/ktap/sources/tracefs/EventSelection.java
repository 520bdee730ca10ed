package ktap.sources.tracefs;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import ktap.natives.linux.LinuxException;
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
  private final FilterTranslation translation;
  private final List<Message> messages = new ArrayList<>();

  EventSelection(TracefsCatalog catalog, FilterTranslation translation) {
    this.catalog = catalog;
    this.translation = translation;
  }

  /** What the user should know of filters that the kernel didn't take. */
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
    Optional<String> text = catalog.find(name).flatMap(type -> kernelText(type, filters));
    if (text.isPresent()) {
      filter(name, directory, text.get(), instance);
    }
    instance.write(directory + "/enable", "1");
  }

  /** All filters of an event as one; empty if one of them lets all through. */
  private Optional<String> kernelText(EventType type, List<Optional<String>> filters) {
    StringBuilder either = new StringBuilder();
    for (Optional<String> filter : filters) {
      Optional<String> text = filter.flatMap(f -> translation.translate(type, f));
      if (text.isEmpty()) {
        return Optional.empty();
      }
      either.append(either.isEmpty() ? "(" : " || (").append(text.get()).append(')');
    }
    return filters.size() == 1
        ? Optional.of(either.substring(1, either.length() - 1))
        : Optional.of(either.toString());
  }

  private void filter(EventName name, String directory, String text, TraceInstance instance) {
    try {
      instance.write(directory + "/filter", text);
    } catch (LinuxException e) {
      messages.add(
          new Message(
              Message.Severity.NOTE,
              "the kernel doesn't take the filter '"
                  + text
                  + "' of "
                  + name
                  + " ("
                  + e.errno().words()
                  + "); ktap filters it itself"));
    }
  }
}
