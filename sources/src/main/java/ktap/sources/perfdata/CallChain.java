package ktap.sources.perfdata;

import ktap.sources.flow.Bytes;

/**
 * The call chain of one sample, parted into the kernel's frames and those of user space. Between
 * the addresses of a chain are marks that say whose the next ones are (linux/perf_event.h, {@code
 * PERF_CONTEXT_*}).
 */
final class CallChain {
  private static final long FIRST_MARK = -4095;
  private static final long KERNEL_MARK = -128;
  private static final long USER_MARK = -512;

  private byte[] bytes = {};
  private int from;
  private int count;
  int kernelFrames;
  int userFrames;

  /** Takes in the chain whose addresses lie at a place. */
  void set(byte[] chain, int start, int addresses) {
    bytes = chain;
    from = start;
    count = addresses;
    kernelFrames = walk(KERNEL_MARK, bytes, -1);
    userFrames = walk(USER_MARK, bytes, -1);
  }

  void writeKernel(byte[] to, int at) {
    walk(KERNEL_MARK, to, at);
  }

  void writeUser(byte[] to, int at) {
    walk(USER_MARK, to, at);
  }

  /** Counts the frames behind marks of a kind, and writes them if there is somewhere to. */
  private int walk(long wanted, byte[] to, int at) {
    int frames = 0;
    long mark = 0;
    for (int i = 0; i < count; i++) {
      long address = Bytes.getLong(bytes, from + i * Long.BYTES);
      if (address < 0 && address >= FIRST_MARK) {
        mark = address;
      } else if (mark == wanted) {
        if (at >= 0) {
          Bytes.putLong(to, at + frames * Long.BYTES, address);
        }
        frames++;
      }
    }
    return frames;
  }
}
