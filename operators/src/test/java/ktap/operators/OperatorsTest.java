package ktap.operators;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Consumer;
import ktap.script.Script;
import ktap.script.ScriptSettings;
import ktap.script.source.SourceText;
import ktap.sources.flow.EventBatch;
import ktap.sources.flow.EventSource;
import ktap.sources.flow.EventTables;
import ktap.sources.flow.Item;
import org.junit.jupiter.api.Test;

class OperatorsTest {
  private static Operator script(String text, TableWatch... watches) {
    Script script =
        Script.compile(SourceText.of("a.kp", text), ScriptSettings.of(new SampleEvents()));
    ScriptOperator operator =
        new ScriptOperator(
            script,
            new ScriptOperator.Use(List.of("a.kp"), List.of(watches), false),
            SampleEvents.SURROUNDINGS);
    assertThat(operator.begin()).isEmpty();
    return operator;
  }

  private static SampleEvents threeOpened() {
    return new SampleEvents().opened(5, 3).opened(6, 4).opened(7, 5);
  }

  @Test
  void aScriptAddsItsOutputAndPassesEvents() {
    SampleEvents events = threeOpened();
    Verify.that(
            () ->
                script(
                    "trace files:opened { print(arg0) emit{fd = arg0} } trace_end { print(\"end\")"
                        + " }"))
        .input(events.each(), events.all())
        .expect(
            "text 3",
            "row [fd] [3]",
            "event 5 files:opened",
            "text 4",
            "row [fd] [4]",
            "event 6 files:opened",
            "text 5",
            "row [fd] [5]",
            "event 7 files:opened",
            "text end");
  }

  @Test
  void exitCutsTheBatchAndRunsTheEnd() {
    SampleEvents events = threeOpened();
    Verify.that(
            () ->
                script(
                    "trace files:opened { print(arg0) if (arg0 == 4) { exit() } }"
                        + " trace_end { print(\"end\") }"))
        .input(events.each(), events.all())
        .expect("text 3", "event 5 files:opened", "text 4", "event 6 files:opened", "text end");
  }

  @Test
  void aWatchedTableIsShownAtTheEnd() {
    SampleEvents events = threeOpened();
    Verify.that(
            () ->
                script(
                    "var s = {} trace files:opened { s[arg0] += 1 }",
                    new TableWatch("s", OptionalLong.empty())))
        .input(events.each(), events.all())
        .expect(
            "event 5 files:opened", "event 6 files:opened", "event 7 files:opened", "table s 3");
  }

  @Test
  void aWatchedTableIsShownByTheStreamsTime() {
    SampleEvents events = new SampleEvents().mark(100).opened(150, 3).mark(205).mark(450);
    Operator operator =
        script(
            "var s = {} trace files:opened { s[arg0] += 1 }",
            new TableWatch("s", OptionalLong.of(100)));
    List<Item> output = new ArrayList<>();
    operator.apply(reactor.core.publisher.Flux.fromIterable(events.each())).subscribe(output::add);
    assertThat(output)
        .filteredOn(item -> item instanceof ktap.sources.flow.TableSnapshot)
        .hasSize(3);
  }

  @Test
  void aWatchedNameThatHoldsNoTableIsTold() {
    SampleEvents events = threeOpened();
    Verify.that(
            () ->
                script(
                    "var s = 1 trace files:opened { s += 1 }",
                    new TableWatch("s", OptionalLong.empty())))
        .input(events.each(), events.all())
        .expect(
            "event 5 files:opened",
            "event 6 files:opened",
            "event 7 files:opened",
            "message no histogram of 's': at the end it holds no table");
  }

  @Test
  void aFilterKeepsWhatMeetsItAndTheStreamsOwn() {
    SampleEvents events =
        new SampleEvents().opened(5, 3).mark(6).opened(7, 4).lost(8, 2).opened(9, 5);
    Verify.that(
            () ->
                new FilterOperator(
                    SourceText.of("filter", "args.fd != 4"),
                    ScriptSettings.of(new SampleEvents()),
                    SampleEvents.SURROUNDINGS))
        .input(events.each(), events.all())
        .expect(
            "event 5 files:opened",
            "event 6 ktap:mark",
            "event 8 ktap:lost",
            "event 9 files:opened");
  }

  /** Gives some batches, then nothing until it is stopped. */
  private static final class Slow implements EventSource {
    final List<Item> batches;
    int given;
    boolean isStopped;

    Slow(List<Item> batches) {
      this.batches = batches;
    }

    @Override
    public EventTables tables() {
      return ((EventBatch) batches.getFirst()).tables();
    }

    @Override
    public void start() {}

    @Override
    public int poll(Consumer<? super EventBatch> consumer, int limit) {
      if (given == batches.size()) {
        return 0;
      }
      consumer.accept((EventBatch) batches.get(given++));
      return 1;
    }

    @Override
    public void stop() {
      isStopped = true;
    }

    @Override
    public boolean isEnded() {
      return isStopped && given == batches.size();
    }

    @Override
    public void close() {}
  }

  @Test
  void aPolledSourceEndsAfterItsDurationAndItsLossesAreCounted() {
    Slow source = new Slow(new SampleEvents().lost(5, 17).opened(6, 1).lost(7, 1).each());
    LossLedger losses = new LossLedger();
    List<Item> output = new ArrayList<>();
    new SourceFlux(source, losses, OptionalLong.of(20_000_000), () -> {}, () -> {})
        .items()
        .subscribe(output::add);
    assertThat(output).hasSize(3);
    assertThat(losses.sentence())
        .isEqualTo("18 events lost: 18 in cpu 0 ring (its buffer was full)");
  }

  @Test
  void aSourceIsStoppedFromAnotherThread() throws InterruptedException {
    Slow source = new Slow(threeOpened().each());
    SourceFlux flux =
        new SourceFlux(source, new LossLedger(), OptionalLong.empty(), () -> {}, () -> {});
    Thread other = new Thread(flux::stop);
    List<Item> output = new ArrayList<>();
    flux.items()
        .doOnNext(
            item -> {
              if (output.isEmpty()) {
                other.start();
              }
            })
        .subscribe(output::add);
    other.join();
    assertThat(output).hasSize(3);
  }

  @Test
  void aCutSourceGivesNothingMore() {
    Slow source = new Slow(threeOpened().each());
    SourceFlux flux =
        new SourceFlux(source, new LossLedger(), OptionalLong.empty(), () -> {}, () -> {});
    List<Item> output = new ArrayList<>();
    flux.items().doOnNext(_ -> flux.cut()).subscribe(output::add);
    assertThat(output).hasSize(1);
  }
}
