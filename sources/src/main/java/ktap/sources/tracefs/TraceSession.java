package ktap.sources.tracefs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import ktap.natives.linux.Errno;
import ktap.natives.linux.LinuxException;
import ktap.natives.linux.NativeBuffer;
import ktap.sources.flow.EventName;
import ktap.sources.flow.EventPattern;
import ktap.sources.flow.Mappings;
import ktap.sources.flow.Message;
import ktap.sources.flow.Subscription;
import ktap.sources.mappings.LiveMappings;
import ktap.sources.ring.PageLayout;
import ktap.sources.tasks.Tasks;
import org.jspecify.annotations.Nullable;

/**
 * All that a live source has in the kernel: its instances with their rings, what is switched on in
 * them, whom they leave out, and the guard that clears up if this process can't.
 *
 * <p>Opened by one thread, which then reads the rings; closed by it too.
 */
final class TraceSession implements AutoCloseable {
  private static final int MAIN_PAGE_KILOBYTES = 16;
  private static final int USUAL_PAGE_KILOBYTES = 4;
  private static final int TASK_BUFFER_KILOBYTES = 1024;

  /** PROC_PID_INIT_INO of linux/proc_ns.h: the namespace in which numbers are the kernel's own. */
  private static final String FIRST_NAMESPACE = "pid:[4026531836]";

  private static final EventName SWITCH = new EventName("sched", "sched_switch");
  private static final EventName WAKE_UP = new EventName("sched", "sched_wakeup");
  private static final EventName WAKING = new EventName("sched", "sched_waking");

  private final TraceFileSystem files;
  private final TraceRequest request;
  private final Tasks tasks;
  private final TargetWatch watch;
  private final Mappings known;
  private final PageLayout layout;
  private final List<CpuRing> rings = new ArrayList<>();
  private final Deque<AutoCloseable> opened = new ArrayDeque<>();
  private final String name = InstanceName.next();
  private final String taskName = InstanceName.next();
  private final List<Message> messages = new ArrayList<>();
  private volatile @Nullable TraceInstance main;
  private @Nullable LiveMappings mappings; // absent if nobody wants them, or they can't be had

  TraceSession(
      TraceFileSystem files, TraceRequest request, Tasks tasks, TargetWatch watch, Mappings known) {
    this.files = files;
    this.request = request;
    this.tasks = tasks;
    this.watch = watch;
    this.known = known;
    this.layout = PageLayout.parse(files.text("events/header_page"));
  }

  /**
   * Makes all of it, and lets events flow.
   *
   * @throws TargetException if what is to be traced, or left out, can't be told to the kernel, or
   *     it hasn't the memory for the buffers
   */
  void open(EventSelection selection) {
    if (!hasNumbersOfKernel()) {
      throw TargetException.inContainer();
    }
    InstanceName.removeDead(files);
    if (followsTasks()) {
      openTasks();
    }
    if (request.wantsMappings()) {
      openMappings();
    }
    Attendance attendance = new Attendance();
    attendance.start();
    TraceInstance instance = create(name);
    main = instance;
    configure(instance);
    selection.apply(request.subscriptions(), instance);
    Guard guard = attendance.await();
    aim(instance, guard);
    openRings(instance, false);
    instance.switchOn();
    release();
  }

  private static boolean hasNumbersOfKernel() {
    try {
      return Files.readSymbolicLink(Path.of("/proc/self/ns/pid"))
          .toString()
          .equals(FIRST_NAMESPACE);
    } catch (IOException e) {
      return true; // built without namespaces
    }
  }

  /** Whether the threads of processes must be known, be it to tell our own from others. */
  boolean followsTasks() {
    return request.wantsTasks()
        || !(request.target() instanceof TraceTarget.Everything)
        || !request.includeSelf() && wantsScheduler();
  }

  private boolean wantsScheduler() {
    for (Subscription subscription : request.subscriptions()) {
      EventPattern pattern = subscription.pattern();
      if (pattern.matches(SWITCH) || pattern.matches(WAKE_UP) || pattern.matches(WAKING)) {
        return true;
      }
    }
    return false;
  }

  /** What can be done while the events are switched on. */
  private final class Attendance extends Thread {
    private @Nullable Guard guard;
    private @Nullable RuntimeException failure;

    Attendance() {
      super("ktap-attendance");
      setDaemon(true);
    }

    @Override
    public void run() {
      try {
        guard = Guard.over(files, List.of(name, taskName));
        if (followsTasks()) {
          takeSnapshot();
        }
        if (mappings != null) {
          mappings.begin();
        }
      } catch (RuntimeException e) {
        failure = e;
      }
    }

    Guard await() {
      try {
        join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("interrupted while tracing started", e);
      }
      if (failure != null) {
        throw failure;
      }
      Guard started = Objects.requireNonNull(guard);
      opened.addLast(started); // closed last: until then it watches over the instances
      return started;
    }
  }

  /** Tells the tasks of all threads that are alive. */
  void takeSnapshot() {
    new TaskSnapshot("/proc", tasks).take();
  }

  private TraceInstance create(String name) {
    TraceInstance instance = TraceInstance.create(files, name);
    opened.addFirst(instance);
    return instance;
  }

  private void openTasks() {
    TraceInstance instance = create(taskName);
    instance.write("buffer_size_kb", Integer.toString(TASK_BUFFER_KILOBYTES));
    for (var event : TaskFeed.EVENTS) {
      instance.write(TracefsCatalog.directory(event) + "/enable", "1");
    }
    openRings(instance, true);
    instance.switchOn();
  }

  private void openMappings() {
    try {
      LiveMappings live = LiveMappings.open(cpus(), known);
      mappings = live;
      opened.addFirst(live);
      switch (request.target()) {
        case TraceTarget.Everything() -> {
          if (!request.includeSelf()) {
            live.leaveOut(Math.toIntExact(ProcessHandle.current().pid()));
          }
        }
        case TraceTarget.RunningProcess(int pid, boolean follow) -> {
          live.followOnly(follow);
          live.follow(ThreadList.process(pid));
        }
        case TraceTarget.Command(TracedCommand _, boolean follow) -> live.followOnly(follow);
      }
    } catch (LinuxException e) {
      messages.add(
          new Message(
              Message.Severity.WARNING,
              "where code is mapped in processes can't be known (" + e.getMessage() + ")"));
    }
  }

  private List<Integer> cpus() {
    List<Integer> cpus = new ArrayList<>();
    for (String directory : files.list("per_cpu")) {
      cpus.add(Integer.valueOf(directory.substring("cpu".length())));
    }
    return cpus;
  }

  private void configure(TraceInstance instance) {
    if (instance.has("buffer_subbuf_size_kb")) {
      instance.write("buffer_subbuf_size_kb", Integer.toString(MAIN_PAGE_KILOBYTES));
    }
    sizeBuffers(instance);
    // When it is full, what comes then is lost: the reader isn't overtaken.
    instance.write("options/overwrite", "0");
    if (request.cpu().isPresent()) {
      instance.write("tracing_cpumask", mask(request.cpu().getAsInt()));
    }
  }

  private void sizeBuffers(TraceInstance instance) {
    try {
      instance.write("buffer_size_kb", Integer.toString(request.bufferKilobytes()));
    } catch (LinuxException e) {
      throw e.errno() == Errno.ENOMEM
          ? TargetException.noMemory(request.bufferKilobytes(), cpus().size())
          : e;
    }
  }

  /** A set of one CPU as the kernel reads it: words of 32 bits, the highest first. */
  static String mask(int cpu) {
    return Integer.toHexString(1 << (cpu & 31)) + ",00000000".repeat(cpu >> 5);
  }

  private void openRings(TraceInstance instance, boolean isTasks) {
    boolean isLarge = !isTasks && instance.has("buffer_subbuf_size_kb");
    int kilobytes = isLarge ? MAIN_PAGE_KILOBYTES : USUAL_PAGE_KILOBYTES;
    NativeBuffer buffer = new NativeBuffer(kilobytes << 10);
    for (int cpu : cpus()) {
      if (isTasks || request.cpu().orElse(cpu) == cpu) {
        CpuRing ring = new CpuRing(instance, cpu, isTasks, buffer, layout);
        opened.addFirst(ring);
        rings.add(ring);
      }
    }
  }

  private void aim(TraceInstance instance, Guard guard) {
    switch (request.target()) {
      case TraceTarget.Everything() -> {
        if (!request.includeSelf()) {
          SelfExclusion.apply(instance, guard.pid());
          watch.leaveOut(Math.toIntExact(ProcessHandle.current().pid()));
        }
      }
      case TraceTarget.RunningProcess(int pid, boolean follow) -> {
        follow(instance, pid);
        watch.process(ThreadList.process(pid), follow);
      }
      case TraceTarget.Command(TracedCommand command, boolean follow) -> {
        opened.addFirst(command);
        int pid = command.hold();
        instance.write("options/event-fork", "1");
        instance.write("set_event_pid", Integer.toString(pid));
        watch.command(pid, follow);
        if (mappings != null) {
          mappings.follow(pid);
        }
      }
    }
  }

  private void follow(TraceInstance instance, int pid) {
    instance.write("options/event-fork", "1");
    ThreadList threads = ThreadList.of(Integer.toString(pid));
    String fresh = threads.fresh();
    if (fresh.isEmpty()) {
      throw TargetException.noProcess(pid);
    }
    for (; !fresh.isEmpty(); fresh = threads.fresh()) {
      instance.write("set_event_pid", fresh);
      for (String thread : fresh.split(" ", -1)) {
        if (!thread.isEmpty()) {
          watch.thread(Integer.parseInt(thread));
        }
      }
    }
  }

  private void release() {
    if (request.target() instanceof TraceTarget.Command(TracedCommand command, boolean _)) {
      watch.released(System.nanoTime());
      command.release();
    }
  }

  List<CpuRing> rings() {
    return rings;
  }

  /** Tells where code was mapped until a time. */
  void takeMappings(long untilNanos) {
    if (mappings != null) {
      mappings.takeUntil(untilNanos);
    }
  }

  /** How many changes of mappings were lost since it was asked last. */
  long takeLostMappings() {
    return mappings == null ? 0 : mappings.takeLost();
  }

  /** What the user should know after the start. */
  List<Message> messages() {
    return messages;
  }

  /** Lets no more events in. */
  void switchOff() {
    TraceInstance instance = main;
    if (instance != null) {
      instance.switchOff();
    }
  }

  @Override
  public void close() {
    while (!opened.isEmpty()) {
      close(opened.removeFirst());
    }
  }

  private static void close(AutoCloseable what) {
    try {
      what.close();
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException(what + " can't be closed", e);
    }
  }
}
