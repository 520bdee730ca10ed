package ktap.sources.format;

import java.util.Arrays;
import java.util.Comparator;
import java.util.OptionalLong;
import ktap.sources.flow.ByteText;

/**
 * The functions of a kernel by address, from the text of {@code /proc/kallsyms}. Names them as the
 * kernel does (kernel/kallsyms.c): of several at one address the first, and none outside of the
 * kernel's text.
 */
final class SymbolTable {
  /** How far the last symbol of a module is taken to reach; nothing tells. */
  private static final int PAGE = 4096;

  private final byte[] text;
  private final long[] addresses;
  private final int[] names;
  private long textStart;
  private long textEnd = -1;
  private long initStart = -1;
  private long initEnd = -1;

  private SymbolTable(byte[] text, long[] addresses, int[] names) {
    this.text = text;
    this.addresses = addresses;
    this.names = names;
  }

  /** Reads lines {@code ADDRESS TYPE NAME [MODULE]}; others are left out. */
  static SymbolTable parse(byte[] text) {
    int lines = 0;
    for (byte b : text) {
      lines += b == '\n' ? 1 : 0;
    }
    long[] addresses = new long[lines + 1];
    int[] names = new int[lines + 1];
    int count = 0;
    for (int at = 0; at < text.length; at = endOfLine(text, at) + 1) {
      int blank = at;
      long address = 0;
      for (int digit; blank < text.length && (digit = digit(text[blank])) >= 0; blank++) {
        address = address << 4 | digit;
      }
      if (address < 0 && blank + 3 < text.length) {
        addresses[count] = address;
        names[count++] = blank + 3;
      }
    }
    return sorted(text, Arrays.copyOf(addresses, count), Arrays.copyOf(names, count));
  }

  private static SymbolTable sorted(byte[] text, long[] addresses, int[] names) {
    boolean isSorted = true;
    for (int i = 1; i < addresses.length; i++) {
      isSorted &= addresses[i - 1] <= addresses[i];
    }
    SymbolTable table =
        isSorted ? new SymbolTable(text, addresses, names) : sort(text, addresses, names);
    table.findBounds();
    return table;
  }

  private static SymbolTable sort(byte[] text, long[] addresses, int[] names) {
    Integer[] order = new Integer[addresses.length];
    Arrays.setAll(order, i -> i);
    Arrays.sort(order, Comparator.comparingLong(i -> addresses[i]));
    long[] sortedAddresses = new long[order.length];
    int[] sortedNames = new int[order.length];
    for (int i = 0; i < order.length; i++) {
      sortedAddresses[i] = addresses[order[i]];
      sortedNames[i] = names[order[i]];
    }
    return new SymbolTable(text, sortedAddresses, sortedNames);
  }

  private void findBounds() {
    for (int i = 0; i < names.length; i++) {
      if (text[names[i]] != '_') {
        continue;
      }
      if (isNamed(i, "_stext")) {
        textStart = addresses[i];
      } else if (isNamed(i, "_etext") && textEnd == -1 || isNamed(i, "_end")) {
        textEnd = addresses[i];
      } else if (isNamed(i, "_sinittext")) {
        initStart = addresses[i];
      } else if (isNamed(i, "_einittext")) {
        initEnd = addresses[i];
      }
    }
  }

  private boolean isNamed(int i, String name) {
    int start = names[i];
    for (int k = 0; k < name.length(); k++) {
      if (start + k >= text.length || text[start + k] != name.charAt(k)) {
        return false;
      }
    }
    return isEnd(start + name.length());
  }

  private boolean isEnd(int at) {
    return at >= text.length || text[at] == '\n' || text[at] == '\t' || text[at] == ' ';
  }

  /**
   * Appends {@code name}, {@code name+0x1c/0x40}, with {@code [module]} behind it if it is one's.
   */
  boolean append(long address, boolean withOffset, ByteText out) {
    int last = address < 0 ? lastUpTo(address) : -1; // the kernel lives in the upper half
    if (last < 0) {
      return false;
    }
    int first = last;
    while (first > 0 && addresses[first - 1] == addresses[last]) {
      first--;
    }
    int nameEnd = names[first];
    while (!isEnd(nameEnd)) {
      nameEnd++;
    }
    boolean isModule = nameEnd < text.length && text[nameEnd] != '\n';
    long end = last + 1 < addresses.length ? addresses[last + 1] : addresses[last] + PAGE;
    if (isModule ? address >= end : !isKernelText(address)) {
      return false;
    }
    out.append(text, names[first], nameEnd - names[first]);
    if (withOffset) {
      out.append("+0x").appendHex(address - addresses[first]);
      out.append("/0x").appendHex(end - addresses[first]);
    }
    if (isModule) {
      out.appendByte(' ').append(text, nameEnd + 1, endOfLine(text, nameEnd) - nameEnd - 1);
    }
    return true;
  }

  /** The first symbol of that name. */
  OptionalLong address(String name) {
    for (int i = 0; i < names.length; i++) {
      if (isNamed(i, name)) {
        return OptionalLong.of(addresses[i]);
      }
    }
    return OptionalLong.empty();
  }

  private boolean isKernelText(long address) {
    return address >= textStart && address < textEnd
        || initEnd != -1 && address >= initStart && address < initEnd;
  }

  private int lastUpTo(long address) {
    int low = 0;
    int high = addresses.length - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      if (addresses[middle] <= address) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return high;
  }

  private static int endOfLine(byte[] text, int from) {
    int at = from;
    while (at < text.length && text[at] != '\n') {
      at++;
    }
    return at;
  }

  private static int digit(byte b) {
    if (b >= '0' && b <= '9') {
      return b - '0';
    }
    return b >= 'a' && b <= 'f' ? b - 'a' + 10 : -1;
  }
}
