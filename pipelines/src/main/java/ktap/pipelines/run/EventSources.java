package ktap.pipelines.run;

import java.nio.file.Path;
import java.util.List;
import ktap.pipelines.live.Recorder;
import ktap.sources.flow.EventSource;
import ktap.sources.flow.SourcePlaces;
import ktap.sources.flow.Subscription;

/** Makes the source of a run: the kernel, a recording, a generator. */
@FunctionalInterface
public interface EventSources {
  /** How a pipeline says that a recording is to be continued. */
  String CONTINUING = "append: true";

  /**
   * A source that isn't started yet.
   *
   * @param wanted events; none if only time is wanted
   * @param readsTask whether anyone looks at process numbers and command names
   */
  EventSource open(List<Subscription> wanted, boolean readsTask);

  /** Where the source stands, for who keeps a state. */
  default SourcePlaces places() {
    return SourcePlaces.NONE;
  }

  /** Whether events that aren't taken are lost. */
  default boolean isLive() {
    return false;
  }

  /** Called when the source has started. */
  default void started(EventSource source) {}

  /** Called when no more events come, before any {@code trace_end}. */
  default void ended() {}

  /**
   * What records the events of this source.
   *
   * @throws ktap.sources.recording.RecordingException if the directory is there already
   */
  default Recorder recorder(Path directory, boolean appends) {
    return new Recorder(directory, appends, CONTINUING, usual -> usual);
  }
}
