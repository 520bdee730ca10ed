package ktap.sources.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Numbers of event types. */
class EventTypesTest {
  private final EventTypes types = new EventTypes();

  private static EventType open(int kernelId, int size, String format) {
    List<Field> fields = List.of(Field.integer("fd", "int", 8, size, true));
    return new EventType(new EventName("syscalls", "sys_enter_open"), kernelId, fields, format);
  }

  @Test
  void equalTypesOfTwoTracesHaveOneNumber() {
    int first = types.add(open(7, 4, "%d"));
    assertThat(first).isEqualTo(EventTypes.FIRST);
    assertThat(types.add(open(8, 4, "%d"))).isEqualTo(first);
    assertThat(types.count()).isEqualTo(EventTypes.FIRST + 1);
  }

  @Test
  void typesThatDifferInFieldsOrTextHaveTheirOwn() {
    int first = types.add(open(7, 4, "%d"));
    int second = types.add(open(7, 8, "%d"));
    int third = types.add(open(7, 4, "%x"));
    assertThat(List.of(second, third)).containsExactly(first + 1, first + 2);
    assertThat(types.add(open(7, 8, "%d"))).isEqualTo(second);
  }
}
