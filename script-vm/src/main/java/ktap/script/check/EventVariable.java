package ktap.script.check;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The variables that describe the current event or task, under the names of every family. */
public enum EventVariable {
  /** The event itself, which handlers of 2013 are given. */
  EVENT(true),
  /** Text of the event without its line break; {@code argstr}, {@code argevent}. */
  EVENT_TEXT(true, "argstr", "argevent"),
  /** Text of the event with its line break; {@code e.tostring()}. */
  EVENT_LINE(true),
  /** Name of the event without its system. */
  EVENT_NAME(true, "probename", "argname"),
  /** The event's fields counted; {@code e.fieldnum}. */
  FIELD_COUNT(true),
  /** The kernel's format of the event's text; {@code e.print_fmt}. */
  EVENT_FORMAT(true),
  /** Whether a system call begins; {@code e.sc_is_enter}. */
  IS_SYSTEM_CALL_ENTRY(true),
  /** Number of the system call; {@code e.sc_nr}. */
  SYSTEM_CALL_NUMBER(true),
  PID(false, "pid"),
  TID(false, "tid"),
  UID(false, "uid"),
  CPU(false, "cpu"),
  COMMAND(false, "execname");

  private static final EventVariable[] ALL = values();

  private final boolean needsEvent;

  @SuppressWarnings("ImmutableEnumChecker") // never handed out
  private final String[] names;

  EventVariable(boolean needsEvent, String... names) {
    this.needsEvent = needsEvent;
    this.names = names;
  }

  /** Whether it is an error outside of a handler of an event. */
  public boolean needsEvent() {
    return needsEvent;
  }

  /** All names, for did-you-mean. */
  static List<String> names() {
    List<String> all = new ArrayList<>();
    for (EventVariable variable : ALL) {
      all.addAll(Arrays.asList(variable.names));
    }
    return all;
  }

  /** The variable of a name of the language. */
  public static Optional<EventVariable> of(String name) {
    for (EventVariable variable : ALL) {
      for (String known : variable.names) {
        if (known.equals(name)) {
          return Optional.of(variable);
        }
      }
    }
    return Optional.empty();
  }
}
