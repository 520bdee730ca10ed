package ktap.pipelines.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import ktap.pipelines.spec.Mistakes;
import ktap.pipelines.spec.PipelineSpec;
import ktap.sources.flow.EventName;
import ktap.sources.flow.EventPattern;
import ktap.sources.flow.EventType;
import ktap.sources.recording.RecordingException;
import ktap.sources.recording.ReplaySettings;
import ktap.sources.replay.ReplayedTraces;
import ktap.sources.synthetic.BuiltInEvents;
import ktap.sources.synthetic.SyntheticCatalog;
import ktap.sources.synthetic.SyntheticSettings;

/** The source of a pipeline that needs no kernel: what was recorded, or events that are made. */
final class OfflineSource {
  private OfflineSource() {}

  /** Opens it; what is wrong with it is a mistake of the pipeline. */
  static ReplayedTraces open(Mistakes mistakes, PipelineSpec.Source source) {
    try {
      return switch (source.offline().orElseThrow()) {
        case PipelineSpec.Replay replay -> ReplayedTraces.open(replay.paths(), replay.settings());
        case PipelineSpec.Synthetic synthetic -> synthetic(synthetic);
      };
    } catch (RecordingException e) {
      mistakes.add(source.span(), Failures.text(e), "");
      throw mistakes.all();
    }
  }

  /** What tells it from others, for who keeps a state. */
  static String identity(PipelineSpec.Source source) {
    return switch (source.offline().orElseThrow()) {
      case PipelineSpec.Replay replay -> StateOptions.identity(replay.paths(), replay.settings());
      case PipelineSpec.Synthetic synthetic -> synthetic.toString();
    };
  }

  private static ReplayedTraces synthetic(PipelineSpec.Synthetic synthetic) {
    List<EventType> all = types(synthetic.like());
    List<EventType> wanted = matching(all, synthetic.patterns());
    // A pattern that stands for nothing is told with the other mistakes, by the catalog of all.
    SyntheticSettings settings =
        SyntheticSettings.of(wanted.isEmpty() ? all : wanted, synthetic.count())
            .withSeed(synthetic.seed())
            .withRate(synthetic.rate());
    return ReplayedTraces.synthetic(
        synthetic.isPaced() ? settings.paced() : settings, new SyntheticCatalog(all));
  }

  private static List<EventType> types(List<Path> like) {
    if (like.isEmpty()) {
      return BuiltInEvents.all();
    }
    try (ReplayedTraces traces = ReplayedTraces.open(like, ReplaySettings.all())) {
      List<EventType> types = new ArrayList<>();
      for (EventName name : traces.catalog().names()) {
        traces.catalog().find(name).ifPresent(types::add);
      }
      return types;
    }
  }

  private static List<EventType> matching(List<EventType> types, List<EventPattern> patterns) {
    List<EventType> found = new ArrayList<>();
    for (EventType type : types) {
      if (patterns.stream().anyMatch(pattern -> pattern.matches(type.name()))) {
        found.add(type);
      }
    }
    return found;
  }
}
