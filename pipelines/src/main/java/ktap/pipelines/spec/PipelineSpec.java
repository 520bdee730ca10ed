package ktap.pipelines.spec;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import ktap.script.source.SourceSpan;
import ktap.script.source.SourceText;
import ktap.sinks.Format;
import ktap.sinks.Selection;
import ktap.sources.flow.EventPattern;
import ktap.sources.recording.ReplaySettings;

/**
 * A pipeline as its file describes it. Every {@code from} names a stage above, or is empty for what
 * the last operator gives.
 *
 * @param text the file, for messages about places in it
 * @param isWhole whether all stages are in it: those with mistakes aren't
 */
public record PipelineSpec(
    SourceText text,
    List<Source> sources,
    List<Operator> operators,
    List<Sink> sinks,
    OptionalLong durationNanos,
    boolean isStrict,
    Optional<State> state,
    boolean isWhole) {

  /** Every event. */
  public static final List<EventPattern> ALL = List.of(EventPattern.parse("*:*"));

  public PipelineSpec {
    sources = List.copyOf(sources);
    operators = List.copyOf(operators);
    sinks = List.copyOf(sinks);
  }

  /**
   * Events by patterns: of the running kernel, or of something else.
   *
   * @param filter which of their events; its text keeps its places in the file
   * @param offline empty: of the running kernel
   */
  public record Source(
      Optional<String> id,
      List<EventPattern> patterns,
      Optional<SourceText> filter,
      Optional<Offline> offline,
      SourceSpan span) {
    public Source {
      patterns = List.copyOf(patterns);
    }
  }

  /** Where events come from that no running kernel gives. */
  public sealed interface Offline {}

  /** What was recorded, several recordings merged by time. */
  public record Replay(List<Path> paths, ReplaySettings settings) implements Offline {
    public Replay {
      paths = List.copyOf(paths);
    }
  }

  /**
   * Events that are made.
   *
   * @param patterns of which types; all of a pattern that stands for none
   * @param count how many
   * @param rate how many a second, in event time
   * @param isPaced whether they come as the clock goes, and not as fast as they can be made
   * @param like traces whose event types are taken; empty: those that are built in
   */
  public record Synthetic(
      List<EventPattern> patterns,
      long count,
      long seed,
      long rate,
      boolean isPaced,
      List<Path> like)
      implements Offline {
    public Synthetic {
      patterns = List.copyOf(patterns);
      like = List.copyOf(like);
    }
  }

  /** The only source, if that isn't the running kernel. */
  public Optional<Source> offline() {
    return sources.isEmpty() || sources.getFirst().offline().isEmpty()
        ? Optional.empty()
        : Optional.of(sources.getFirst());
  }

  /** A step between. */
  public sealed interface Operator {
    Optional<String> id();

    Optional<String> from();

    /** Where it stands in the file. */
    SourceSpan span();
  }

  /** A script; its text keeps its places in the file that holds it. */
  public record Script(
      Optional<String> id,
      Optional<String> from,
      SourceText script,
      List<String> arguments,
      SourceSpan span)
      implements Operator {}

  /** An expression that lets events pass. */
  public record Filter(
      Optional<String> id, Optional<String> from, SourceText expression, SourceSpan span)
      implements Operator {}

  /**
   * Where what the script has is kept.
   *
   * @param everyNanos how often
   */
  public record State(String path, long everyNanos) {}

  /** Where items end. */
  public sealed interface Sink {
    Optional<String> from();
  }

  /** Standard output. */
  public record Console(Optional<String> from, Selection what, Format format) implements Sink {}

  /**
   * A file.
   *
   * @param what empty: rows if a script emits any, else events
   */
  public record File(Optional<String> from, String path, Format format, Optional<Selection> what)
      implements Sink {}

  /** A recording. */
  public record Recording(Optional<String> from, String path, boolean appends) implements Sink {}

  /**
   * A table's histogram.
   *
   * @param span where the table is named
   */
  public record Histogram(
      Optional<String> from, String table, String path, OptionalLong everyNanos, SourceSpan span)
      implements Sink {}
}
