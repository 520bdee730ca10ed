package ktap.pipelines.cli;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * What the launcher runs once to train the AOT cache: the program's own commands, on small scripts
 * that do what scripts usually do. The JVM remembers which classes it took and which methods
 * mattered.
 *
 * <p>Where it may, it traces the running kernel for a moment; where it may not, that part fails in
 * silence, and the cache is a little poorer.
 */
public final class Rehearsal {
  private static final String LANGUAGE =
      """
      var s = {}
      var names = {"read", "write", "open"}
      function fib(n) {
        if (n < 2) { return n }
        return fib(n - 1) + fib(n - 2)
      }
      function counter() {
        var n = 0
        return function () { n = n + 1 return n }
      }
      var next = counter()
      for (i = 0, 3000) {
        var name = names[i % 3 + 1]
        s[name] += i
        s["k" .. i % 50] = next()
      }
      while (next() < 3100) { }
      for (k, v in pairs(s)) { if (v > 100 && k != "read") { s[k] = v - 1 } }
      printf("%s %d %5x %-8s|\\n", "hi", fib(15), 255, "left")
      print_hist(s)
      print(s["read"], len(names), nil, true)
      var ticks = 0
      tick-2ms { ticks += 1 if (ticks == 5) { exit() } }
      trace_end { print("end", ticks) }
      """;

  private static final String EVENTS =
      """
      var s = {}
      trace syscalls:* { s[execname] += 1 s[probename] += 1 print(cpu, pid, execname, argstr) }
      trace sched:sched_switch /prev_pid > 0/ { s[arg0] += 1 }
      tick-20ms { print_hist(s) }
      """;

  private static final String OLDER =
      """
      hist = {}
      trace "syscalls:sys_enter_*" function (e) {
        count(hist, e.name)
        printf("%d %d\\t%s\\t%s", cpu(), pid(), execname(), e.tostring())
      }
      trace_end function () { histogram(hist) }
      """;

  private static final String[][] COMMANDS = {
    {"-e", LANGUAGE},
    {"-q", "--duration", "100ms", "-e", EVENTS},
    {"-q", "-e", OLDER, "--", "sh", "-c", "ls / >/dev/null"},
    {"-q", "-e", "trace syscalls:sys_enter_* { print(\"first\") exit() }", "--", "true"},
    {"-e", "var x = undeclared"},
    {"-le", "sched:*", "-v"},
    {"check", "-"},
    {"--help"},
  };

  private Rehearsal() {}

  /** Runs all of them once, without a word. */
  public static void main(String[] words) {
    OutputStream nowhere = OutputStream.nullOutputStream();
    for (String[] command : COMMANDS) {
      InputStream script = new ByteArrayInputStream("print(1)".getBytes(StandardCharsets.US_ASCII));
      Main.run(command, new Console(script, nowhere, nowhere));
    }
    // Their signal handlers stay; nothing else of them does.
    Runtime.getRuntime().halt(ExitStatus.OK);
  }
}
