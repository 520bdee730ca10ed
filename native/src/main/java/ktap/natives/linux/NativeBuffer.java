package ktap.natives.linux;

import com.sun.jna.Native;
import com.sun.jna.Pointer;
import java.nio.ByteBuffer;

/** Memory outside of the heap that system calls fill; freed with this object. Not for threads. */
public final class NativeBuffer {
  private final ByteBuffer bytes;
  private final long address;

  public NativeBuffer(int size) {
    bytes = ByteBuffer.allocateDirect(size);
    address = Pointer.nativeValue(Native.getDirectBufferPointer(bytes));
  }

  public int size() {
    return bytes.capacity();
  }

  /** Copies from the start of it. */
  public void copyTo(byte[] target, int at, int length) {
    bytes.get(0, target, at, length);
  }

  long address() {
    return address;
  }
}
