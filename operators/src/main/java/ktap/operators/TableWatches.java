package ktap.operators;

import java.util.List;
import java.util.Optional;
import ktap.script.ScriptRun;
import ktap.sources.flow.EventBatch;
import ktap.sources.flow.EventCursor;
import ktap.sources.flow.Message;
import ktap.sources.flow.TableSnapshot;

/** Takes the snapshots that are due behind a batch, and the last ones. */
final class TableWatches {
  private final List<TableWatch> watches;
  private final long[] due;
  private final boolean isPeriodic;

  TableWatches(List<TableWatch> watches) {
    this.watches = List.copyOf(watches);
    this.due = new long[watches.size()];
    boolean periodic = false;
    for (TableWatch watch : watches) {
      periodic |= watch.everyNanos().isPresent();
    }
    this.isPeriodic = periodic;
  }

  /** Looks at the time of the batch's last event. The first batch starts the clock. */
  void behind(EventBatch batch, ScriptRun run, ScriptItems out) {
    if (!isPeriodic) {
      return;
    }
    long now = Long.MIN_VALUE;
    for (EventCursor event = batch.cursor(); event.next(); ) {
      now = Math.max(now, event.timeNanos());
    }
    for (int i = 0; i < due.length && batch.count() > 0; i++) {
      if (watches.get(i).everyNanos().isPresent()) {
        lookAt(i, watches.get(i).everyNanos().getAsLong(), now, run, out);
      }
    }
  }

  private void lookAt(int i, long every, long now, ScriptRun run, ScriptItems out) {
    if (due[i] == 0) {
      due[i] = now + every;
    } else if (now >= due[i]) {
      due[i] += ((now - due[i]) / every + 1) * every; // missed ones are made up by one
      Optional<TableSnapshot> table = run.table(watches.get(i).table(), now);
      table.ifPresent(out::add);
    }
  }

  void atEnd(ScriptRun run, ScriptItems out) {
    for (TableWatch watch : watches) {
      Optional<TableSnapshot> table = run.table(watch.table(), out.monotonicNanos());
      if (table.isPresent()) {
        out.add(table.get());
      } else {
        out.add(
            new Message(
                Message.Severity.WARNING,
                "no histogram of '" + watch.table() + "': at the end it holds no table"));
      }
    }
  }
}
