package ktap.sources.format;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Constant texts of a kernel by address, from the text of tracefs's {@code printk_formats}. */
final class KernelTexts {
  private final Map<Long, byte[]> texts = new HashMap<>();

  private KernelTexts() {}

  /** Reads lines {@code 0xADDRESS : "TEXT"}; others are left out. */
  static KernelTexts parse(byte[] lines) {
    KernelTexts parsed = new KernelTexts();
    for (String line : new String(lines, UTF_8).split("\n", -1)) {
      int colon = line.indexOf(" : \"");
      if (line.startsWith("0x") && colon > 0 && line.endsWith("\"")) {
        parsed.add(line.substring(2, colon), line.substring(colon + 4, line.length() - 1));
      }
    }
    return parsed;
  }

  private void add(String address, String escaped) {
    try {
      texts.put(Long.parseUnsignedLong(address.strip(), 16), unescape(escaped).getBytes(UTF_8));
    } catch (NumberFormatException e) {
      // a line of another kind
    }
  }

  private static String unescape(String text) {
    return text.replace("\\n", "\n")
        .replace("\\t", "\t")
        .replace("\\\"", "\"")
        .replace("\\\\", "\\");
  }

  byte @Nullable [] at(long address) {
    return texts.get(address);
  }
}
