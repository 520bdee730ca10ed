package ktap.script;

import java.util.Optional;
import ktap.script.check.Dialect;
import ktap.script.value.Limits;
import ktap.sources.flow.EventCatalog;

/**
 * How a script is to be compiled and run.
 *
 * @param catalog the events that it is checked against; without one, what it says of events isn't
 * @param dialect the family of versions; empty lets the script's own words decide
 * @param limits what protects the machine from it
 * @param engine what runs it
 */
public record ScriptSettings(
    Optional<EventCatalog> catalog, Optional<Dialect> dialect, Limits limits, Engine engine) {

  /** What runs a script. All give the same answers. */
  public enum Engine {
    /** Bytecode is interpreted. */
    INTERPRETER,
    /** Bytecode is interpreted at first; what gets hot becomes JVM code. */
    JVM,
    /** The same, but everything is taken for hot: for tests, and to see the JVM code. */
    JVM_AT_ONCE
  }

  /** The usual ones. */
  public static ScriptSettings of(EventCatalog catalog) {
    return of(Optional.of(catalog));
  }

  /** The usual ones, with a catalog or without. */
  public static ScriptSettings of(Optional<EventCatalog> catalog) {
    return new ScriptSettings(catalog, Optional.empty(), Limits.DEFAULT, Engine.JVM);
  }

  public ScriptSettings with(EventCatalog other) {
    return new ScriptSettings(Optional.of(other), dialect, limits, engine);
  }

  public ScriptSettings with(Limits other) {
    return new ScriptSettings(catalog, dialect, other, engine);
  }

  public ScriptSettings with(Engine other) {
    return new ScriptSettings(catalog, dialect, limits, other);
  }

  public ScriptSettings with(Dialect other) {
    return new ScriptSettings(catalog, Optional.of(other), limits, engine);
  }
}
