import static java.lang.classfile.ClassFile.ACC_PRIVATE;
import static java.lang.classfile.ClassFile.ACC_STATIC;
import static java.lang.classfile.ClassFile.ACC_SYNTHETIC;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassElement;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.Label;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDesc;
import java.lang.reflect.AccessFlag;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Enumeration;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;

/**
 * Takes the switches over types out of the jars of a directory: what the compiler leaves to be
 * linked at run time becomes a method with one {@code instanceof} for each case. The JVM generates
 * a class at the first use of each such switch, and its AOT cache doesn't keep it: 8 ms for each of
 * a dozen at every start. Why so: docs/design/003-command-line.md.
 *
 * <pre>java PlainSwitches.java DIRECTORY PREFIX</pre>
 *
 * A jar without such switches stays as it is, so that a second run does nothing.
 */
final class PlainSwitches {
  private static final ClassDesc BOOTSTRAPS = ClassDesc.of("java.lang.runtime.SwitchBootstraps");

  private final ClassFile classFile;
  private int rewritten;

  private PlainSwitches(ClassLoader classes) {
    ClassHierarchyResolver resolver =
        ClassHierarchyResolver.ofResourceParsing(classes)
            .orElse(ClassHierarchyResolver.defaultResolver());
    classFile = ClassFile.of(ClassFile.ClassHierarchyResolverOption.of(resolver));
  }

  public static void main(String[] words) throws IOException {
    Path directory = Path.of(words[0]);
    List<Path> jars;
    try (var all = Files.list(directory)) {
      jars =
          all.filter(jar -> jar.toString().endsWith(".jar"))
              .sorted(Comparator.naturalOrder())
              .toList();
    }
    URL[] urls = new URL[jars.size()];
    for (int i = 0; i < urls.length; i++) {
      urls[i] = jars.get(i).toUri().toURL();
    }
    try (URLClassLoader classes = new URLClassLoader(urls)) {
      for (Path jar : jars) {
        if (jar.getFileName().toString().startsWith(words[1])) {
          new PlainSwitches(classes).rewrite(jar);
        }
      }
    }
  }

  private void rewrite(Path jar) throws IOException {
    Path made = jar.resolveSibling(jar.getFileName() + ".new");
    try (JarFile old = new JarFile(jar.toFile());
        OutputStream file = Files.newOutputStream(made);
        JarOutputStream out = new JarOutputStream(file)) {
      for (Enumeration<JarEntry> entries = old.entries(); entries.hasMoreElements(); ) {
        JarEntry entry = entries.nextElement();
        JarEntry copy = new JarEntry(entry.getName());
        copy.setTime(entry.getTime());
        out.putNextEntry(copy);
        try (InputStream in = old.getInputStream(entry)) {
          byte[] bytes = in.readAllBytes();
          out.write(entry.getName().endsWith(".class") ? rewrite(bytes) : bytes);
        }
      }
    }
    if (rewritten > 0) {
      Files.move(made, jar, StandardCopyOption.REPLACE_EXISTING);
    } else {
      Files.delete(made);
    }
  }

  private byte[] rewrite(byte[] bytes) {
    ClassModel model = classFile.parse(bytes);
    try {
      return rewrite(bytes, model);
    } catch (IllegalArgumentException e) {
      // the compiler sometimes writes type annotations of local variables with places behind the
      // end of their method; such a class stays as it is
      System.out.println(
          model.thisClass().asInternalName() + " keeps its switches: " + e.getMessage());
      return bytes;
    }
  }

  private byte[] rewrite(byte[] bytes, ClassModel model) {
    Switches switches =
        new Switches(model.thisClass().asSymbol(), model.flags().has(AccessFlag.INTERFACE));
    byte[] changed =
        classFile.transformClass(
            model, ClassTransform.transformingMethodBodies(switches).andThen(switches.methods()));
    rewritten += switches.found.size();
    return switches.found.isEmpty() ? bytes : changed;
  }

  /** The switches over types of one class. */
  private static final class Switches implements CodeTransform {
    private final ClassDesc owner;
    private final boolean isInterface;
    private final List<InvokeDynamicInstruction> found = new ArrayList<>();

    Switches(ClassDesc owner, boolean isInterface) {
      this.owner = owner;
      this.isInterface = isInterface;
    }

    @Override
    public void accept(CodeBuilder code, CodeElement element) {
      if (element instanceof InvokeDynamicInstruction call && isPlain(call)) {
        code.invokestatic(owner, name(found.size()), call.typeSymbol(), isInterface);
        found.add(call);
      } else {
        code.with(element);
      }
    }

    /** Whether all cases are types; one that compares values too is left to the JVM. */
    private static boolean isPlain(InvokeDynamicInstruction call) {
      if (!call.bootstrapMethod().owner().equals(BOOTSTRAPS)
          || !call.bootstrapMethod().methodName().equals("typeSwitch")) {
        return false;
      }
      for (ConstantDesc label : call.bootstrapArgs()) {
        if (!(label instanceof ClassDesc)) {
          return false;
        }
      }
      return true;
    }

    private static String name(int number) {
      return "$caseOf" + number;
    }

    /** Adds a method for each at the end of the class. */
    ClassTransform methods() {
      return new ClassTransform() {
        @Override
        public void accept(ClassBuilder builder, ClassElement element) {
          builder.with(element);
        }

        @Override
        public void atEnd(ClassBuilder builder) {
          for (int i = 0; i < found.size(); i++) {
            InvokeDynamicInstruction call = found.get(i);
            builder.withMethodBody(
                name(i),
                call.typeSymbol(),
                ACC_PRIVATE | ACC_STATIC | ACC_SYNTHETIC,
                code -> body(code, call));
          }
        }
      };
    }

    /**
     * Gives -1 for null, else the number of the first case from {@code restart} on whose type the
     * value has, else how many cases there are: the contract of {@code
     * SwitchBootstraps.typeSwitch}.
     */
    private static void body(CodeBuilder code, InvokeDynamicInstruction call) {
      Label isThere = code.newLabel();
      code.aload(0).ifnonnull(isThere).iconst_m1().ireturn().labelBinding(isThere);
      List<ConstantDesc> labels = call.bootstrapArgs();
      for (int i = 0; i < labels.size(); i++) {
        Label next = code.newLabel();
        code.iload(1).loadConstant(i).if_icmpgt(next);
        code.aload(0).instanceOf((ClassDesc) labels.get(i)).ifeq(next);
        code.loadConstant(i).ireturn().labelBinding(next);
      }
      code.loadConstant(labels.size()).ireturn();
    }
  }
}
