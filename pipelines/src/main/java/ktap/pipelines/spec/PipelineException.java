package ktap.pipelines.spec;

import java.util.List;

/** A pipeline file has mistakes; the message tells all of them. */
public final class PipelineException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /**
   * @param mistakes each with its place, line and caret
   */
  public PipelineException(List<String> mistakes) {
    super(String.join("\n", mistakes), null, false, false);
  }
}
