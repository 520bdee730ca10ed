package ktap.script.aggregation;

/**
 * How many numbers of a range went into a histogram.
 *
 * @param from the smallest; {@link Long#MIN_VALUE} if it has no lower end
 * @param to the largest, itself part of it; {@link Long#MAX_VALUE} if it has no upper end
 */
public record Bucket(long from, long to, long count) {}
