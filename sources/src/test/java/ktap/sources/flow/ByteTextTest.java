package ktap.sources.flow;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class ByteTextTest {
  private final ByteText text = new ByteText(1);

  @Test
  void numbersAreWrittenAsTheJdkWritesThem() {
    for (int shift = 0; shift < 64; shift++) {
      for (long value : new long[] {1L << shift, (1L << shift) - 1, -(1L << shift)}) {
        assertThat(text.clear().appendDecimal(value).toString()).isEqualTo(Long.toString(value));
        assertThat(text.clear().appendUnsigned(value).toString())
            .isEqualTo(Long.toUnsignedString(value));
        assertThat(text.clear().appendHex(value).toString()).isEqualTo(Long.toHexString(value));
        assertThat(text.clear().appendOctal(value).toString()).isEqualTo(Long.toOctalString(value));
      }
    }
    for (long value = 1; value > 0 && value < Long.MAX_VALUE / 10; value *= 10) {
      assertThat(text.clear().appendDecimal(value).toString()).isEqualTo(Long.toString(value));
      assertThat(text.clear().appendDecimal(value - 1).toString())
          .isEqualTo(Long.toString(value - 1));
    }
  }

  @Test
  void padsOnBothSides() {
    text.append("[").appendDecimal(-7, 5).append("] [").appendHex(0xbeef, 8).append("] [");
    int start = text.length();
    text.append("ab").padRight(start, 4, '.').append("]").appendUpperHex(0xbeef);
    assertThat(text.toString()).isEqualTo("[   -7] [0000beef] [ab..]BEEF");
  }

  @Test
  void keepsUtf8AndForgets() {
    text.append("naïve ✓").cut(3).append("!");
    assertThat(text.toBytes()).containsExactly('n', 'a', 0xc3, '!');
    assertThat(text.clear().isEmpty()).isTrue();
  }
}
