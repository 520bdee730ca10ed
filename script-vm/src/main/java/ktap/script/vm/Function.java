package ktap.script.vm;

import ktap.script.value.Closure;

/** A function of the script as a value. */
public final class Function extends Closure {
  /** Its code; hot path. */
  public final FunctionCode code;

  public Function(FunctionCode code) {
    super(code.prototype.captures().size());
    this.code = code;
  }

  @Override
  public String name() {
    return code.prototype.name();
  }
}
