package ktap.operators.state;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The document that makes a checkpoint of the parts before it.
 *
 * @param isWhole whether it needs no earlier one
 * @param parts how many they are
 * @param wallMillis when, ms since 1970
 */
record Commit(boolean isWhole, int parts, long wallMillis, StatePosition position) {
  /** A part of a checkpoint. */
  static final int PART = 32;

  /** Its end. */
  static final int COMMIT = 33;

  /** A part of what the script had at its start, before a checkpoint that is whole. */
  static final int START = 34;

  byte[] toBytes() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeBoolean(isWhole);
      out.writeInt(parts);
      out.writeLong(wallMillis);
      out.writeUTF(position.source());
      out.writeLong(position.events());
      out.writeLong(position.place().events());
      out.writeUTF(position.place().name());
      out.writeInt(position.outputs().size());
      for (StatePosition.Output output : position.outputs()) {
        out.writeUTF(output.file());
        out.writeLong(output.bytes());
      }
      out.writeUTF(position.filters());
      for (StatePosition.Output output : position.outputs()) {
        out.writeUTF(output.form());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e); // from memory
    }
    return bytes.toByteArray();
  }

  static Commit read(byte[] bytes) {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      boolean isWhole = in.readBoolean();
      int parts = in.readInt();
      long wallMillis = in.readLong();
      String source = in.readUTF();
      long events = in.readLong();
      StatePosition.Place place = new StatePosition.Place(in.readLong(), in.readUTF());
      List<StatePosition.Output> outputs = new ArrayList<>();
      for (int left = in.readInt(); left > 0; left--) {
        outputs.add(new StatePosition.Output(in.readUTF(), in.readLong(), ""));
      }
      String filters = in.available() > 0 ? in.readUTF() : ""; // older ones end here
      if (in.available() > 0) {
        for (int i = 0; i < outputs.size(); i++) {
          StatePosition.Output output = outputs.get(i);
          outputs.set(i, new StatePosition.Output(output.file(), output.bytes(), in.readUTF()));
        }
      }
      return new Commit(
          isWhole, parts, wallMillis, new StatePosition(source, events, place, outputs, filters));
    } catch (IOException e) {
      throw new UncheckedIOException(e); // from memory
    }
  }
}
