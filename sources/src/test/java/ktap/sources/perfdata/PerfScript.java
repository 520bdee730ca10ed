package ktap.sources.perfdata;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import ktap.sources.tracefile.TraceFiles.Lost;
import ktap.sources.tracefile.TraceFiles.Seen;

/** Reads what {@code perf script} prints, to compare it with what a source gives out. */
final class PerfScript {
  private static final Pattern LINE =
      Pattern.compile(
          " *(.+?) +(-?\\d+)/(-?\\d+) +\\[(\\d+)] +(\\d+)\\.(\\d{9}): +(\\S+?):(?: (.*)|$)");
  private static final Pattern LOST =
      Pattern.compile(".* \\[(\\d+)] +(\\d+)\\.(\\d{9}): PERF_RECORD_LOST lost (\\d+)");

  private static final Pattern FRAME = Pattern.compile("\t *(\\p{XDigit}+)(?: \\((.*)\\))?");

  /** One event as perf prints it. */
  record Line(
      String command,
      int pid,
      int tid,
      int cpu,
      long nanos,
      String event,
      String text,
      List<Long> stack) {
    /**
     * A thread that has ended so far that it lost its number has none for perf; ours comes from the
     * tracepoint itself.
     */
    Line as(Line perfs) {
      return perfs.tid == -1 && tid > 0
          ? new Line(perfs.command, perfs.pid, -1, cpu, nanos, event, text, stack)
          : this;
    }

    /** perf prints addresses of user space as places in a file: they have the place in the page. */
    Line withStackOnly() {
      List<Long> places =
          stack.stream().map(address -> address < 0 ? address : address & 0xfff).toList();
      return new Line(command, pid, tid, cpu, nanos, event, "", places);
    }
  }

  private PerfScript() {}

  static List<Line> parse(List<String> text) {
    List<Line> lines = new ArrayList<>();
    for (String line : text) {
      Matcher parts = LINE.matcher(line);
      Matcher frame = FRAME.matcher(line);
      if (frame.matches()) {
        lines.getLast().stack().add(Long.parseUnsignedLong(frame.group(1), 16));
      } else if (parts.matches()) {
        lines.add(line(parts));
      }
    }
    return lines;
  }

  /** For each event the places of its frames that lie in a file, {@code FILE+0xPLACE}. */
  static List<List<String>> userPlaces(List<String> text) {
    List<List<String>> places = new ArrayList<>();
    for (String line : text) {
      Matcher frame = FRAME.matcher(line);
      if (frame.matches()) {
        String file = frame.group(2);
        if (!file.equals("[unknown]")
            && !file.equals("[kernel.kallsyms]")
            && !file.startsWith("/tmp/perf-")) { // code that a program made itself
          places.getLast().add(file + "+0x" + frame.group(1));
        }
      } else if (LINE.matcher(line).matches()) {
        places.add(new ArrayList<>());
      }
    }
    return places;
  }

  /** What its rings lost. */
  static List<Lost> losses(List<String> text) {
    List<Lost> losses = new ArrayList<>();
    for (String line : text) {
      Matcher parts = LOST.matcher(line);
      if (parts.matches()) {
        long nanos =
            Long.parseLong(parts.group(2)) * 1_000_000_000 + Long.parseLong(parts.group(3));
        int cpu = Integer.parseInt(parts.group(1));
        losses.add(new Lost(nanos, cpu, Long.parseLong(parts.group(4)), "perf's buffer was full"));
      }
    }
    return losses;
  }

  private static Line line(Matcher parts) {
    int cpu = Integer.parseInt(parts.group(4));
    int tid = Integer.parseInt(parts.group(3));
    String command = parts.group(1);
    String event = parts.group(7);
    return new Line(
        // perf calls the idle task of each CPU the same
        command.equals("swapper") && tid == 0 ? "swapper/" + cpu : command,
        Integer.parseInt(parts.group(2)),
        tid,
        cpu,
        Long.parseLong(parts.group(5)) * 1_000_000_000 + Long.parseLong(parts.group(6)),
        event.contains(":") ? event : "perf:" + event,
        text(event, Objects.requireNonNullElse(parts.group(8), "").strip()),
        new ArrayList<>());
  }

  /** perf writes system calls as the kernel does; ours look as in the first ktap. */
  private static String text(String event, String perfs) {
    if (event.startsWith("syscalls:sys_enter_")) {
      String call = "sys_" + event.substring("syscalls:sys_enter_".length());
      return call + "(" + perfs.replaceAll("0x0*([0-9a-f])", "$1") + ")";
    }
    if (event.startsWith("syscalls:sys_exit_")) {
      return "sys_" + event.substring("syscalls:sys_exit_".length()) + " -> " + perfs;
    }
    return perfs;
  }

  /** The same of an event of ours. */
  static Line of(Seen seen) {
    List<Long> stack = new ArrayList<>(seen.kernelStack());
    stack.addAll(seen.userStack());
    return new Line(
        seen.command(),
        seen.pid(),
        seen.tid(),
        seen.cpu(),
        seen.nanos(),
        seen.event(),
        seen.text(),
        stack);
  }
}
