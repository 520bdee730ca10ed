package ktap.sources.format;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.OptionalLong;
import ktap.sources.flow.ByteText;
import ktap.sources.flow.KernelNames;
import org.junit.jupiter.api.Test;

final class KernelArchiveTest {
  private static final KernelFiles KERNEL =
      KernelFiles.stored(
          """
          ffffffff81000000 T _text
          ffffffff81000000 T _stext
          ffffffff81000100 T do_nothing
          ffffffff81000200 T _etext
          """
              .getBytes(US_ASCII),
          "0xffffffff82000000 : \"idle\"\n".getBytes(US_ASCII));

  private static String symbol(KernelNames names, long address) {
    ByteText out = new ByteText();
    return names.appendSymbol(address, false, out) ? out.toString() : "";
  }

  @Test
  void whatIsStoredIsRestored() {
    KernelNames restored = KernelFiles.restored(KERNEL.stored(), Map.of("IDLE", 7L));
    ByteText text = new ByteText();
    assertThat(symbol(restored, 0xffffffff81000110L)).isEqualTo("do_nothing");
    assertThat(restored.address("do_nothing")).hasValue(0xffffffff81000100L);
    assertThat(restored.appendText(0xffffffff82000000L, text)).isTrue();
    assertThat(text).hasToString("idle");
    assertThat(restored.constant("IDLE")).hasValue(7);
    assertThat(restored.constant("BUSY")).isEqualTo(OptionalLong.empty());
  }

  @Test
  void whatWasRestoredCanBeStoredAgain() {
    KernelNames restored = KernelFiles.restored(KERNEL.stored(), Map.of());
    assertThat(restored.stored()).isEqualTo(KERNEL.stored());
  }

  @Test
  void nothingIsStoredOfAKernelThatTellsNothing() {
    assertThat(KernelFiles.stored(new byte[0], new byte[0]).stored()).isEmpty();
    assertThat(KernelFiles.restored(new byte[0], Map.of())).isEqualTo(KernelNames.NONE);
  }

  @Test
  void damagedBytesGiveNoNamesOrOthersButNoError() {
    byte[] stored = KERNEL.stored();
    for (int at = 0; at < stored.length; at++) {
      byte[] damaged = stored.clone();
      damaged[at] ^= (byte) 0xff;
      KernelNames restored = KernelFiles.restored(damaged, Map.of());
      assertThat(symbol(restored, 0xffffffff81000110L)).as("byte " + at).hasSizeLessThan(64);
    }
  }
}
