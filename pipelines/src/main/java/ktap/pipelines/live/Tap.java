package ktap.pipelines.live;

import ktap.sources.flow.EventBatch;

/** Sees what a script was given, batch by batch, when the script is through with it. */
public interface Tap {
  /** Sees nothing. */
  Tap NONE =
      new Tap() {
        @Override
        public void take(EventBatch batch, int consumed) {}

        @Override
        public boolean isClosed() {
          return false;
        }
      };

  /**
   * @param consumed how many bytes of the batch the script consumed; the rest it left
   */
  void take(EventBatch batch, int consumed);

  /** Called when the source has nothing to give. */
  default void rest() {}

  /** Whether it can't take any more, so that the run should end. */
  boolean isClosed();
}
