package ktap.pipelines.run;

import java.util.List;
import ktap.sources.flow.EventSource;
import ktap.sources.flow.Subscription;

/** Makes the source of a run: the kernel, a recording, a generator. */
@FunctionalInterface
public interface EventSources {
  /**
   * A source that isn't started yet.
   *
   * @param wanted events; none if only time is wanted
   * @param readsTask whether anyone looks at process numbers and command names
   */
  EventSource open(List<Subscription> wanted, boolean readsTask);
}
