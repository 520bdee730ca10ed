package ktap.script;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.TimeZone;
import ktap.script.host.HostFacts;
import ktap.script.host.ScriptHost;
import ktap.script.source.ScriptSyntaxException;
import ktap.script.source.SourceText;
import ktap.sources.flow.Message;
import ktap.sources.flow.Row;
import ktap.sources.flow.UserSymbols;

/**
 * Runs a script over the demonstration events and keeps all that it gives out, as ktap shows it.
 */
final class Trial implements ScriptHost {
  private final StringBuilder printed = new StringBuilder();

  private Trial() {}

  /** What a script prints, with rows and messages where they come. */
  static String run(String name, String text) {
    TimeZone before = TimeZone.getDefault();
    TimeZone.setDefault(TimeZone.getTimeZone("UTC"));
    try {
      return runHere(name, text);
    } finally {
      TimeZone.setDefault(before);
    }
  }

  private static String runHere(String name, String text) {
    Trial trial = new Trial();
    SourceText source = SourceText.of(name, text);
    Script script;
    try {
      script = Script.compile(source, ScriptSettings.of(new DemonstrationEvents()));
    } catch (ScriptSyntaxException e) {
      return e.getMessage() + "\n";
    }
    ScriptRun run = script.open(trial, List.of(name));
    run.runMain();
    if (!run.isExited()) {
      run.accept(DemonstrationEvents.batch());
    }
    run.runEnd();
    return trial.printed.toString();
  }

  @Override
  public void text(byte[] bytes, int from, int length) {
    printed.append(new String(bytes, from, length, StandardCharsets.UTF_8));
  }

  @Override
  public void emit(Row row) {
    for (int i = 0; i < row.columns().size(); i++) {
      Object value = row.values().get(i);
      printed.append(i == 0 ? "" : "\t").append(row.columns().get(i)).append('=').append(value);
    }
    printed.append('\n');
  }

  @Override
  public void message(Message message) {
    printed.append(message.text()).append('\n');
  }

  @Override
  public HostFacts facts() {
    return new HostFacts(4242, 4242, 1000, "ktap", 2, "x86_64", "6.18.44", "box");
  }

  @Override
  public long realtimeNanos(long monotonicNanos) {
    return 1_700_000_000_000_000_000L + monotonicNanos;
  }

  @Override
  public long monotonicNanos() {
    return DemonstrationEvents.START;
  }

  @Override
  public UserSymbols userSymbols() {
    return (pid, _, address, out) -> {
      boolean known = pid == 812 && address == 0x401030;
      if (known) {
        out.append("main+0x30/0x90");
      }
      return known;
    };
  }
}
