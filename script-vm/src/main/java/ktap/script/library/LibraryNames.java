package ktap.script.library;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import ktap.script.check.BuiltIns;
import ktap.script.check.Dialect;

/**
 * The library as the checker sees it. What the original didn't have is unknown to the older
 * families: their scripts make globals by assigning, {@code hist = {}}, and may use any name.
 */
public final class LibraryNames implements BuiltIns {
  private static final BuiltInFacts TABLE =
      new BuiltInFacts(true, 0, 0, Optional.empty(), Optional.empty());

  /** Variables of the modern family, which are functions in the others. */
  private static final List<String> TASK_FUNCTIONS =
      List.of("pid", "tid", "uid", "cpu", "execname");

  @Override
  public Optional<BuiltInFacts> find(String name, Dialect dialect) {
    if (name.equals("arg") || Library.isTable(name)) {
      return Optional.of(TABLE);
    }
    return Library.find(name)
        .filter(definition -> name.indexOf('.') < 0 && isKnown(definition, dialect))
        .map(LibraryNames::facts);
  }

  @Override
  public Optional<BuiltInFacts> find(String table, String member, Dialect dialect) {
    return Library.find(table + "." + member).map(LibraryNames::facts);
  }

  @Override
  public boolean isPure(String name) {
    return Pure.NAMES.contains(name);
  }

  private static boolean isKnown(Definition definition, Dialect dialect) {
    return dialect == Dialect.MODERN
        ? !TASK_FUNCTIONS.contains(definition.name())
        : definition.isOriginal();
  }

  private static BuiltInFacts facts(Definition definition) {
    return new BuiltInFacts(
        false,
        definition.minArguments(),
        definition.maxArguments(),
        definition.capture(),
        definition.refusal());
  }

  @Override
  public List<String> names(Dialect dialect) {
    List<String> names = new ArrayList<>(Library.tableNames());
    names.add("arg");
    for (Definition definition : Library.definitions()) {
      if (definition.name().indexOf('.') < 0 && isKnown(definition, dialect)) {
        names.add(definition.name());
      }
    }
    return names;
  }

  @Override
  public List<String> members(String table, Dialect dialect) {
    List<String> members = new ArrayList<>();
    for (Definition definition : Library.definitions()) {
      if (definition.name().startsWith(table + ".")) {
        members.add(definition.name().substring(table.length() + 1));
      }
    }
    return members;
  }

  /** Functions that change nothing. Their names are split when first asked for. */
  private static final class Pure {
    static final Set<String> NAMES =
        Set.of(
            """
            abs arch bswap byte ceil char contains cpu curr_taskinfo ends_with errno_name execname
            exp find float floor format gettimeofday_ms gettimeofday_ns gettimeofday_s
            gettimeofday_us hdr hist in_interrupt in_iowait int ipof join kernel_string kernel_v len
            lhist log log2 lower max min net.format_ip_addr nsecs ntop num_cpus param pid rep replace
            round signal_name sqrt stack starts_with strftime stringof strstr sub substr symbol
            syscall_name tid tonumber tostring trim type uid upper user_string ustack xor
            """
                .split("\\s+"));
  }
}
