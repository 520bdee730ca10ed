package ktap.script.code;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Field;
import org.junit.jupiter.api.Test;

@SuppressWarnings("EnumOrdinal") // that is what is tested
class OpcodeTest {

  @Test
  void numbersAreTheOrdinals() throws IllegalAccessException {
    int found = 0;
    for (Field field : Op.class.getFields()) {
      assertThat(Opcode.valueOf(field.getName()).ordinal())
          .as(field.getName())
          .isEqualTo(field.getInt(null));
      found++;
    }
    assertThat(found).isEqualTo(Opcode.values().length);
  }

  @Test
  void operandsComeBackAsTheyWentIn() {
    long instruction = Op.of(Op.ADD_INT, 65535, 40000, -5);

    assertThat(Opcode.of(instruction)).isEqualTo(Opcode.ADD_INT);
    assertThat(Op.a(instruction)).isEqualTo(65535);
    assertThat(Op.b(instruction)).isEqualTo(40000);
    assertThat(Op.signedC(instruction)).isEqualTo(-5);
    assertThat(Op.c(instruction)).isEqualTo(65531);
    assertThat(Op.wide(Op.wide(Op.INT, 3, -7))).isEqualTo(-7);
  }
}
