package ktap.sources.mappings;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import ktap.sources.flow.MappingChange.Mapped;
import org.junit.jupiter.api.Test;

final class ProcessMapsTest {
  private static final String MAPS =
      """
      55d0c3a00000-55d0c3a02000 r--p 00000000 fd:00 1234                       /usr/bin/a b
      55d0c3a02000-55d0c3a06000 r-xp 00002000 fd:00 1234                       /usr/bin/a b
      7f0000000000-7f0000001000 rwxp 00000000 00:00 0\s
      7ffd00000000-7ffd00021000 rw-p 00000000 00:00 0                          [stack]
      7ffd001fe000-7ffd00200000 r-xp 00000000 00:00 0                          [vdso]
      ffffffffff600000-ffffffffff601000 --xp 00000000 00:00 0                  [vsyscall]
      """;

  @Test
  void codeIsWhatCanBeExecuted() {
    assertThat(ProcessMaps.parse(MAPS, 7, 5))
        .isEqualTo(
            List.of(
                new Mapped(7, 5, 0x55d0c3a02000L, 0x4000, 0x2000, "/usr/bin/a b"),
                new Mapped(7, 5, 0x7f0000000000L, 0x1000, 0, "//anon"),
                new Mapped(7, 5, 0x7ffd001fe000L, 0x2000, 0, "[vdso]"),
                new Mapped(7, 5, 0xffffffffff600000L, 0x1000, 0, "[vsyscall]")));
  }

  @Test
  void whoHasEndedHasNone() {
    assertThat(ProcessMaps.of(Integer.MAX_VALUE, 5)).isEmpty();
  }
}
