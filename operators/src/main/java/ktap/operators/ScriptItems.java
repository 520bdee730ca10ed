package ktap.operators;

import java.util.ArrayList;
import java.util.List;
import ktap.script.host.HostFacts;
import ktap.script.host.ScriptHost;
import ktap.sources.flow.ByteText;
import ktap.sources.flow.Item;
import ktap.sources.flow.KernelNames;
import ktap.sources.flow.Message;
import ktap.sources.flow.Row;
import ktap.sources.flow.Text;
import ktap.sources.flow.UserSymbols;

/** Collects what a script gives out, in order; texts that follow one another become one item. */
final class ScriptItems implements ScriptHost {
  private final Surroundings surroundings;
  private final ByteText text = new ByteText(4 << 10);
  private List<Item> items = new ArrayList<>();

  ScriptItems(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public void text(byte[] bytes, int from, int length) {
    text.append(bytes, from, length);
  }

  @Override
  public void emit(Row row) {
    add(row);
  }

  @Override
  public void message(Message message) {
    add(message);
  }

  /** Adds something behind all that was printed before. */
  void add(Item item) {
    endText();
    items.add(item);
  }

  private void endText() {
    if (!text.isEmpty()) {
      items.add(new Text(text.toBytes()));
      text.clear();
    }
  }

  /** Gives out what was collected and begins anew. */
  List<Item> take() {
    endText();
    if (items.isEmpty()) {
      return List.of();
    }
    List<Item> taken = items;
    items = new ArrayList<>();
    return taken;
  }

  @Override
  public HostFacts facts() {
    return surroundings.facts();
  }

  @Override
  public long realtimeNanos(long monotonicNanos) {
    return surroundings.realtimeNanos(monotonicNanos);
  }

  @Override
  public long monotonicNanos() {
    return surroundings.monotonicNanos();
  }

  @Override
  public KernelNames kernelNames(String id) {
    return surroundings.kernelNames(id);
  }

  @Override
  public UserSymbols userSymbols() {
    return surroundings.userSymbols();
  }
}
