package ktap.sources.tracedat;

import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import ktap.sources.recording.RecordingException;
import ktap.sources.zstd.ZstdException;
import ktap.sources.zstd.ZstdStream;

/** How parts of a file are compressed, by the name that the file tells. */
enum Compression {
  NONE("none") {
    @Override
    byte[] decompress(byte[] bytes, int size) {
      throw new RecordingException("a part says that it is compressed, but the file that none is");
    }
  },
  ZLIB("zlib") {
    @Override
    byte[] decompress(byte[] bytes, int size) {
      byte[] to = new byte[size];
      try (Inflater inflater = new Inflater()) {
        inflater.setInput(bytes);
        int count = inflater.inflate(to);
        if (count != size || !inflater.finished()) {
          throw new RecordingException(
              "a compressed part is damaged: it should end with byte "
                  + size
                  + ", and "
                  + count
                  + " could be read");
        }
        return to;
      } catch (DataFormatException e) {
        throw new RecordingException("a compressed part is damaged: " + e.getMessage(), e);
      }
    }
  },
  ZSTD("zstd") {
    @Override
    byte[] decompress(byte[] bytes, int size) {
      try {
        return ZstdStream.decompress(bytes, 0, bytes.length, size);
      } catch (ZstdException e) {
        throw new RecordingException("a compressed part is damaged: " + e.getMessage(), e);
      }
    }
  };

  private final String fileName;

  Compression(String fileName) {
    this.fileName = fileName;
  }

  /**
   * @param size of what comes out
   * @throws RecordingException if the bytes are damaged
   */
  abstract byte[] decompress(byte[] bytes, int size);

  /**
   * @throws RecordingException if it isn't known
   */
  static Compression of(String name) {
    for (Compression compression : values()) {
      if (compression.fileName.equals(name)) {
        return compression;
      }
    }
    throw new RecordingException(
        "it is compressed by '"
            + name
            + "', which ktap doesn't read; 'trace-cmd convert --compression none' makes a file that"
            + " it does");
  }
}
