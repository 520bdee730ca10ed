package ktap.sources.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import ktap.sources.format.KernelFiles;
import org.junit.jupiter.api.Test;

/** Numbers of event types. */
class EventTypesTest {
  private final EventTables tables = EventTables.create();

  private static EventType open(int kernelId, int size, String format) {
    List<Field> fields = List.of(Field.integer("fd", "int", 8, size, true));
    return new EventType(new EventName("syscalls", "sys_enter_open"), kernelId, fields, format);
  }

  @Test
  void equalTypesOfTwoTracesHaveOneNumber() {
    int first = tables.add(open(7, 4, "%d"));
    assertThat(first).isEqualTo(EventTypes.FIRST);
    assertThat(tables.add(open(8, 4, "%d"))).isEqualTo(first);
    assertThat(tables.types().count()).isEqualTo(EventTypes.FIRST + 1);
  }

  @Test
  void typesThatDifferInFieldsOrTextHaveTheirOwn() {
    int first = tables.add(open(7, 4, "%d"));
    int second = tables.add(open(7, 8, "%d"));
    int third = tables.add(open(7, 4, "%x"));
    assertThat(List.of(second, third)).containsExactly(first + 1, first + 2);
    assertThat(tables.add(open(7, 8, "%d"))).isEqualTo(second);
  }

  @Test
  void typesOfTwoKernelsHaveTheirOwn() {
    KernelNames one = KernelFiles.stored(new byte[0], new byte[0]);
    KernelNames other = KernelFiles.stored(new byte[0], new byte[0]);
    int first = tables.of("1", one).add(open(7, 4, "%d"));
    int second = tables.of("2", other).add(open(7, 4, "%d"));
    assertThat(second).isEqualTo(first + 1);
    assertThat(tables.of("1", one).add(open(7, 4, "%d"))).isEqualTo(first);
    assertThat(tables.kernel(first)).isSameAs(one);
    assertThat(tables.kernel(second)).isSameAs(other);
    assertThat(tables.kernelId(second)).isEqualTo("2");
    assertThat(tables.kernel("2")).isSameAs(other);
    assertThat(tables.of("2", other).kernelId(second)).isEmpty();
    int nameless = tables.of("3", KernelNames.NONE).add(open(7, 4, "%d"));
    assertThat(tables.kernelId(nameless)).isEqualTo("3");
    assertThat(tables.kernel(EventTypes.MARK)).isSameAs(KernelNames.NONE);
  }
}
