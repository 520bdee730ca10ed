package ktap.sources.flow;

/**
 * What a script may need that is not part of an event and must be captured when the event happens;
 * read afterwards, from outside, it would be something else. A source says which it can deliver;
 * the event types it delivers then have a field of that name.
 */
public enum Capture {
  UID("__uid", "uid"),
  KERNEL_STACK("__stack", "stack()"),
  USER_STACK("__ustack", "ustack()"),
  /** One field for each argument: {@code __user_string(filename)}. */
  USER_STRING("__user_string", "user_string()"),
  /** One field for each argument: {@code __kernel_string(arg1)}. */
  KERNEL_STRING("__kernel_string", "kernel_string()"),
  IO_WAIT("__in_iowait", "in_iowait()"),
  INTERRUPT("__in_interrupt", "in_interrupt()"),
  TASK_FIELD("__task", "curr_taskinfo()");

  private final String fieldName;
  private final String scriptName;

  Capture(String fieldName, String scriptName) {
    this.fieldName = fieldName;
    this.scriptName = scriptName;
  }

  /** The name of the field that carries it, or its start where there is one for each argument. */
  public String fieldName() {
    return fieldName;
  }

  /** The name under which scripts know it. */
  public String scriptName() {
    return scriptName;
  }
}
