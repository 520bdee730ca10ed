package ktap.sources.format;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Supplier;
import ktap.sources.flow.ByteText;
import ktap.sources.flow.KernelNames;
import org.jspecify.annotations.Nullable;

/**
 * The names of a kernel as its files tell them. Each file is read when something in it is asked for
 * the first time; one that can't be read counts as empty, as a kernel may lack it or refuse it.
 */
public final class KernelFiles implements KernelNames {
  private static final Path KALLSYMS = Path.of("/proc/kallsyms");
  private static final Path TYPE_INFORMATION = Path.of("/sys/kernel/btf/vmlinux");
  private static final String SIZE_OF = "sizeof(struct ";

  private final Supplier<byte[]> symbolText;
  private final Supplier<byte[]> textLines;
  private final Supplier<byte[]> typeBytes;
  private final Map<String, OptionalLong> constants = new HashMap<>();
  private @Nullable SymbolTable symbols; // null until asked for; so are the next two
  private @Nullable KernelTexts texts;
  private @Nullable TypeInformation types;

  private KernelFiles(
      Supplier<byte[]> symbolText, Supplier<byte[]> textLines, Supplier<byte[]> typeBytes) {
    this.symbolText = symbolText;
    this.textLines = textLines;
    this.typeBytes = typeBytes;
  }

  /**
   * The running kernel's.
   *
   * @param tracefs where tracefs is mounted
   */
  public static KernelFiles running(Path tracefs) {
    return new KernelFiles(
        once(() -> read(KALLSYMS)),
        once(() -> read(tracefs.resolve("printk_formats"))),
        () -> read(TYPE_INFORMATION));
  }

  /**
   * Of the kernel that a recording is of; unpacked when needed.
   *
   * @param stored what {@link #stored} gave
   * @param constants those that are known
   */
  public static KernelNames restored(byte[] stored, Map<String, Long> constants) {
    if (stored.length == 0 && constants.isEmpty()) {
      return NONE;
    }
    Supplier<KernelArchive> archive = once(() -> KernelArchive.unpack(stored));
    KernelFiles files =
        new KernelFiles(
            () -> archive.get().kallsyms(), () -> archive.get().printkFormats(), () -> new byte[0]);
    constants.forEach((name, value) -> files.constants.put(name, OptionalLong.of(value)));
    return files;
  }

  private static <T> Supplier<T> once(Supplier<T> supplier) {
    return new Supplier<>() {
      private @Nullable T value; // null until asked for

      @Override
      public synchronized T get() {
        T known = value;
        if (known == null) {
          known = supplier.get();
          value = known;
        }
        return known;
      }
    };
  }

  /**
   * Of another kernel, from what a trace file holds of {@code kallsyms}, {@code printk_formats}.
   */
  public static KernelFiles stored(byte[] kallsyms, byte[] printkFormats) {
    return new KernelFiles(() -> kallsyms, () -> printkFormats, () -> new byte[0]);
  }

  @Override
  public boolean appendSymbol(long address, boolean withOffset, ByteText out) {
    return symbols().append(address, withOffset, out);
  }

  @Override
  public OptionalLong address(String symbol) {
    return symbols().address(symbol);
  }

  @Override
  public boolean appendText(long address, ByteText out) {
    byte[] text = texts().at(address);
    if (text != null) {
      out.append(text);
    }
    return text != null;
  }

  @Override
  public synchronized OptionalLong constant(String name) {
    return constants.computeIfAbsent(name, this::find);
  }

  @Override
  public byte[] stored() {
    return new KernelArchive(symbolText.get(), textLines.get()).pack();
  }

  private OptionalLong find(String name) {
    if (name.startsWith(SIZE_OF) && name.endsWith(")")) {
      return types().sizeOfStructure(name.substring(SIZE_OF.length(), name.length() - 1));
    }
    return types().enumerator(name);
  }

  private synchronized SymbolTable symbols() {
    if (symbols == null) {
      symbols = SymbolTable.parse(symbolText.get());
    }
    return symbols;
  }

  private synchronized KernelTexts texts() {
    if (texts == null) {
      texts = KernelTexts.parse(textLines.get());
    }
    return texts;
  }

  private synchronized TypeInformation types() {
    if (types == null) {
      types = TypeInformation.parse(typeBytes.get());
    }
    return types;
  }

  private static byte[] read(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      return new byte[0];
    }
  }
}
