package ktap.pipelines.run;

import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import ktap.operators.Operator;
import ktap.operators.ScriptOperator;
import ktap.operators.SourceFlux;
import ktap.operators.state.StatePosition;
import ktap.pipelines.live.LossReport;
import ktap.pipelines.live.Patience;
import ktap.pipelines.live.Recorder;
import ktap.pipelines.live.StateKeeper;
import ktap.pipelines.spec.PipelineSpec;
import ktap.script.ScriptRun;
import ktap.script.ScriptSettings;
import ktap.sinks.ConsoleSink;
import ktap.sinks.FileSink;
import ktap.sinks.HistogramSink;
import ktap.sinks.Selection;
import ktap.sinks.Sink;
import ktap.sinks.SinkException;
import ktap.sources.flow.EventSource;
import ktap.sources.flow.Item;
import ktap.sources.flow.Message;
import ktap.sources.flow.Subscription;
import ktap.sources.recording.RecordingException;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;

/**
 * Runs a plan to its end, on the thread that calls {@link #run}: main chunks, events until the
 * source ends or is stopped, {@code trace_end}, and the sinks' last words.
 *
 * <p>{@link #interrupt()} is for any thread.
 */
public final class PipelineRun {
  private final PipelinePlan plan;
  private final ScriptSettings settings;
  private final OutputStream out;
  private final Consumer<String> teller;
  private final Optional<StateKeeper> keeper;
  private final LossReport losses;
  private final List<GuardedSink> sinks = new ArrayList<>();
  private final List<GuardedSink> prompt = new ArrayList<>();
  private final List<KeptFile> files = new ArrayList<>();
  private final Map<String, Flux<Item>> byId = new HashMap<>();
  private boolean hasSinkFailed;
  private final List<ScriptRun> scripts = new ArrayList<>();
  private final Patience patience = new Patience(this::turns, this::interruptScripts);
  private volatile @Nullable SourceFlux flux; // null until the source is there
  private volatile boolean isInterrupted;

  /** A file that goes on with the state. */
  private record KeptFile(String name, String form, FileSink sink) {}

  /**
   * How a run ended.
   *
   * @param isExhausted whether the source ended by itself
   */
  public record Outcome(int scriptErrors, long lost, boolean hasSinkFailed, boolean isExhausted) {
    /** Whether the exit status is to be 1. */
    public boolean isFailure(boolean isStrict) {
      return scriptErrors > 0 || hasSinkFailed || isStrict && lost > 0;
    }
  }

  /**
   * @param out standard output
   * @param teller takes sentences for the user, on standard error
   * @param keeper keeps what the script has
   */
  public PipelineRun(
      PipelinePlan plan,
      ScriptSettings settings,
      OutputStream out,
      Consumer<String> teller,
      Optional<StateKeeper> keeper) {
    this.keeper = keeper;
    keeper
        .filter(StateKeeper::canRepeat)
        .ifPresent(_ -> patience.spareHandlers(() -> scripts.forEach(ScriptRun::leave)));
    this.plan = plan;
    this.settings = settings;
    this.out = out;
    this.teller = teller;
    this.losses =
        plan.spec().offline().isPresent() ? LossReport.ofReplay(teller) : LossReport.ofLive(teller);
    for (Operator operator : plan.operators()) {
      if (operator instanceof ScriptOperator script) {
        scripts.add(script.run());
      }
    }
  }

  /**
   * Runs it.
   *
   * @param durationNanos overrules the pipeline's own
   * @throws SinkException if a sink can't be opened
   */
  public Outcome run(EventSources sources, OptionalLong durationNanos) {
    keeper.ifPresent(state -> state.behindFilters(plan.filters()));
    List<Sink> opened = openSinks(sources);
    boolean isComplete = false;
    boolean isExhausted;
    long left = 0;
    try {
      List<List<Item>> first = begin();
      restore(first);
      EventSource inner = source(sources);
      try (EventSource source = counted(inner, sources)) {
        OptionalLong duration =
            durationNanos.isPresent() ? durationNanos : plan.spec().durationNanos();
        Runnable started =
            () -> {
              started(inner, sources);
              duration.ifPresent(patience::endIn);
            };
        SourceFlux events =
            new SourceFlux(source, losses.ledger(), duration, started, this::beforePoll);
        flux = events;
        if (isInterrupted) {
          events.cut();
        }
        stream(events.items().doOnComplete(sources::ended), first);
        isExhausted = events.isExhausted();
        left = sources.isLive() ? left(source) : 0;
      }
      isComplete = true;
    } finally {
      for (Sink sink : opened) {
        sink.close(isComplete);
      }
    }
    losses.summary().ifPresent(teller);
    if (left > 0) {
      teller.accept(Patience.sentence(left));
    }
    Optional<String> unkept = keeper.flatMap(StateKeeper::failure);
    unkept.ifPresent(teller);
    hasSinkFailed |= unkept.isPresent();
    return new Outcome(errors(), losses.total() + left, hasSinkFailed, isExhausted);
  }

  // ---- before the stream ----

  private List<Sink> openSinks(EventSources sources) {
    List<Sink> opened = new ArrayList<>();
    try {
      for (PipelineSpec.Sink sink : plan.spec().sinks()) {
        GuardedSink guarded = new GuardedSink(sink(sink, sources), this::sinkFailed);
        guarded.open();
        opened.add(guarded);
        sinks.add(guarded);
        if (!(sink instanceof PipelineSpec.File)) {
          prompt.add(guarded);
        }
      }
      return opened;
    } catch (SinkException e) {
      opened.forEach(sink -> sink.close(false));
      throw e;
    }
  }

  private Sink sink(PipelineSpec.Sink sink, EventSources sources) {
    return switch (sink) {
      case PipelineSpec.Console console ->
          new ConsoleSink(out, console.what(), console.format(), this::cut);
      case PipelineSpec.File file -> fileSink(file);
      case PipelineSpec.Recording to -> recordSink(to, sources);
      case PipelineSpec.Histogram histogram ->
          new HistogramSink(histogram.table(), Path.of(histogram.path()));
    };
  }

  private Sink fileSink(PipelineSpec.File file) {
    Selection what = file.what().orElse(plan.emitsRows() ? Selection.ROWS : Selection.EVENTS);
    FileSink sink =
        new FileSink(
            Path.of(file.path()),
            what,
            file.format(),
            plan.spec().sources().isEmpty() ? Optional.empty() : plan.onlyType(settings));
    Path path = Path.of(file.path());
    String form = (what + " as " + file.format()).toLowerCase(Locale.ROOT);
    keeper.ifPresent(state -> state.bytesOf(path, form).ifPresent(sink::resumeAt));
    files.add(new KeptFile(path.toAbsolutePath().toString(), form, sink));
    return sink;
  }

  /** The files up to here, for who keeps a state; empty if a sink failed. */
  private Optional<List<StatePosition.Output>> written() {
    sinks.forEach(GuardedSink::flush);
    if (hasSinkFailed) {
      return Optional.empty();
    }
    List<StatePosition.Output> written = new ArrayList<>();
    for (KeptFile file : files) {
      file.sink()
          .length()
          .ifPresent(
              bytes -> written.add(new StatePosition.Output(file.name(), bytes, file.form())));
    }
    return Optional.of(written);
  }

  private Sink recordSink(PipelineSpec.Recording to, EventSources sources) {
    try {
      Recorder recorder = sources.recorder(Path.of(to.path()), to.appends());
      return new RecordSink(recorder, this::wanted, settings.catalog().orElseThrow());
    } catch (RecordingException e) {
      throw new SinkException(String.valueOf(e.getMessage()));
    }
  }

  private void sinkFailed(SinkException failure) {
    if (!failure.isReaderGone()) {
      hasSinkFailed = true;
      teller.accept(failure.getMessage());
    }
    cut();
  }

  private EventSource source(EventSources sources) {
    return isWaiting() && !isInterrupted
        ? sources.open(wanted(), plan.readsTask())
        : new NoEvents();
  }

  private List<List<Item>> begin() {
    List<List<Item>> first = new ArrayList<>();
    for (Operator operator : plan.operators()) {
      first.add(operator instanceof ScriptOperator script ? script.begin() : List.of());
    }
    return first;
  }

  /** Gives the script what is kept; another run printed then what the main chunk prints. */
  private void restore(List<List<Item>> first) {
    if (keeper.isEmpty()) {
      return;
    }
    StateKeeper state = keeper.get();
    for (int i = 0; i < plan.operators().size(); i++) {
      if (plan.operators().get(i) instanceof ScriptOperator script) {
        if (state.isResuming()) {
          first.set(i, List.of());
        }
        if (script.run().hasBegun()) {
          state.begin(script.run(), this::written);
        }
        script.beforeEnd(
            () -> {
              if (script.run().left() > 0) {
                state.leftBatch();
              }
              state.end();
            });
      }
    }
  }

  private EventSource counted(EventSource source, EventSources sources) {
    return keeper.isPresent()
        ? keeper.get().behind(source, sources.places(), keeper.get()::count)
        : source;
  }

  private List<Subscription> wanted() {
    if (!plan.spec().sources().isEmpty()) {
      return plan.events().subscriptions();
    }
    List<Subscription> wanted = new ArrayList<>();
    for (Operator operator : plan.operators()) {
      if (operator instanceof ScriptOperator script) {
        wanted.addAll(script.subscriptions());
      }
    }
    return wanted;
  }

  /** Whether there is anything to wait for. */
  private boolean isWaiting() {
    boolean isWaiting = !plan.spec().sources().isEmpty();
    for (Operator operator : plan.operators()) {
      if (operator instanceof ScriptOperator script) {
        if (script.isExited()) {
          return false;
        }
        isWaiting |= script.isWaiting();
      }
    }
    return isWaiting;
  }

  // ---- the stream ----

  private void stream(Flux<Item> events, List<List<Item>> first) {
    Wiring wiring = new Wiring(plan.spec());
    Flux<Item> last = shared(wanted(events), wiring.readersOfSources());
    for (PipelineSpec.Source source : plan.spec().sources()) {
      Flux<Item> of = last;
      source.id().ifPresent(id -> byId.put(id, SelectedFlux.of(of, List.of(source))));
    }
    for (int i = 0; i < plan.operators().size(); i++) {
      PipelineSpec.Operator stage = plan.spec().operators().get(i);
      Flux<Item> input = stage.from().map(byId::get).orElse(last);
      Flux<Item> output = applied(plan.operators().get(i), input, first.get(i));
      last = shared(output, wiring.readers(i));
      Flux<Item> named = last;
      stage.id().ifPresent(id -> byId.put(id, named));
    }
    subscribe(wiring, last);
  }

  /** A kernel delivers what it was asked for, or more; a recording all that it has. */
  private Flux<Item> wanted(Flux<Item> items) {
    List<PipelineSpec.Source> sources = plan.spec().sources();
    for (PipelineSpec.Source source : sources) {
      boolean isPart = source.offline().isPresent() && !source.patterns().equals(PipelineSpec.ALL);
      if (isPart || source.filter().isPresent()) {
        return SelectedFlux.of(items, sources);
      }
    }
    return items;
  }

  private Flux<Item> applied(Operator operator, Flux<Item> input, List<Item> first) {
    Flux<Item> output =
        operator instanceof ScriptOperator script
            ? script.apply(input, this::cut)
            : operator.apply(input);
    return Flux.fromIterable(first).concatWith(output).filter(this::isForSinks);
  }

  private static Flux<Item> shared(Flux<Item> items, int readers) {
    return readers > 1 ? items.publish(1).autoConnect(readers) : items;
  }

  /** The stream runs within the last of these subscriptions. */
  private void subscribe(Wiring wiring, Flux<Item> last) {
    @Nullable Throwable[] failure = new Throwable[1];
    for (int i = 0; i < sinks.size(); i++) {
      Flux<Item> input = plan.spec().sinks().get(i).from().map(byId::get).orElse(last);
      input.subscribe(sinks.get(i)::receive, e -> failure[0] = e);
    }
    for (String unread : wiring.unread()) {
      Flux<Item> input = byId.get(unread);
      if (input != null) {
        input.subscribe(_ -> {}, e -> failure[0] = e);
      }
    }
    if (wiring.isLastUnread()) {
      last.subscribe(_ -> {}, e -> failure[0] = e);
    }
    switch (failure[0]) {
      case null -> {}
      case RuntimeException e -> throw e;
      case Error e -> throw e;
      default -> throw new IllegalStateException(failure[0]);
    }
  }

  /** Messages are told as soon as they come, behind what was printed before. */
  private boolean isForSinks(Item item) {
    if (item instanceof Message message) {
      flush();
      teller.accept(message.text());
      return false;
    }
    return true;
  }

  private static void started(EventSource source, EventSources sources) {
    if (!(source instanceof NoEvents)) {
      sources.started(source);
    }
  }

  private void beforePoll() {
    flush();
    losses.show();
    if (keeper.isPresent()) {
      keeper.get().rest(); // all that was counted went through the script
      if (keeper.get().isClosed()) {
        cut();
      }
    }
  }

  private void flush() {
    for (GuardedSink sink : prompt) {
      sink.flush();
    }
  }

  private int errors() {
    return scripts.stream().mapToInt(ScriptRun::errors).sum();
  }

  // ---- the end ----

  /** Events that a live source gave, or still has, and that a script didn't come to. */
  private long left(EventSource source) {
    List<ScriptRun> interrupted = scripts.stream().filter(ScriptRun::isInterrupted).toList();
    return interrupted.isEmpty()
        ? 0
        : Patience.left(
            source,
            batch -> interrupted.forEach(script -> script.accept(batch)),
            () -> interrupted.stream().mapToLong(ScriptRun::left).max().getAsLong());
  }

  /** Nobody wants more events. */
  private void cut() {
    SourceFlux events = flux;
    if (events != null) {
      events.cut();
    }
  }

  /**
   * Ends it in an orderly way; a handler that doesn't come to its end is interrupted, and so is
   * {@code trace_end} if it hangs already.
   */
  public void interrupt() {
    isInterrupted = true;
    SourceFlux events = flux;
    if (events != null) {
      events.stop();
    }
    patience.end(() -> scripts.forEach(ScriptRun::interruptEnd));
  }

  /** What sees to it that the run ends. */
  public Patience patience() {
    return patience;
  }

  private long turns() {
    long turns = 0;
    for (ScriptRun script : scripts) {
      turns += script.turns();
    }
    return turns;
  }

  private void interruptScripts() {
    scripts.forEach(ScriptRun::interrupt);
  }
}
