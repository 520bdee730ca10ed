package ktap.sources.perfdata;

import ktap.sources.flow.EventType;

/**
 * One event of a file: how its samples lie, and what they are as events of the stream.
 *
 * @param type as the stream has it, with the call chain if one was captured
 * @param samples makes the payload
 */
record PerfEvent(SampleLayout layout, EventType type, SamplePayload samples) {}
