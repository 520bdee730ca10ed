package ktap.script.vm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.MethodModel;
import java.lang.classfile.attribute.CodeAttribute;
import org.junit.jupiter.api.Test;

/** HotSpot compiles no method of more than 8,000 bytes of bytecode. */
class InterpreterSizeTest {

  @Test
  void loopIsSmallEnoughToBeCompiled() throws IOException {
    try (InputStream bytes = Interpreter.class.getResourceAsStream("Interpreter.class")) {
      ClassModel model = ClassFile.of().parse(bytes.readAllBytes());
      for (MethodModel method : model.methods()) {
        int size = method.code().map(code -> ((CodeAttribute) code).codeLength()).orElse(0);
        assertThat(size).as(method.methodName().stringValue()).isLessThan(8_000);
      }
    }
  }
}
