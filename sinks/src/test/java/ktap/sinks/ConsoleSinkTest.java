package ktap.sinks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import ktap.sources.flow.Text;
import org.junit.jupiter.api.Test;

class ConsoleSinkTest {
  private final AtomicInteger gone = new AtomicInteger();

  private ConsoleSink console(OutputStream out) {
    ConsoleSink sink = new ConsoleSink(out, Selection.LINES, Format.TEXT, gone::incrementAndGet);
    sink.open();
    return sink;
  }

  @Test
  void printedTextAppearsAtAFlushAndInOneWrite() {
    AtomicInteger writes = new AtomicInteger();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ConsoleSink sink =
        console(
            new OutputStream() {
              @Override
              public void write(int b) {
                throw new AssertionError("one byte at a time");
              }

              @Override
              public void write(byte[] source, int from, int count) {
                writes.incrementAndGet();
                bytes.write(source, from, count);
              }
            });
    sink.receive(text("a\n"));
    sink.receive(text("b\n"));
    assertThat(bytes.size()).isZero();
    sink.flush();
    sink.flush();
    assertThat(bytes.toString(StandardCharsets.UTF_8)).isEqualTo("a\nb\n");
    assertThat(writes).hasValue(1);
    for (int i = 0; i < 100_000; i++) {
      sink.receive(text("123456789\n"));
    }
    sink.close(true);
    assertThat(bytes.size()).isEqualTo(4 + 1_000_000);
    assertThat(writes).hasValueLessThan(20);
  }

  @Test
  void aReaderThatIsGoneIsToldOnceAndNoMistake() {
    ConsoleSink sink =
        console(
            new OutputStream() {
              @Override
              public void write(int b) throws IOException {
                throw new IOException("Broken pipe");
              }
            });
    sink.receive(text("a"));
    sink.flush();
    sink.receive(text("b"));
    sink.flush();
    sink.close(true);
    assertThat(gone).hasValue(1);
  }

  @Test
  void anyOtherErrorIsASentence() throws IOException {
    try (FileOutputStream full = new FileOutputStream("/dev/full")) {
      ConsoleSink sink = console(full);
      sink.receive(text("a"));
      assertThatThrownBy(sink::flush)
          .isInstanceOf(SinkException.class)
          .hasMessage(
              "can't write to standard output: the disk is full (No space left on device); free"
                  + " some, or name another place");
    }
    assertThat(gone).hasValue(0);
  }

  private static Text text(String text) {
    return new Text(text.getBytes(StandardCharsets.UTF_8));
  }
}
