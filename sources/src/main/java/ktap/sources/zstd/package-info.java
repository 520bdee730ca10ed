/**
 * Reads what the Zstandard compressor wrote (RFC 8878), in plain Java: the perf.data and trace.dat
 * of other tools are compressed with it. See docs/design/021-foreign-traces.md on why it is our
 * own.
 *
 * <p>Read {@link ktap.sources.zstd.ZstdStream} first. It knows frames and blocks; {@code
 * BlockDecoder} knows what is in a block, {@code HuffmanTable} and {@code FseTable} are its two
 * codes, {@code BackwardBits} the order in which bits are read.
 *
 * <p>Depends on the flow model's {@link ktap.sources.flow.Bytes} alone. It must not know what is
 * compressed.
 */
@NullMarked
package ktap.sources.zstd;

import org.jspecify.annotations.NullMarked;
