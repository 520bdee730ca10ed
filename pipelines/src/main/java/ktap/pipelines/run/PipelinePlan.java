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
import ktap.pipelines.spec.PipelineException;
import ktap.pipelines.spec.PipelineSpec;
import ktap.script.Script;
import ktap.script.ScriptSettings;
import ktap.script.source.Diagnostic;
import ktap.script.source.ScriptSyntaxException;
import ktap.sources.flow.EventName;
import ktap.sources.flow.EventPattern;
import ktap.sources.flow.EventType;
import ktap.sources.flow.Nearest;
import ktap.sources.flow.Subscription;

/**
 * A pipeline that can run: its scripts and filters compiled against the events that its sources
 * deliver. Made once for each run; nothing is open yet.
 */
public final class PipelinePlan {
  private final PipelineSpec spec;
  private final List<Operator> operators = new ArrayList<>();
  private final List<String> warnings = new ArrayList<>();
  private final List<String> mistakes = new ArrayList<>();
  private final Set<String> names;
  private boolean readsTask;

  private PipelinePlan(PipelineSpec spec) {
    this.spec = spec;
    this.names = ScriptNames.of(spec.operators());
  }

  /**
   * Compiles all that is in it.
   *
   * @param settings with the catalog of all events that there are
   * @throws PipelineException with all that is wrong with it
   */
  public static PipelinePlan of(
      PipelineSpec spec, ScriptSettings settings, Surroundings surroundings) {
    PipelinePlan plan = new PipelinePlan(spec);
    plan.checkSources(settings);
    plan.checkTables();
    ScriptSettings inside = plan.selected(settings);
    for (PipelineSpec.Operator operator : spec.operators()) {
      plan.compile(operator, inside, surroundings);
    }
    if (!plan.mistakes.isEmpty()) {
      throw new PipelineException(plan.mistakes);
    }
    return plan;
  }

  private void checkSources(ScriptSettings settings) {
    for (PipelineSpec.Source source : spec.sources()) {
      for (EventPattern pattern : source.patterns()) {
        if (settings.catalog().matching(pattern).isEmpty()) {
          List<String> known = new ArrayList<>();
          for (EventName name : settings.catalog().names()) {
            known.add(name.toString());
          }
          String hint = Nearest.hint(pattern.toString(), known);
          mistake(
              hint.isEmpty()
                  ? Diagnostic.error(source.span(), "there is no event " + pattern)
                  : Diagnostic.error(source.span(), "there is no event " + pattern, hint));
        }
      }
    }
  }

  private void checkTables() {
    for (PipelineSpec.Sink sink : spec.sinks()) {
      if (sink instanceof PipelineSpec.Histogram histogram && !names.contains(histogram.table())) {
        String message = "no script has a table '" + histogram.table() + "'";
        String hint = Nearest.hint(histogram.table(), names);
        mistake(
            hint.isEmpty()
                ? Diagnostic.error(histogram.span(), message)
                : Diagnostic.error(histogram.span(), message, hint));
      }
    }
  }

  private void mistake(Diagnostic diagnostic) {
    mistakes.add(diagnostic.render(spec.text()));
  }

  /** With sources, scripts see what these deliver, and nothing else. */
  private ScriptSettings selected(ScriptSettings settings) {
    if (spec.sources().isEmpty() || !mistakes.isEmpty()) {
      return settings;
    }
    return new ScriptSettings(
        new SelectedEvents(settings.catalog(), patterns()),
        settings.dialect(),
        settings.limits(),
        settings.engine());
  }

  private List<EventPattern> patterns() {
    List<EventPattern> patterns = new ArrayList<>();
    for (PipelineSpec.Source source : spec.sources()) {
      patterns.addAll(source.patterns());
    }
    return patterns;
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
      mistakes.add(e.getMessage());
    }
  }

  private void compile(
      PipelineSpec.Script stage, ScriptSettings settings, Surroundings surroundings) {
    Script script = Script.compile(stage.script(), settings);
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
        case PipelineSpec.Record _ -> {
          // a directory, which is refused if it is there
        }
        case PipelineSpec.Console _ -> {
          // no file
        }
      }
    }
    return files;
  }

  /** In the order of the specification. */
  List<Operator> operators() {
    return operators;
  }

  boolean emitsRows() {
    return names.contains("emit");
  }

  /** What is to be attached; empty if the scripts say it. */
  List<Subscription> subscriptions() {
    List<Subscription> wanted = new ArrayList<>();
    for (EventPattern pattern : patterns()) {
      wanted.add(new Subscription(pattern, Optional.empty()));
    }
    return wanted;
  }

  boolean readsTask() {
    return readsTask || !spec.sources().isEmpty();
  }

  /** The type of all events, if the sources deliver but one. */
  Optional<EventType> onlyType(ScriptSettings settings) {
    List<EventName> names = new SelectedEvents(settings.catalog(), patterns()).names();
    return names.size() == 1 ? settings.catalog().find(names.getFirst()) : Optional.empty();
  }
}
