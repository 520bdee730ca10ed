package ktap.sources.recording;

import java.util.Optional;

/**
 * A document of a journal.
 *
 * @param kind what it is, from {@link Journal#FIRST_KIND} on
 * @param sequence to which group of documents it belongs
 * @param part its place in the group
 * @param timeNanos what the writer gave
 * @param body empty if it is damaged
 */
public record JournalDocument(
    int kind, long sequence, int part, long timeNanos, Optional<byte[]> body) {}
