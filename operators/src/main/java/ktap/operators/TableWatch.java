package ktap.operators;

import java.util.OptionalLong;

/**
 * Someone who wants to see a script's table: at the end, and in between at equal distances of the
 * stream's time.
 *
 * @param table the variable's name
 */
public record TableWatch(String table, OptionalLong everyNanos) {}
