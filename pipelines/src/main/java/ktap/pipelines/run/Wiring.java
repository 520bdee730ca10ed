package ktap.pipelines.run;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import ktap.pipelines.spec.PipelineSpec;

/** Counts who reads what: a stage that several read is shared, one that nobody reads still runs. */
final class Wiring {
  private final PipelineSpec spec;
  private final Map<String, Integer> stageById = new HashMap<>(); // -1: a source
  private final int[] readers; // of each operator
  private int readersOfSources;

  Wiring(PipelineSpec spec) {
    this.spec = spec;
    this.readers = new int[spec.operators().size()];
    for (PipelineSpec.Source source : spec.sources()) {
      source.id().ifPresent(id -> stageById.put(id, -1));
    }
    for (int i = 0; i < readers.length; i++) {
      count(spec.operators().get(i).from(), i - 1);
      int number = i;
      spec.operators().get(i).id().ifPresent(id -> stageById.put(id, number));
    }
    for (PipelineSpec.Sink sink : spec.sinks()) {
      count(sink.from(), readers.length - 1);
    }
  }

  private void count(Optional<String> from, int otherwise) {
    int stage = from.map(stageById::get).orElse(otherwise);
    if (stage < 0) {
      readersOfSources++;
    } else {
      readers[stage]++;
    }
  }

  int readersOfSources() {
    return readersOfSources;
  }

  int readers(int operator) {
    return readers[operator];
  }

  /** Ids of operators, but for the last, that nobody reads. */
  List<String> unread() {
    List<String> unread = new ArrayList<>();
    for (int i = 0; i < readers.length - 1; i++) {
      if (readers[i] == 0) {
        spec.operators().get(i).id().ifPresent(unread::add);
      }
    }
    return unread;
  }

  boolean isLastUnread() {
    return readers.length > 0 && readers[readers.length - 1] == 0;
  }
}
