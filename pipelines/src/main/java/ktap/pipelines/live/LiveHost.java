package ktap.pipelines.live;

import java.time.Instant;
import java.util.function.Consumer;
import ktap.script.host.HostFacts;
import ktap.script.host.ScriptHost;
import ktap.sources.flow.Message;
import ktap.sources.flow.Row;
import org.jspecify.annotations.Nullable;

/** The machine on which a script runs live, and the console on which it prints. */
public final class LiveHost implements ScriptHost {
  /** The wall clock can be set at any time; how long an old comparison is trusted. */
  private static final long CLOCK_TRUST = 1_000_000_000;

  private final ScriptOutput output;
  private final Consumer<Message> messages;
  private @Nullable HostFacts facts;
  private long clockOffset;
  private long clockCompared = Long.MIN_VALUE;

  public LiveHost(ScriptOutput output, Consumer<Message> messages) {
    this.output = output;
    this.messages = messages;
  }

  @Override
  public void text(byte[] bytes, int from, int length) {
    output.write(bytes, from, length);
  }

  @Override
  public void emit(Row row) {
    byte[] line = RowText.line(row);
    output.write(line, 0, line.length);
  }

  @Override
  public void message(Message message) {
    output.flush();
    messages.accept(message);
  }

  @Override
  public HostFacts facts() {
    HostFacts known = facts;
    if (known == null) {
      known = ThisMachine.facts();
      facts = known;
    }
    return known;
  }

  @Override
  public long realtimeNanos(long monotonicNanos) {
    long now = System.nanoTime();
    if (clockCompared == Long.MIN_VALUE || now - clockCompared > CLOCK_TRUST) {
      Instant wall = Instant.now();
      clockOffset = wall.getEpochSecond() * 1_000_000_000L + wall.getNano() - now;
      clockCompared = now;
    }
    return monotonicNanos + clockOffset;
  }

  @Override
  public long monotonicNanos() {
    return System.nanoTime();
  }
}
