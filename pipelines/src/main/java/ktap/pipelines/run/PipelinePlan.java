package ktap.pipelines.run;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import ktap.operators.FilterOperator;
import ktap.operators.Operator;
import ktap.operators.ScriptOperator;
import ktap.operators.Surroundings;
import ktap.operators.TableWatch;
import ktap.pipelines.spec.Mistakes;
import ktap.pipelines.spec.PipelineException;
import ktap.pipelines.spec.PipelineSpec;
import ktap.script.Script;
import ktap.script.ScriptSettings;
import ktap.script.source.Diagnostic;
import ktap.script.source.ScriptSyntaxException;
import ktap.sources.flow.EventCatalog;
import ktap.sources.flow.EventName;
import ktap.sources.flow.EventType;
import ktap.sources.flow.Nearest;

/**
 * A pipeline that can run: its scripts and filters compiled against the events that its sources
 * deliver. Made once for each run; nothing is open yet.
 */
public final class PipelinePlan {
  private final PipelineSpec spec;
  private final Mistakes mistakes;
  private final SourceEvents events;
  private final List<Operator> operators = new ArrayList<>();
  private final List<String> warnings = new ArrayList<>();
  private final Set<String> names;
  private boolean readsTask;

  private PipelinePlan(PipelineSpec spec, Mistakes mistakes, SourceEvents events) {
    this.spec = spec;
    this.mistakes = mistakes;
    this.events = events;
    this.names = ScriptNames.of(spec.operators());
  }

  /**
   * Compiles all that is in a pipeline.
   *
   * @param mistakes those that the file has so far
   * @param settings with the catalog of all events that there are
   * @throws PipelineException with all that is wrong with it
   */
  public static PipelinePlan of(
      PipelineSpec spec, Mistakes mistakes, ScriptSettings settings, Surroundings surroundings) {
    SourceEvents events = SourceEvents.of(spec.sources(), settings.catalog(), mistakes);
    PipelinePlan plan = new PipelinePlan(spec, mistakes, events);
    plan.checkTables();
    ScriptSettings inside = plan.selected(settings);
    for (PipelineSpec.Operator operator : spec.operators()) {
      plan.compile(operator, inside, surroundings);
    }
    if (!mistakes.isEmpty()) {
      throw mistakes.all();
    }
    plan.warnOfRecordings();
    return plan;
  }

  private void warnOfRecordings() {
    if (spec.state().isEmpty()) {
      return;
    }
    for (PipelineSpec.Sink sink : spec.sinks()) {
      if (sink instanceof PipelineSpec.Recording to) {
        warnOf(to);
      }
    }
  }

  /** A live source doesn't give anything twice. */
  private void warnOf(PipelineSpec.Recording to) {
    if (!to.appends()) {
      warnings.add(
          "warning: once the recording "
              + to.path()
              + " is there, this pipeline can't be started again to go on with its state; it can"
              + " with 'append: true'");
    }
    if (spec.offline().isPresent()) {
      warnings.add(
          "warning: the recording "
              + to.path()
              + " isn't cut back to the last checkpoint as files are: after a kill, what came"
              + " behind it is recorded a second time");
    }
  }

  /** A script with a mistake may be the one that has the table. */
  private void checkTables() {
    if (!spec.isWhole()) {
      return;
    }
    for (PipelineSpec.Sink sink : spec.sinks()) {
      if (sink instanceof PipelineSpec.Histogram histogram && !names.contains(histogram.table())) {
        mistakes.add(
            histogram.span(),
            "no script has a table '" + histogram.table() + "'",
            Nearest.hint(histogram.table(), names));
      }
    }
  }

  /** With sources, scripts see what these deliver, and nothing else. */
  private ScriptSettings selected(ScriptSettings settings) {
    boolean isSelected = spec.isWhole() && !spec.sources().isEmpty() && events.areThere();
    Optional<EventCatalog> all = settings.catalog();
    return isSelected && all.isPresent()
        ? settings.with(new SelectedEvents(all.get(), events.patterns()))
        : settings;
  }

  private void compile(
      PipelineSpec.Operator operator, ScriptSettings settings, Surroundings surroundings) {
    try {
      switch (operator) {
        case PipelineSpec.Script script -> compile(script, settings, surroundings);
        case PipelineSpec.Filter filter -> {
          readsTask = true;
          operators.add(new FilterOperator(filter.expression(), settings, surroundings));
        }
      }
    } catch (ScriptSyntaxException e) {
      mistakes.add(operator.span(), e.getMessage());
    }
  }

  private void compile(
      PipelineSpec.Script stage, ScriptSettings settings, Surroundings surroundings) {
    Script script = Script.compile(stage.script(), settings);
    Optional<Diagnostic> unkept =
        spec.state().isPresent() ? script.unkeptFunction() : Optional.empty();
    if (unkept.isPresent()) {
      mistakes.add(stage.span(), unkept.get().render(stage.script()));
    }
    for (Diagnostic warning : script.warnings()) {
      warnings.add(warning.render(stage.script()));
    }
    readsTask |= script.readsTask();
    List<String> arguments = new ArrayList<>();
    arguments.add(stage.script().name());
    arguments.addAll(stage.arguments());
    operators.add(
        new ScriptOperator(
            script, new ScriptOperator.Use(arguments, watches(stage), false), surroundings));
  }

  /** The tables that histograms want, where this script has a name like that. */
  private List<TableWatch> watches(PipelineSpec.Script stage) {
    Set<String> own = ScriptNames.of(List.of(stage));
    List<TableWatch> watches = new ArrayList<>();
    for (PipelineSpec.Sink sink : spec.sinks()) {
      if (sink instanceof PipelineSpec.Histogram histogram && own.contains(histogram.table())) {
        watches.add(new TableWatch(histogram.table(), histogram.everyNanos()));
      }
    }
    return watches;
  }

  public PipelineSpec spec() {
    return spec;
  }

  /** What the user should hear of before it runs, ready to be shown. */
  public List<String> warnings() {
    return List.copyOf(warnings);
  }

  /** The files that it will write. */
  public List<Path> files() {
    List<Path> files = new ArrayList<>();
    for (PipelineSpec.Sink sink : spec.sinks()) {
      switch (sink) {
        case PipelineSpec.File file -> files.add(Path.of(file.path()));
        case PipelineSpec.Histogram histogram -> files.add(Path.of(histogram.path()));
        case PipelineSpec.Recording _ -> {
          // a directory, which is refused if it is there
        }
        case PipelineSpec.Console _ -> {
          // no file
        }
      }
    }
    return files;
  }

  /** What leaves events out before they come to a script, for the user. */
  String filters() {
    List<String> filters = new ArrayList<>();
    for (PipelineSpec.Source source : spec.sources()) {
      source.filter().ifPresent(filter -> filters.add("'" + SourceEvents.words(filter) + "'"));
    }
    for (PipelineSpec.Operator operator : spec.operators()) {
      if (operator instanceof PipelineSpec.Filter filter) {
        filters.add("'" + SourceEvents.words(filter.expression()) + "'");
      }
    }
    return switch (filters.size()) {
      case 0 -> "no filter";
      case 1 -> "the filter " + filters.getFirst();
      default -> "the filters " + String.join(", ", filters);
    };
  }

  /** In the order of the specification. */
  List<Operator> operators() {
    return operators;
  }

  boolean emitsRows() {
    return names.contains("emit");
  }

  /** What the sources deliver. */
  SourceEvents events() {
    return events;
  }

  boolean readsTask() {
    return readsTask || !spec.sources().isEmpty();
  }

  /** The type of all events, if the sources deliver but one. */
  Optional<EventType> onlyType(ScriptSettings settings) {
    if (spec.sources().isEmpty() || settings.catalog().isEmpty()) {
      return Optional.empty();
    }
    EventCatalog all = settings.catalog().get();
    List<EventName> found = new SelectedEvents(all, events.patterns()).names();
    return found.size() == 1 ? all.find(found.getFirst()) : Optional.empty();
  }
}
