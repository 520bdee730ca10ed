package ktap.script.state;

/** Takes a state's bytes, part by part. */
@FunctionalInterface
public interface StateParts {
  /**
   * @param bytes valid during the call
   */
  void part(byte[] bytes, int length);
}
