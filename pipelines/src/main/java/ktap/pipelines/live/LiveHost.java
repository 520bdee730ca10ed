package ktap.pipelines.live;

import java.util.function.Consumer;
import ktap.operators.Surroundings;
import ktap.script.host.HostFacts;
import ktap.script.host.ScriptHost;
import ktap.sources.flow.KernelNames;
import ktap.sources.flow.Message;
import ktap.sources.flow.Row;
import ktap.sources.flow.UserSymbols;

/** What a script that runs alone reaches: the machine of its events, the console it prints on. */
public final class LiveHost implements ScriptHost {
  private final ScriptOutput output;
  private final boolean showsEventTimes;
  private final Consumer<Message> messages;
  private final Surroundings machine;

  /**
   * @param showsEventTimes whether printed events begin with their time
   */
  public LiveHost(
      ScriptOutput output,
      boolean showsEventTimes,
      Consumer<Message> messages,
      Surroundings machine) {
    this.machine = machine;
    this.output = output;
    this.showsEventTimes = showsEventTimes;
    this.messages = messages;
  }

  @Override
  public void text(byte[] bytes, int from, int length) {
    output.write(bytes, from, length);
  }

  @Override
  public void goesOn() {
    output.flushOld();
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
  public boolean showsEventTimes() {
    return showsEventTimes;
  }

  @Override
  public HostFacts facts() {
    return machine.facts();
  }

  @Override
  public KernelNames kernelNames(String id) {
    return machine.kernelNames(id);
  }

  @Override
  public UserSymbols userSymbols() {
    return machine.userSymbols();
  }

  @Override
  public long realtimeNanos(long monotonicNanos) {
    return machine.realtimeNanos(monotonicNanos);
  }

  @Override
  public long monotonicNanos() {
    return machine.monotonicNanos();
  }
}
