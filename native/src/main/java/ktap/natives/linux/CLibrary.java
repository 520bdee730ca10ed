package ktap.natives.linux;

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;

/**
 * The C library under its own names, mapped directly. Sizes and addresses are {@code long}, which
 * is what they are on every 64-bit Linux.
 */
final class CLibrary {
  // fcntl.h
  static final int O_RDONLY = 0;
  static final int O_WRONLY = 1;
  static final int O_NONBLOCK = 0x800;
  static final int O_CLOEXEC = 0x80000;

  // linux/mount.h; the numbers of asm-generic/unistd.h are the same on all machines since 5.2
  static final long NR_FSOPEN = 430;
  static final long NR_FSCONFIG = 431;
  static final long NR_FSMOUNT = 432;
  static final long FSOPEN_CLOEXEC = 1;
  static final long FSCONFIG_CMD_CREATE = 6;
  static final long FSMOUNT_CLOEXEC = 1;

  // sys/mman.h
  static final int PROT_READ = 1;
  static final int PROT_WRITE = 2;
  static final int MAP_SHARED = 1;
  static final long MAP_FAILED = -1;

  // linux/perf_event.h
  static final long PERF_FLAG_FD_CLOEXEC = 8;

  // asm/unistd_64.h of x86, asm-generic/unistd.h
  static final long NR_PERF_EVENT_OPEN_INTEL = 298;
  static final long NR_PERF_EVENT_OPEN_ARM = 241;

  static {
    Native.register(CLibrary.class, NativeLibrary.getProcess());
  }

  private CLibrary() {}

  static native int open(String path, int flags, int mode);

  static native long read(int descriptor, long address, long count);

  static native long pread(int descriptor, long address, long count, long offset);

  static native long write(int descriptor, byte[] bytes, long count);

  static native int mkdir(String path, int mode);

  static native int rmdir(String path);

  static native int close(int descriptor);

  static native int pipe2(long descriptors, int flags);

  static native int kill(int process, int signal);

  /** With a handler of 0, {@code SIG_DFL}. */
  static native long signal(int number, long handler);

  static native int getppid();

  static native int getpagesize();

  static native long mmap(
      long address, long length, int protection, int flags, int descriptor, long offset);

  static native int munmap(long address, long length);

  static native long syscall(long number, long a, long b, long c, long d, long e);
}
