package ktap.sources.format;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import ktap.sources.flow.ByteText;
import ktap.sources.flow.Bytes;
import ktap.sources.flow.EventType;
import ktap.sources.flow.KernelNames;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Compares our text of events with the kernel's. All events of the kernel are on in an instance of
 * tracefs while a mixed workload runs; then the instance's text is read (which leaves the rings as
 * they are), and then the very same events from the raw rings.
 */
final class EventTextKernelTest {
  private static final Path TRACEFS = Path.of("/sys/kernel/tracing");
  private static final Pattern LINE =
      Pattern.compile(
          "^.* \\[\\d+\\] \\S+ +\\d+\\.\\d+: (?:(\\w+): (.*)|(sys_\\w+(?:\\(| -> ).*))$");
  private static final String WORKLOAD =
      """
      cd /tmp; d=$(mktemp -d); for i in 1 2 3 4 5; do /bin/ls -l /etc >$d/out; cat $d/out | wc -l; done
      dd if=/dev/zero of=$d/f bs=64k count=40 conv=fsync; sync $d/f; cp $d/f $d/g; rm -r $d
      sleep 0.05; (sleep 0.02 & wait); kill -CONT $$
      exec 3<>/dev/tcp/127.0.0.1/1; true
      python3 - <<'P'
      import socket, threading, mmap, select, os, time
      for family, host in ((socket.AF_INET, '127.0.0.1'), (socket.AF_INET6, '::1')):
          try:
              s = socket.socket(family, socket.SOCK_STREAM); s.bind((host, 0)); s.listen()
              c = socket.create_connection(s.getsockname()[:2]); a, _ = s.accept()
              c.sendall(b'x' * 1000); a.recv(2000); a.close(); c.close()
              u = socket.socket(family, socket.SOCK_DGRAM); u.sendto(b'hi', (host, 9)); u.close()
          except OSError as e:
              print(e)
      m = mmap.mmap(-1, 1 << 20)
      for i in range(0, 1 << 20, 4096): m[i] = 1
      t = [threading.Thread(target=time.sleep, args=(0.01,)) for _ in range(3)]
      [x.start() for x in t]; [x.join() for x in t]
      select.select([], [], [], 0.01)
      if os.fork() == 0: os._exit(3)
      os.wait()
      P
      true
      """;

  private final Path instance =
      TRACEFS.resolve("instances/ktap-text-" + ProcessHandle.current().pid());

  @BeforeEach
  void openInstance() throws IOException {
    Assumptions.assumeTrue(Files.isWritable(TRACEFS.resolve("instances")), "skipped: no tracefs");
    Files.createDirectory(instance);
  }

  @AfterEach
  void removeInstance() throws IOException {
    if (Files.exists(instance)) {
      write("tracing_on", "0");
      write("events/enable", "0");
      Files.delete(instance);
    }
  }

  @Test
  void textsEqualTheKernels() throws Exception {
    write("options/hash-ptr", "0");
    write("buffer_size_kb", "4000");
    write("events/enable", "1");
    Process workload = new ProcessBuilder("bash", "-c", WORKLOAD).redirectErrorStream(true).start();
    workload.getInputStream().readAllBytes();
    workload.waitFor();
    write("tracing_on", "0");
    write("events/enable", "0");

    Map<Integer, EventType> types = new HashMap<>();
    for (EventType type : TracefsFormats.all(TRACEFS)) {
      types.put(type.kernelId(), type);
    }
    Comparison comparison = new Comparison(types, KernelFiles.running(TRACEFS));
    for (int cpu = 0; Files.exists(instance.resolve("per_cpu/cpu" + cpu)); cpu++) {
      comparison.compare(instance.resolve("per_cpu/cpu" + cpu));
    }
    System.out.println(comparison.summary());
    assertThat(comparison.differences.values()).isEmpty();
    assertThat(comparison.compared).isGreaterThan(1000);
    assertThat(comparison.perType).hasSizeGreaterThan(100);
  }

  private void write(String file, String text) throws IOException {
    Files.writeString(instance.resolve(file), text);
  }

  /** Walks lines and raw events of one CPU side by side. */
  private static final class Comparison {
    final Map<Integer, EventType> types;
    final KernelNames names;
    final Map<Integer, EventText> texts = new HashMap<>();
    final Map<String, Integer> perType = new TreeMap<>();
    final Map<String, String> differences = new TreeMap<>();
    final Map<String, Integer> notComparable = new TreeMap<>();
    final ByteText out = new ByteText();
    int compared;

    Comparison(Map<Integer, EventType> types, KernelNames names) {
      this.types = types;
      this.names = names;
    }

    void compare(Path cpu) throws IOException {
      List<String[]> lines = new ArrayList<>();
      for (String line : Files.readAllLines(cpu.resolve("trace"), ISO_8859_1)) {
        Matcher matcher = LINE.matcher(line);
        if (matcher.matches()) {
          boolean isCall = matcher.group(3) != null;
          lines.add(
              isCall
                  ? new String[] {"", matcher.group(3)}
                  : new String[] {matcher.group(1), matcher.group(2)});
        } else if (!line.startsWith("#") && !lines.isEmpty()) {
          lines.getLast()[1] += "\n" + line;
        }
      }
      int next = 0;
      byte[] page = new byte[4096];
      try (InputStream raw = Files.newInputStream(cpu.resolve("trace_pipe_raw"))) {
        while (next < lines.size()) {
          int length = raw.readNBytes(page, 0, page.length);
          assertThat(length).isEqualTo(page.length);
          next = comparePage(page, lines, next);
        }
      }
    }

    private int comparePage(byte[] page, List<String[]> lines, int first) {
      int next = first;
      int end = 16 + (Bytes.getInt(page, 8) & 0xfffff);
      for (int at = 16; at < end; ) {
        int word = Bytes.getInt(page, at);
        int kind = word & 31;
        int size = kind == 0 ? Bytes.getInt(page, at + 4) : kind * 4;
        if (kind >= 30) {
          at += 8;
        } else if (kind == 29) {
          at += 4 + Bytes.getInt(page, at + 4);
        } else {
          int data = kind == 0 ? at + 8 : at + 4;
          int dataEnd = at + 4 + size;
          compareEvent(page, data, dataEnd, lines.get(next++));
          at = dataEnd;
        }
      }
      return next;
    }

    private void compareEvent(byte[] page, int data, int end, String[] line) {
      int id = Bytes.getShort(page, data) & 0xffff;
      EventType type = Objects.requireNonNull(types.get(id));
      EventText text = texts.computeIfAbsent(id, n -> EventText.of(type, names));
      out.clear();
      text.append(page, data, end, out);
      String ours = new String(out.toBytes(), ISO_8859_1);
      String name = line[0].isEmpty() ? "" : type.name().name();
      if (text.kind() == EventText.Kind.NAMES_AND_VALUES) {
        notComparable.merge(type.toString(), 1, Integer::sum);
        return;
      }
      String theirs = line[1];
      if (text.kind() == EventText.Kind.SYSTEM_CALL) {
        boolean isExit = type.isSystemCallExit();
        theirs = isExit ? theirs : theirs.replace(": 0x", ": ");
      }
      if (ours.contains("(____ptrval____)")) {
        theirs = theirs.replaceAll("page=[0-9a-f]+", "page=(____ptrval____)");
      }
      compared++;
      perType.merge(type.toString(), 1, Integer::sum);
      if (!name.equals(line[0]) || !ours.equals(theirs)) {
        differences.putIfAbsent(
            type.toString(),
            type + "\n  ours   '" + ours + "'\n  kernel '" + theirs + "' " + line[0]);
      }
    }

    String summary() {
      return compared
          + " events of "
          + perType.size()
          + " types compared with the kernel's text; "
          + "not comparable: "
          + notComparable;
    }
  }
}
