package ktap.script.vm;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import ktap.script.text.ValueText;
import ktap.script.value.ByteString;
import ktap.script.value.EventTextValue;
import ktap.script.value.Key;
import ktap.script.value.Tag;
import ktap.sources.flow.ByteText;
import ktap.sources.flow.Row;
import org.jspecify.annotations.Nullable;

/** Values of the language as values of a row. */
@SuppressWarnings("ReferenceEquality") // tags are unique
public final class Rows {
  private Rows() {}

  /** One value; what has no form of its own there becomes text. */
  public static Object value(long number, @Nullable Object ref, Machine machine) {
    if (ref == null) {
      return Row.NIL;
    }
    if (ref == Tag.INT) {
      return number;
    }
    if (ref == Tag.FLOAT) {
      return Double.longBitsToDouble(number);
    }
    return switch (ref) {
      case Boolean truth -> truth;
      case ByteString string -> text(string);
      case EventTextValue _ -> text(machine.eventText());
      case Key key -> {
        List<Object> parts = new ArrayList<>();
        for (int i = 0; i < key.size(); i++) {
          parts.add(value(key.number(i), key.ref(i), machine));
        }
        yield parts;
      }
      default -> {
        ByteText out = new ByteText(64);
        new ValueText().appendKey(out, machine, number, ref);
        yield text(ByteString.over(out.toBytes()));
      }
    };
  }

  private static Object text(ByteString string) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(string.bytes())).toString();
    } catch (CharacterCodingException notText) {
      return string.bytes().clone();
    }
  }
}
