package ktap.script.vm;

import org.jspecify.annotations.Nullable;

/** A frame of the interpreter that waits for the function that it called. */
@SuppressWarnings(
    "NullAway.Init") // all is set before anyone looks, but for the lowest, which is none
final class Caller {
  final Caller below;

  /** The next one, made once and used again. */
  private @Nullable Caller above;

  Function function;
  int base;

  /** Where it goes on. */
  Instruction next;

  /** The end of a chain: no frame. */
  Caller() {
    this.below = this;
  }

  private Caller(Caller below) {
    this.below = below;
  }

  Caller above() {
    Caller caller = above;
    if (caller == null) {
      caller = new Caller(this);
      above = caller;
    }
    return caller;
  }
}
