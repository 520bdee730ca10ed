package ktap.sources.synthetic;

import java.util.ArrayList;
import java.util.List;
import ktap.sources.flow.EventName;
import ktap.sources.flow.EventType;
import ktap.sources.format.FormatFile;

/**
 * Event types as a kernel has them: entry and return of a dozen system calls, and events of the
 * scheduler and of block devices. Read from format texts, so that they go the way of real ones.
 */
public final class BuiltInEvents {
  private static final String COMMON =
      """
      \tfield:unsigned short common_type;\toffset:0;\tsize:2;\tsigned:0;
      \tfield:unsigned char common_flags;\toffset:2;\tsize:1;\tsigned:0;
      \tfield:unsigned char common_preempt_count;\toffset:3;\tsize:1;\tsigned:0;
      \tfield:int common_pid;\toffset:4;\tsize:4;\tsigned:1;

      """;

  /** System calls of x86-64: name, number, and the C declarations of its arguments. */
  @SuppressWarnings("ImmutableEnumChecker") // never written
  private enum Call {
    READ("read", 0, "unsigned int fd", "char * buf", "size_t count"),
    WRITE("write", 1, "unsigned int fd", "const char * buf", "size_t count"),
    CLOSE("close", 3, "unsigned int fd"),
    POLL("poll", 7, "struct pollfd * ufds", "unsigned int nfds", "int timeout_msecs"),
    MMAP(
        "mmap",
        9,
        "unsigned long addr",
        "unsigned long len",
        "unsigned long prot",
        "unsigned long flags",
        "unsigned long fd",
        "unsigned long off"),
    IOCTL("ioctl", 16, "unsigned int fd", "unsigned int cmd", "unsigned long arg"),
    GETPID("getpid", 39),
    FUTEX(
        "futex",
        202,
        "u32 * uaddr",
        "int op",
        "u32 val",
        "const struct __kernel_timespec * utime",
        "u32 * uaddr2",
        "u32 val3"),
    NANOSLEEP(
        "clock_nanosleep",
        230,
        "const clockid_t which_clock",
        "int flags",
        "const struct __kernel_timespec * rqtp",
        "struct __kernel_timespec * rmtp"),
    EPOLL("epoll_wait", 232, "int epfd", "void * events", "int maxevents", "int timeout"),
    OPENAT("openat", 257, "int dfd", "const char * filename", "int flags", "umode_t mode");

    private final String name;
    private final int number;
    private final String[] arguments;

    Call(String name, int number, String... arguments) {
      this.name = name;
      this.number = number;
      this.arguments = arguments;
    }

    private EventType enter() {
      StringBuilder fields = new StringBuilder();
      StringBuilder print = new StringBuilder();
      StringBuilder values = new StringBuilder();
      for (int i = 0; i < arguments.length; i++) {
        String argument = arguments[i].substring(arguments[i].lastIndexOf(' ') + 1);
        fields.append(line(arguments[i], 16 + 8 * i, 8, 0));
        print.append(i == 0 ? "" : ", ").append(argument).append(": 0x%08lx");
        values.append(", ((unsigned long)(REC->").append(argument).append("))");
      }
      return type("sys_enter_" + name, 1, fields, "\"" + print + "\"" + values);
    }

    private EventType exit() {
      return type("sys_exit_" + name, 0, line("long ret", 16, 8, 1), "\"0x%lx\", REC->ret");
    }

    private EventType type(String event, int parity, CharSequence fields, String print) {
      String nr = line("int __syscall_nr", 8, 4, 1);
      return parse("syscalls", event, 400 + 2 * number + parity, nr + fields, print);
    }
  }

  private static final String SCHED_SWITCH =
      line("char prev_comm[16]", 8, 16, 0)
          + line("pid_t prev_pid", 24, 4, 1)
          + line("int prev_prio", 28, 4, 1)
          + line("long prev_state", 32, 8, 1)
          + line("char next_comm[16]", 40, 16, 0)
          + line("pid_t next_pid", 56, 4, 1)
          + line("int next_prio", 60, 4, 1);

  private static final String SCHED_WAKEUP =
      line("char comm[16]", 8, 16, 0)
          + line("pid_t pid", 24, 4, 1)
          + line("int prio", 28, 4, 1)
          + line("int target_cpu", 32, 4, 1);

  private static final String SCHED_EXEC =
      line("__data_loc char[] filename", 8, 4, 0)
          + line("pid_t pid", 12, 4, 1)
          + line("pid_t old_pid", 16, 4, 1);

  private static final String BLOCK_ISSUE =
      line("dev_t dev", 8, 4, 0)
          + line("sector_t sector", 16, 8, 0)
          + line("unsigned int nr_sector", 24, 4, 0)
          + line("unsigned int bytes", 28, 4, 0)
          + line("char rwbs[10]", 34, 10, 0)
          + line("char comm[16]", 44, 16, 0)
          + line("__data_loc char[] cmd", 60, 4, 0);

  private static final String BLOCK_COMPLETE =
      line("dev_t dev", 8, 4, 0)
          + line("sector_t sector", 16, 8, 0)
          + line("unsigned int nr_sector", 24, 4, 0)
          + line("int error", 28, 4, 1)
          + line("char rwbs[10]", 34, 10, 0)
          + line("__data_loc char[] cmd", 44, 4, 0);

  private BuiltInEvents() {}

  /** Entries and returns of system calls. */
  public static List<EventType> systemCalls() {
    List<EventType> types = new ArrayList<>();
    for (Call call : Call.values()) {
      types.add(call.enter());
      types.add(call.exit());
    }
    return types;
  }

  /** Task switches, wake-ups and program starts. */
  public static List<EventType> scheduler() {
    return List.of(
        parse(
            "sched",
            "sched_switch",
            372,
            SCHED_SWITCH,
            "\"prev_comm=%s prev_pid=%d prev_prio=%d prev_state=%ld ==> next_comm=%s next_pid=%d"
                + " next_prio=%d\", REC->prev_comm, REC->prev_pid, REC->prev_prio, REC->prev_state,"
                + " REC->next_comm, REC->next_pid, REC->next_prio"),
        parse(
            "sched",
            "sched_wakeup",
            374,
            SCHED_WAKEUP,
            "\"comm=%s pid=%d prio=%d target_cpu=%03d\", REC->comm, REC->pid, REC->prio,"
                + " REC->target_cpu"),
        parse(
            "sched",
            "sched_process_exec",
            361,
            SCHED_EXEC,
            "\"filename=%s pid=%d old_pid=%d\", __get_str(filename), REC->pid, REC->old_pid"));
  }

  /** Requests to block devices. */
  public static List<EventType> block() {
    return List.of(
        parse(
            "block",
            "block_rq_issue",
            350,
            BLOCK_ISSUE,
            "\"%u %s %u (%s) %llu + %u [%s]\", REC->dev, REC->rwbs, REC->bytes, __get_str(cmd),"
                + " (unsigned long long)REC->sector, REC->nr_sector, REC->comm"),
        parse(
            "block",
            "block_rq_complete",
            352,
            BLOCK_COMPLETE,
            "\"%u %s (%s) %llu + %u [%d]\", REC->dev, REC->rwbs, __get_str(cmd),"
                + " (unsigned long long)REC->sector, REC->nr_sector, REC->error"));
  }

  /** All of them. */
  public static List<EventType> all() {
    List<EventType> types = new ArrayList<>(systemCalls());
    types.addAll(scheduler());
    types.addAll(block());
    return types;
  }

  private static EventType parse(
      String system, String name, int id, CharSequence fields, String print) {
    return FormatFile.parse(
        new EventName(system, name),
        "name: "
            + name
            + "\nID: "
            + id
            + "\nformat:\n"
            + COMMON
            + fields
            + "\nprint fmt: "
            + print
            + "\n");
  }

  private static String line(String declaration, int offset, int size, int signed) {
    return "\tfield:"
        + declaration
        + ";\toffset:"
        + offset
        + ";\tsize:"
        + size
        + ";\tsigned:"
        + signed
        + ";\n";
  }
}
