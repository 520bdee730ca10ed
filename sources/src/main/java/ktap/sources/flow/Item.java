package ktap.sources.flow;

/** All that can travel between two stages of a pipeline. Immutable once it travels. */
public sealed interface Item permits EventBatch, Text, Row, TableSnapshot, Message {}
