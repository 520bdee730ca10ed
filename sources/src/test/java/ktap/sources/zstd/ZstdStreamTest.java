package ktap.sources.zstd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the reference implementation compresses comes out again. */
class ZstdStreamTest {
  /** Bytes of several kinds, so that all kinds of blocks and tables occur. */
  enum Content {
    ZEROS {
      @Override
      void fill(byte[] bytes, Random random) {}
    },
    NOISE {
      @Override
      void fill(byte[] bytes, Random random) {
        random.nextBytes(bytes);
      }
    },
    FEW_SYMBOLS {
      @Override
      void fill(byte[] bytes, Random random) {
        for (int i = 0; i < bytes.length; i++) {
          bytes[i] = (byte) (Math.abs(random.nextGaussian()) * 9);
        }
      }
    },
    TEXT {
      @Override
      void fill(byte[] bytes, Random random) {
        byte[] words =
            "prev_comm=java prev_pid=4711 ==> next_comm=".getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < bytes.length; i++) {
          bytes[i] = random.nextInt(40) == 0 ? (byte) random.nextInt() : words[i % words.length];
        }
      }
    },
    RECORDS {
      @Override
      void fill(byte[] bytes, Random random) {
        for (int i = 0; i + 64 <= bytes.length; i += 64) {
          bytes[i] = 9;
          bytes[i + 6] = 64;
          ktap.sources.flow.Bytes.putLong(bytes, i + 8, 4711L + i * 1000L + random.nextInt(999));
          ktap.sources.flow.Bytes.putInt(bytes, i + 16, random.nextInt(20));
        }
      }
    };

    abstract void fill(byte[] bytes, Random random);
  }

  private static byte[] decompress(byte[] compressed, Random cuts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ZstdStream stream = new ZstdStream();
    for (int at = 0; at < compressed.length; ) {
      int length = Math.min(compressed.length - at, 1 + cuts.nextInt(9000));
      stream.accept(compressed, at, length, out::write);
      at += length;
    }
    return out.toByteArray();
  }

  @ParameterizedTest
  @EnumSource(Content.class)
  void givesBackWhatWasCompressed(Content content) {
    Random random = new Random(4711);
    int[] sizes = {0, 1, 17, 255, 300, 5_000, 70_000, 131_072, 700_000};
    int[] levels = {-5, 1, 3, 7, 12, 19};
    for (int size : sizes) {
      byte[] bytes = new byte[size];
      content.fill(bytes, random);
      for (int level : Arrays.copyOf(levels, size < 100_000 ? levels.length : 3)) {
        byte[] compressed = Zstd.compress(bytes, level);
        assertThat(decompress(compressed, random)).as(size + " at " + level).isEqualTo(bytes);
        assertThat(ZstdStream.decompress(compressed, 0, compressed.length, size)).isEqualTo(bytes);
      }
    }
  }

  @Test
  void givesOutAllThatWasFlushed() throws IOException {
    Random random = new Random(1);
    ByteArrayOutputStream compressed = new ByteArrayOutputStream();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    ZstdStream stream = new ZstdStream();
    try (ZstdOutputStream in = new ZstdOutputStream(compressed, 1)) {
      for (int i = 0; i < 300; i++) {
        byte[] bytes = new byte[random.nextInt(8000)];
        Content.RECORDS.fill(bytes, random);
        all.writeBytes(bytes);
        in.write(bytes);
        in.flush();
        stream.accept(compressed.toByteArray(), 0, compressed.size(), out::write);
        compressed.reset();
        assertThat(out.size()).isEqualTo(all.size());
      }
    }
    assertThat(out.toByteArray()).isEqualTo(all.toByteArray());
  }

  @Test
  void damageIsFoundOrGivesOtherBytesButNeverMore() {
    Random random = new Random(7);
    byte[] bytes = new byte[3000];
    Content.TEXT.fill(bytes, random);
    byte[] compressed = Zstd.compress(bytes, 3);
    for (int at = 0; at < compressed.length; at++) {
      for (int bit = 0; bit < 8; bit++) {
        byte[] damaged = compressed.clone();
        damaged[at] ^= (byte) (1 << bit);
        tryOut(damaged);
      }
      tryOut(Arrays.copyOf(compressed, at));
    }
    for (int i = 0; i < 20_000; i++) {
      byte[] noise = new byte[random.nextInt(80)];
      random.nextBytes(noise);
      System.arraycopy(compressed, 0, noise, 0, Math.min(noise.length, 4 + random.nextInt(20)));
      tryOut(noise);
    }
  }

  private static void tryOut(byte[] damaged) {
    int[] count = {0};
    try {
      new ZstdStream().accept(damaged, 0, damaged.length, (_, _, length) -> count[0] += length);
    } catch (ZstdException e) {
      assertThat(e.getMessage()).isNotEmpty();
    }
    assertThat(count[0]).isLessThan(1 << 23);
  }

  @Test
  void saysWhatDoesNotFit() {
    byte[] bytes = new byte[100];
    byte[] compressed = Zstd.compress(bytes, 3);
    assertThatThrownBy(() -> ZstdStream.decompress(compressed, 0, compressed.length, 99))
        .isInstanceOf(ZstdException.class)
        .hasMessage("there is more than the 99 bytes that were told");
    assertThatThrownBy(() -> ZstdStream.decompress(compressed, 0, compressed.length, 101))
        .hasMessage("there are 100 bytes, and not the 101 that were told");
    assertThatThrownBy(
            () -> new ZstdStream().accept(new byte[] {1, 2, 3, 4, 5}, 0, 5, (_, _, _) -> {}))
        .hasMessage("no frame begins where one should");
  }
}
