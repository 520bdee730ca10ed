package ktap.sinks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import ktap.sources.flow.ByteText;
import ktap.sources.flow.EventType;
import ktap.sources.flow.Item;
import ktap.sources.flow.JsonString;
import ktap.sources.flow.Row;
import ktap.sources.flow.Text;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

class FileSinkTest {
  @TempDir Path directory;

  private String written(Selection what, Format format, Optional<EventType> only, Item... items)
      throws IOException {
    Path path = directory.resolve("out");
    FileSink sink = new FileSink(path, what, format, only);
    sink.open();
    for (Item item : items) {
      sink.receive(item);
      assertThat(path).doesNotExist();
    }
    sink.close(true);
    assertThat(directory.resolve("out.part")).doesNotExist();
    String text = Files.readString(path);
    Files.delete(path);
    return text;
  }

  private static Row row(Object... namesAndValues) {
    List<String> columns = new ArrayList<>();
    List<Object> values = new ArrayList<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      columns.add((String) namesAndValues[i]);
      values.add(namesAndValues[i + 1]);
    }
    return new Row(5, columns, values);
  }

  @Test
  void eventsAsJsonLines() throws IOException {
    SampleStream stream = new SampleStream();
    Item batch = stream.opened(1_000_000_007L, "cat", "/etc/é\n").lost(2_000, 17).mark(9).batch();
    assertThat(written(Selection.EVENTS, Format.JSONL, Optional.empty(), batch, text("ignored")))
        .isEqualTo(
            """
            {"ts":1000000007,"event":"files:opened","cpu":3,"pid":1200,"tid":1234,"comm":"cat",\
            "args":{"fd":-100,"flags":18446744073709551615,"mode":2,"tag":"a\\"",\
            "name":"/etc/é\\n","pair":[-1,2],"raw":"0afe"}}
            {"ts":2000,"event":"ktap:lost","cpu":1,"pid":0,"tid":0,"comm":"<...>",\
            "args":{"count":17,"from":1990,"to":2000,"source":"cpu 1 ring",\
            "cause":"its buffer was full"}}
            """);
  }

  @Test
  void eventsOfOneTypeAsCsvHaveAColumnForEachField() throws IOException {
    SampleStream stream = new SampleStream();
    Item batch = stream.opened(7, "a,b", "x\"y").lost(2_000, 17).batch();
    assertThat(written(Selection.EVENTS, Format.CSV, Optional.of(SampleStream.OPENED), batch))
        .isEqualTo(
            """
            ts,event,cpu,pid,tid,comm,args.fd,args.flags,args.mode,args.tag,args.name,\
            args.pair,args.raw,lost\r
            7,files:opened,3,1200,1234,"a,b",-100,18446744073709551615,2,"a""\","x""y",\
            "[-1,2]","\""0afe""\",\r
            2000,ktap:lost,1,0,0,<...>,,,,,,,,17\r
            """);
  }

  @Test
  void eventsOfSeveralTypesAsCsvHaveTheirFieldsAsJson() throws IOException {
    SampleStream stream = new SampleStream();
    Item batch = stream.opened(7, "cat", "x").lost(2_000, 17).batch();
    assertThat(written(Selection.EVENTS, Format.CSV, Optional.empty(), batch))
        .isEqualTo(
            """
            ts,event,cpu,pid,tid,comm,args\r
            7,files:opened,3,1200,1234,cat,"{""fd"":-100,""flags"":18446744073709551615,\
            ""mode"":2,""tag"":""a\\""\"",""name"":""x"",""pair"":[-1,2],""raw"":""0afe""}"\r
            2000,ktap:lost,1,0,0,<...>,"{""count"":17,""from"":1990,""to"":2000,\
            ""source"":""cpu 1 ring"",""cause"":""its buffer was full""}"\r
            """);
  }

  @Test
  void eventsAsTextLookLikeTheKernelsTraceFile() throws IOException {
    SampleStream stream = new SampleStream();
    Item batch = stream.opened(895_123_456_789L, "cat", "/x").lost(2_000, 17).batch();
    assertThat(written(Selection.EVENTS, Format.TEXT, Optional.empty(), batch))
        .isEqualTo(
            """
                         cat-1234    [003]   895.123457: opened: fd=-100 name=/x
            CPU:1 [LOST 17 EVENTS] cpu 1 ring: its buffer was full
            """);
  }

  @Test
  void rowsInAllFormats() throws IOException {
    Item first =
        row("n", 5L, "f", 0.5, "ok", true, "none", Row.NIL, "s", "a b", "k", List.of(1L, "x"));
    Item second = row("s", new byte[] {'a', (byte) 0xff}, "n", 6L);
    assertThat(written(Selection.ROWS, Format.JSONL, Optional.empty(), first, second))
        .isEqualTo(
            """
            {"n":5,"f":0.5,"ok":true,"none":null,"s":"a b","k":[1,"x"]}
            {"s":"a\\udcff","n":6}
            """);
    assertThat(written(Selection.ROWS, Format.CSV, Optional.empty(), first, second))
        .isEqualTo(
            """
            n,f,ok,none,s,k\r
            5,0.5,true,,a b,"[1,""x""]"\r
            6,,,,a\\xff,\r
            """);
    assertThat(written(Selection.ROWS, Format.TEXT, Optional.empty(), first))
        .isEqualTo("n=5 f=0.5 ok=true none=nil s=a b k=[1, x]\n");
  }

  @Test
  void aNewColumnInCsvIsAMistakeThatIsTold() {
    assertThatThrownBy(
            () ->
                written(
                    Selection.ROWS,
                    Format.CSV,
                    Optional.empty(),
                    row("a", 1L, "b", 2L),
                    row("a", 1L, "c", 2L)))
        .isInstanceOf(SinkException.class)
        .hasMessage(
            "CSV has the columns of the first row (a, b), but a later row has a column 'c';"
                + " emit the same columns always, or take format: jsonl");
  }

  /** It may be another file that is taken for CSV. */
  @Test
  void manyColumnsAreNotAllTold() {
    String name = "x".repeat(10_000);
    assertThatThrownBy(
            () ->
                written(Selection.ROWS, Format.CSV, Optional.empty(), row(name, 1L), row("c", 2L)))
        .isInstanceOf(SinkException.class)
        .hasMessage(
            "CSV has the columns of the first row ("
                + "x".repeat(200)
                + "...), but a later row has a column 'c';"
                + " emit the same columns always, or take format: jsonl");
  }

  @Test
  void numbersThatJsonDoesNotKnowAreTexts() throws IOException {
    assertThat(
            written(
                Selection.ROWS,
                Format.JSONL,
                Optional.empty(),
                row("a", Double.NaN, "b", Double.NEGATIVE_INFINITY, "c", Long.MIN_VALUE)))
        .isEqualTo("{\"a\":\"NaN\",\"b\":\"-Infinity\",\"c\":-9223372036854775808}\n");
  }

  @Test
  void printedLinesAsTheyAre() throws IOException {
    assertThat(
            written(
                Selection.LINES,
                Format.TEXT,
                Optional.empty(),
                text("a\n"),
                row("n", 1L),
                text("b")))
        .isEqualTo("a\nb");
  }

  @Test
  void anyBytesCanBeRestoredFromJson() {
    Random random = new Random(1);
    for (int i = 0; i < 2000; i++) {
      byte[] bytes = bytes(random);
      ByteText out = new ByteText();
      JsonString.append(bytes, 0, bytes.length, out);
      try (JsonParser parser =
          new JsonFactory().createParser(ObjectReadContext.empty(), out.toBytes())) {
        assertThat(parser.nextToken()).isEqualTo(JsonToken.VALUE_STRING);
        assertThat(restored(parser.getString())).isEqualTo(bytes);
      }
    }
  }

  /** What Python calls surrogateescape. */
  private static byte[] restored(String text) {
    ByteText bytes = new ByteText();
    text.codePoints()
        .forEach(
            c -> {
              if (c >= 0xdc80 && c <= 0xdcff) {
                bytes.appendByte(c & 0xff);
              } else {
                bytes.append(Character.toString(c));
              }
            });
    return bytes.toBytes();
  }

  @Test
  void anyBytesCanBeRestoredFromCsv() {
    Random random = new Random(2);
    for (int i = 0; i < 2000; i++) {
      byte[] bytes = bytes(random);
      ByteText out = new ByteText();
      CsvText.appendText(bytes, 0, bytes.length, out);
      assertThat(unescaped(unquoted(out.toString()))).isEqualTo(bytes);
    }
  }

  private static String unquoted(String field) {
    if (!field.startsWith("\"")) {
      assertThat(field).doesNotContain(",", "\"", "\n", "\r");
      return field;
    }
    return field.substring(1, field.length() - 1).replace("\"\"", "\"");
  }

  private static byte[] unescaped(String text) {
    ByteText bytes = new ByteText();
    for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
      if (text.startsWith("\\\\", i)) {
        bytes.append("\\");
        i++;
      } else if (text.startsWith("\\x", i)) {
        bytes.appendByte(Integer.parseInt(text.substring(i + 2, i + 4), 16));
        i += 3;
      } else {
        bytes.append(Character.toString(text.codePointAt(i)));
      }
    }
    return bytes.toBytes();
  }

  private static byte[] bytes(Random random) {
    byte[] some = new byte[random.nextInt(12)];
    random.nextBytes(some);
    String valid = random.nextBoolean() ? "é€😀\\x41\"," : "";
    String text = new String(some, StandardCharsets.ISO_8859_1) + valid;
    return random.nextBoolean()
        ? text.getBytes(StandardCharsets.UTF_8)
        : text.getBytes(StandardCharsets.ISO_8859_1);
  }

  @Test
  void whatCouldNotBeCompletedStaysAsPart() throws IOException {
    Path path = directory.resolve("out");
    Files.writeString(path, "of before");
    FileSink sink = new FileSink(path, Selection.LINES, Format.TEXT, Optional.empty());
    sink.open();
    sink.receive(text("half"));
    sink.flush();
    sink.close(false);
    assertThat(path).hasContent("of before");
    assertThat(directory.resolve("out.part")).hasContent("half");
  }

  @Test
  void nothingStaysIfNothingWasWritten() {
    Path path = directory.resolve("out");
    FileSink sink = new FileSink(path, Selection.LINES, Format.TEXT, Optional.empty());
    sink.open();
    assertThat(directory.resolve("out.part")).exists();
    sink.close(false);
    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void aFileThatIsALinkStaysOne() throws IOException {
    Path target = Files.writeString(directory.resolve("target"), "of before");
    Path link = Files.createSymbolicLink(directory.resolve("link"), target);
    FileSink sink = new FileSink(link, Selection.LINES, Format.TEXT, Optional.empty());
    sink.open();
    sink.receive(text("new"));
    sink.close(true);
    assertThat(link).isSymbolicLink();
    assertThat(target).hasContent("new");
  }

  @Test
  void twoRunsCannotWriteOneFile() {
    Path path = directory.resolve("out");
    FileSink first = new FileSink(path, Selection.LINES, Format.TEXT, Optional.empty());
    first.open();
    assertThatThrownBy(
            () -> new FileSink(path, Selection.LINES, Format.TEXT, Optional.empty()).open())
        .isInstanceOf(SinkException.class)
        .hasMessage("can't write " + path + ": another ktap is writing it; name another file");
    first.close(true);
  }

  @Test
  void aDirectoryThatIsMissingIsTold() {
    assertThatThrownBy(() -> open(directory.resolve("no/out")))
        .hasMessage(
            "can't write %1$s/no/out: there is no directory %1$s/no; make it first, or name"
                + " another",
            directory);
  }

  @Test
  void aDirectoryIsNoFile() {
    assertThatThrownBy(() -> open(directory))
        .hasMessage("can't write %s: it is a directory; name a file in it", directory);
  }

  @Test
  void aFileIsNoDirectory() throws IOException {
    Files.writeString(directory.resolve("f"), "");
    assertThatThrownBy(() -> open(directory.resolve("f/out")))
        .hasMessage("can't write %1$s/f/out: %1$s/f is not a directory", directory);
  }

  @Test
  void aDirectoryWithoutPermissionIsTold() throws IOException {
    Path closed = Files.createDirectory(directory.resolve("closed"));
    Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("r-xr-xr-x"));
    Assumptions.assumeFalse(Files.isWritable(closed), "root may write everywhere");
    assertThatThrownBy(() -> open(closed.resolve("out")))
        .hasMessage("can't write %1$s/out: no permission to make files in %1$s", closed);
  }

  @Test
  void aFullDiskIsTold() {
    FileSink sink =
        new FileSink(Path.of("/dev/full"), Selection.LINES, Format.TEXT, Optional.empty());
    sink.open();
    sink.receive(text("x"));
    assertThatThrownBy(sink::flush)
        .isInstanceOf(SinkException.class)
        .hasMessage(
            "can't write /dev/full: the disk is full (No space left on device); free some, or name"
                + " another place");
    sink.close(false);
  }

  private static void open(Path path) {
    new FileSink(path, Selection.LINES, Format.TEXT, Optional.empty()).open();
  }

  private static Text text(String text) {
    return new Text(text.getBytes(StandardCharsets.UTF_8));
  }
}
