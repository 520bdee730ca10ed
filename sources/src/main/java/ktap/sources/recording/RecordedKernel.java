package ktap.sources.recording;

import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import ktap.sources.flow.ByteText;
import ktap.sources.flow.KernelNames;
import ktap.sources.format.KernelFiles;

/** Names of a kernel as recordings of it tell them, one after the other. */
final class RecordedKernel implements KernelNames {
  private final Map<String, Long> constants = new HashMap<>();
  private byte[] archive = {};
  private int checksum;
  private KernelNames names = NONE;

  /** Whether these texts were taken in last, by the checksum of their document. */
  synchronized boolean has(int sum) {
    return archive.length > 0 && checksum == sum;
  }

  /** Takes in texts; the last ones count. */
  synchronized void take(byte[] stored, int sum) {
    archive = stored;
    checksum = sum;
    names = KernelFiles.restored(archive, constants);
  }

  /** Takes in constants, before the events whose texts take them. */
  synchronized void take(Map<String, Long> some) {
    if (!constants.entrySet().containsAll(some.entrySet())) {
      constants.putAll(some);
      names = KernelFiles.restored(archive, constants);
    }
  }

  private synchronized KernelNames names() {
    return names;
  }

  @Override
  public boolean appendSymbol(long address, boolean withOffset, ByteText out) {
    return names().appendSymbol(address, withOffset, out);
  }

  @Override
  public OptionalLong address(String symbol) {
    return names().address(symbol);
  }

  @Override
  public boolean appendText(long address, ByteText out) {
    return names().appendText(address, out);
  }

  @Override
  public OptionalLong constant(String name) {
    return names().constant(name);
  }

  @Override
  public byte[] stored() {
    return names().stored();
  }
}
