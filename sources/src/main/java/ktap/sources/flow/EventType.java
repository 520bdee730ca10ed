package ktap.sources.flow;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What the payload of one kind of event means: data, never a class. It comes from a tracefs {@code
 * format} file, a probe definition, or a recording; nothing in it tells which.
 *
 * <p>What a probe captured besides (a user string, a stack, the uid) is a field like any other, of
 * a name that {@link Capture} gives.
 *
 * <p>Immutable and safe to share between threads.
 */
public final class EventType {
  /** What perf calls the clocks that it samples by; hybrid processors have cpu_core/cycles/. */
  private static final Pattern CLOCKS =
      Pattern.compile("(cpu-clock|task-clock|cpu-cycles|cycles|cpu\\w*/(cpu-)?cycles/).*");

  private final EventName name;
  private final int kernelId;
  private final List<Field> fields;
  private final String printFormat;
  private final Map<String, Field> byName;

  /**
   * @param kernelId the number that the kernel gave the event ({@code common_type}); 0 if none
   * @param fields in the order of the format file, without the common ones
   * @param printFormat the text after {@code print fmt:}; empty if there is none
   */
  public EventType(EventName name, int kernelId, List<Field> fields, String printFormat) {
    this.name = name;
    this.kernelId = kernelId;
    this.fields = List.copyOf(fields);
    this.printFormat = printFormat;
    this.byName = new HashMap<>();
    for (Field field : fields) {
      byName.putIfAbsent(field.name(), field);
    }
  }

  public EventName name() {
    return name;
  }

  public int kernelId() {
    return kernelId;
  }

  public List<Field> fields() {
    return fields;
  }

  public String printFormat() {
    return printFormat;
  }

  /** Whether its events tell at regular intervals where the processor is, as perf's samples do. */
  public boolean isSample() {
    return name.system().equals("perf") && CLOCKS.matcher(name.name()).matches();
  }

  /** Whether the events of both are read and shown alike. */
  boolean hasLayoutOf(EventType other) {
    return fields.equals(other.fields) && printFormat.equals(other.printFormat);
  }

  public Optional<Field> field(String name) {
    return Optional.ofNullable(byName.get(name));
  }

  /** Bytes that the fields take, without what locators point to: no payload has fewer. */
  public int fixedSize() {
    int size = 8; // the common fields
    for (Field field : fields) {
      size = Math.max(size, field.offset() + field.size());
    }
    return size;
  }

  /** Whether this is the entry of a system call, {@code syscalls:sys_enter_NAME}. */
  public boolean isSystemCallEntry() {
    return name.system().equals("syscalls") && name.name().startsWith("sys_enter_");
  }

  /** Whether this is the return of a system call, {@code syscalls:sys_exit_NAME}. */
  public boolean isSystemCallExit() {
    return name.system().equals("syscalls") && name.name().startsWith("sys_exit_");
  }

  @Override
  public String toString() {
    return name.toString();
  }
}
