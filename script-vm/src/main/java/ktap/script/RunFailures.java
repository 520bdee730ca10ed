package ktap.script;

import java.util.List;
import ktap.script.source.Excerpt;
import ktap.script.source.SourceSpan;
import ktap.script.source.SourceText;
import ktap.script.value.ScriptRuntimeException;
import ktap.script.value.ScriptRuntimeException.Place;
import ktap.script.vm.FailureText;

/**
 * Words run-time errors.
 *
 * <pre>
 * a.kp:3:9: error: divide 0 arith operation
 * var x = 1 / n
 *         ^~~~~
 *   called from a.kp:7:1 (main)
 * </pre>
 */
final class RunFailures implements FailureText {
  private final SourceText source;

  RunFailures(SourceText source) {
    this.source = source;
  }

  @Override
  public String of(ScriptRuntimeException failure) {
    List<Place> places = failure.places();
    if (places.isEmpty()) {
      return source.name() + ": " + failure.text();
    }
    Place innermost = places.getFirst();
    StringBuilder out = new StringBuilder(160);
    out.append(source.place(innermost.start())).append(": ").append(failure.text()).append('\n');
    Excerpt.append(out, source, new SourceSpan(innermost.start(), innermost.end()));
    for (int i = 1; i < places.size(); i++) {
      Place place = places.get(i);
      out.append("\n  called from ").append(source.place(place.start()));
      out.append(" (").append(place.function()).append(')');
    }
    if (failure.placesLeftOut() > 0) {
      out.append("\n  and from ").append(failure.placesLeftOut()).append(" more");
    }
    return out.toString();
  }
}
