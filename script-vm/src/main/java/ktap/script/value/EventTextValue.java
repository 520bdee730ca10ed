package ktap.script.value;

/**
 * The value of {@code argstr}: the text of the event that is current when it is printed, not when
 * it was read. Built-ins that need text take {@link CallContext#eventText}.
 */
public final class EventTextValue {
  public static final EventTextValue INSTANCE = new EventTextValue();

  private EventTextValue() {}
}
