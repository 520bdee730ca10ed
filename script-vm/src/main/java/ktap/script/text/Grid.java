package ktap.script.text;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import ktap.sources.flow.ByteText;

/** Cells in rows and columns: the first column to the left, the others to the right. */
final class Grid {
  private final List<byte[][]> rows = new ArrayList<>();
  private final ByteText cell = new ByteText(64);
  private final int columns;

  Grid(List<String> heading) {
    columns = heading.size();
    byte[][] row = new byte[columns][];
    for (int i = 0; i < columns; i++) {
      row[i] = heading.get(i).getBytes(StandardCharsets.UTF_8);
    }
    rows.add(row);
  }

  /** Writes a cell. */
  @FunctionalInterface
  interface Cell {
    void append(ByteText out, int column);
  }

  void addRow(Cell cells) {
    byte[][] row = new byte[columns][];
    for (int i = 0; i < columns; i++) {
      cell.clear();
      cells.append(cell, i);
      row[i] = cell.toBytes();
    }
    rows.add(row);
  }

  void appendTo(ByteText out) {
    int[] widths = new int[columns];
    for (byte[][] row : rows) {
      for (int i = 0; i < columns; i++) {
        widths[i] = Math.max(widths[i], row[i].length);
      }
    }
    for (byte[][] row : rows) {
      for (int i = 0; i < columns; i++) {
        if (i == 0) {
          int start = out.length();
          out.append(row[0]);
          if (columns > 1) {
            out.padRight(start, widths[0], ' ');
          }
        } else {
          out.appendFill(' ', 2 + widths[i] - row[i].length).append(row[i]);
        }
      }
      out.appendByte('\n');
    }
  }
}
