package ktap.sources.format;

import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import ktap.sources.flow.ByteText;
import ktap.sources.flow.EventType;
import ktap.sources.flow.KernelNames;

/** Which constants of a kernel the texts of event types are made with. */
public final class KernelConstants {
  private KernelConstants() {}

  /** Those of one type, by name, with their values; without those that nobody knows. */
  public static Map<String, Long> of(EventType type, KernelNames names) {
    Asked asked = new Asked(names, new TreeMap<>());
    EventText.of(type, asked);
    return asked.known;
  }

  /** Remembers what is asked for. */
  private record Asked(KernelNames names, Map<String, Long> known) implements KernelNames {
    @Override
    public boolean appendSymbol(long address, boolean withOffset, ByteText out) {
      return names.appendSymbol(address, withOffset, out);
    }

    @Override
    public boolean appendText(long address, ByteText out) {
      return names.appendText(address, out);
    }

    @Override
    public OptionalLong constant(String name) {
      OptionalLong value = names.constant(name);
      value.ifPresent(found -> known.put(name, found));
      return value;
    }
  }
}
