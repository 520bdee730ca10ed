package ktap.script.value;

/**
 * What protects the tool and the machine from a script.
 *
 * @param maxLoops backward jumps of one invocation; 0 for no limit
 * @param maxDepth calls within calls
 * @param maxTableEntries entries of one table
 * @param maxStringBytes bytes of one string
 */
public record Limits(long maxLoops, int maxDepth, int maxTableEntries, int maxStringBytes) {
  public static final Limits DEFAULT = new Limits(100_000_000, 1_000, 100_000_000, 64 << 20);

  public Limits withMaxLoops(long loops) {
    return new Limits(loops, maxDepth, maxTableEntries, maxStringBytes);
  }
}
