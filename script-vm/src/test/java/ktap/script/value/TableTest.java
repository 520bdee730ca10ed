package ktap.script.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TableTest {

  @Test
  void integersComeBackAsIntegers() {
    Table table = new Table();
    table.putInteger(3, 30, Tag.INT);
    table.putInteger(-7, 70, Tag.INT);
    table.putInteger(1L << 40, 5, Tag.INT);

    assertThat(number(table, 3)).isEqualTo(30);
    assertThat(number(table, -7)).isEqualTo(70);
    assertThat(number(table, 1L << 40)).isEqualTo(5);
    assertThat(table.findInteger(4)).isEqualTo(Table.ABSENT);
    assertThat(table.size()).isEqualTo(3);
  }

  /** Beyond a million entries a table lies in segments; nobody may notice. */
  @Test
  void largeTableBehavesAsASmallOne() {
    int keys = 1_700_000;
    Table table = new Table();
    for (long i = 1; i <= keys; i++) {
      table.putInteger(i * 1_000_003, i, Tag.INT);
    }
    for (long i = 1; i <= keys; i += 3) {
      table.putInteger(i * 1_000_003, 0, null);
    }
    for (long i = 2; i <= keys; i += 3) {
      assertThat(table.increment(i * 1_000_003, Tag.INT, 1)).isTrue();
    }
    table.putString(ByteString.of("last"), 7, Tag.INT);
    Table copy = new Table();
    copy.restore(table.parts());

    for (Table each : List.of(table, copy)) {
      assertThat(each.size()).isEqualTo(keys - (keys + 2) / 3 + 1);
      Table.Iteration walk = each.iterate();
      for (long i = 1; i <= keys; i++) {
        if (i % 3 != 1) {
          long value = i % 3 == 2 ? i + 1 : i;
          if (!walk.next() || walk.keyNumber() != i * 1_000_003 || walk.valueNumber() != value) {
            assertThat(walk.keyNumber()).as("key " + i).isEqualTo(i * 1_000_003);
            assertThat(walk.valueNumber()).as("value " + i).isEqualTo(value);
          }
        }
      }
      assertThat(walk.next()).isTrue();
      assertThat(walk.keyRef()).isEqualTo(ByteString.of("last"));
      assertThat(walk.next()).isFalse();
      for (long i = 1; i <= keys; i++) { // fills what was freed, and compacts
        each.putInteger(-i, i, Tag.INT);
      }
      assertThat(number(each, 1_700_000L * 1_000_003)).isEqualTo(1_700_001);
      assertThat(number(each, -1_234_567)).isEqualTo(1_234_567);
      assertThat(number(each, 1_699_998L * 1_000_003)).isEqualTo(1_699_998);
    }
  }

  @Test
  void wholeFloatsAreIntegerKeys() {
    Table table = new Table();
    table.put(Double.doubleToLongBits(1.0), Tag.FLOAT, 9, Tag.INT);
    table.put(Double.doubleToLongBits(1.5), Tag.FLOAT, 8, Tag.INT);

    assertThat(number(table, 1)).isEqualTo(9);
    assertThat(table.find(Double.doubleToLongBits(1.5), Tag.FLOAT)).isNotEqualTo(Table.ABSENT);
    assertThat(table.size()).isEqualTo(2);
  }

  @Test
  void nilAndNanAreNoKeys() {
    Table table = new Table();

    assertThatThrownBy(() -> table.put(0, null, 1, Tag.INT))
        .hasMessage("error: table nil index: the table index is nil");
    assertThatThrownBy(() -> table.put(Double.doubleToLongBits(0.0 / 0.0), Tag.FLOAT, 1, Tag.INT))
        .hasMessage("error: table nan index");
    assertThat(table.find(0, null)).isEqualTo(Table.ABSENT);
  }

  @Test
  void fullTableSaysHowManyItHolds() {
    Table table = new Table(2);
    table.putString(ByteString.of("a"), 1, Tag.INT);
    table.putInteger(1, 1, Tag.INT);
    table.putInteger(1, 2, Tag.INT);

    assertThatThrownBy(() -> table.putString(ByteString.of("b"), 1, Tag.INT))
        .hasMessage("error: table overflow: a table holds at most 2 entries (--max-entries)");
  }

  @Test
  void compositeKeysCompareByValue() {
    Table table = new Table();
    table.put(0, pair(1, "x"), 5, Tag.INT);

    assertThat(table.find(0, pair(1, "x"))).isNotEqualTo(Table.ABSENT);
    assertThat(table.find(0, pair(2, "x"))).isEqualTo(Table.ABSENT);
  }

  @Test
  void arrayKeysComeFirstThenTheOthersAsTheyCame() {
    Table table = new Table();
    table.putString(ByteString.of("z"), 1, Tag.INT);
    table.putInteger(5, 1, Tag.INT);
    table.putString(ByteString.of("a"), 1, Tag.INT);
    table.putInteger(0, 1, Tag.INT);
    table.putInteger(100_000, 1, Tag.INT);

    assertThat(keys(table)).containsExactly("0", "5", "z", "a", "100000");
  }

  @Test
  void iterationSurvivesStoresAndDeletes() {
    Table table = new Table();
    for (int i = 0; i < 100; i++) {
      table.putString(ByteString.of("k" + i), i, Tag.INT);
    }
    List<String> seen = new ArrayList<>();
    for (Table.Iteration each = table.iterate(); each.next(); ) {
      seen.add(each.keyRef().toString());
      long at = each.valueNumber();
      table.putString(ByteString.of("k" + at), 0, null);
      table.putString(ByteString.of("k" + (at + 50)), 0, null);
      for (int i = 0; i < 20; i++) {
        table.putString(ByteString.of("new" + at + "." + i), 1, Tag.INT);
      }
    }

    assertThat(seen).hasSize(50).contains("k0", "k49").doesNotContain("k50");
  }

  @Test
  void behavesLikeAMapUnderRandomOperations() {
    for (int seed = 0; seed < 30; seed++) {
      Random random = new Random(seed);
      Table table = new Table();
      Map<Object, Long> model = new HashMap<>();
      int span = 400 << seed % 6;
      for (int step = 0; step < 5_000; step++) {
        long key = random.nextInt(4) == 0 ? random.nextLong(2_000) - 500 : random.nextInt(span);
        boolean text = random.nextInt(3) == 0;
        Object ref = text ? ByteString.of("k" + key) : Tag.INT;
        Object modelKey = text ? "k" + key : key;
        switch (random.nextInt(5)) {
          case 0 -> {
            table.put(key, ref, 0, null);
            model.remove(modelKey);
          }
          case 1 -> {
            assertThat(table.increment(key, ref, 3)).isTrue();
            model.merge(modelKey, 3L, Long::sum);
          }
          default -> {
            table.put(key, ref, step, Tag.INT);
            model.put(modelKey, (long) step);
          }
        }
      }
      Map<Object, Long> walked = new HashMap<>();
      for (Table.Iteration each = table.iterate(); each.next(); ) {
        Object key = each.keyRef() == Tag.INT ? each.keyNumber() : each.keyRef().toString();
        assertThat(walked.put(key, each.valueNumber())).isNull();
      }
      assertThat(walked).isEqualTo(model);
      assertThat(table.size()).isEqualTo(model.size());
    }
  }

  @Test
  void fewEntriesBehaveLikeAMapAlsoAfterASleep() {
    for (int seed = 0; seed < 300; seed++) {
      Random random = new Random(seed);
      Table table = new Table();
      Map<String, Long> model = new HashMap<>();
      for (int step = 0; step < 80; step++) {
        int which = random.nextInt(12);
        Object ref = someKey(which);
        long key = ref == Tag.FLOAT ? Double.doubleToRawLongBits(which * 100.25) : which * 100L;
        switch (random.nextInt(5)) {
          case 0 -> {
            table.put(key, ref, 0, null);
            model.remove("key " + which);
          }
          case 1 -> {
            if (!table.increment(key, ref, 3)) { // it came into the array part meanwhile
              table.put(key, ref, table.numberAt(table.find(key, ref)) + 3, Tag.INT);
            }
            model.merge("key " + which, 3L, Long::sum);
          }
          case 2 -> {
            int place = table.find(key, ref);
            Long known = place == Table.ABSENT ? null : table.numberAt(place);
            assertThat(known).isEqualTo(model.get("key " + which));
          }
          default -> {
            table.put(key, ref, step, Tag.INT);
            model.put("key " + which, (long) step);
          }
        }
        table = random.nextInt(4) == 0 ? asleep(table) : table;
        if (random.nextInt(4) == 0) {
          assertThat(table.size()).isEqualTo(model.size());
        }
      }
      int walked = 0;
      for (Table.Iteration each = table.iterate(); each.next(); walked++) {
        assertThat(model).containsValue(each.valueNumber());
      }
      assertThat(walked).isEqualTo(model.size());
    }
  }

  private static Object someKey(int which) {
    return switch (which % 4) {
      case 0 -> ByteString.of("k" + which);
      case 1 -> pair(which, "x");
      case 2 -> Tag.FLOAT;
      default -> Tag.INT;
    };
  }

  /** One that has the same entries, when they are needed. */
  private static Table asleep(Table table) {
    TableParts parts = table.parts();
    int size = table.size();
    Table copy = new Table();
    copy.keep(
        new KeptEntries() {
          @Override
          public int size() {
            return size;
          }

          @Override
          public void giveTo(Table to) {
            to.restore(parts);
          }
        });
    copy.sleep();
    return copy;
  }

  @Test
  void keysFromTheTopDownEndInTheArrayPart() {
    Table table = new Table();
    for (int i = 3_000; i >= 0; i--) {
      table.putInteger(i, i * 2L, Tag.INT);
    }
    for (int i = 0; i <= 3_000; i++) {
      assertThat(number(table, i)).isEqualTo(i * 2L);
    }
    assertThat(table.size()).isEqualTo(3_001);
  }

  @Test
  void scatteredKeysJoinTheArrayPartWhenTheyAreDense() {
    Table table = new Table();
    for (int i = 0; i < 16_000; i++) {
      table.putInteger(i * 7_919L % 16_001, i, Tag.INT);
    }
    for (int i = 0; i < 16_000; i++) {
      assertThat(number(table, i * 7_919L % 16_001)).isEqualTo(i);
    }
    assertThat(table.size()).isEqualTo(16_000);
    List<String> ascending = new ArrayList<>(keys(table));
    ascending.sort(Comparator.comparingInt(Integer::parseInt));
    assertThat(keys(table)).isEqualTo(ascending);
  }

  @Test
  void thinKeysStayInTheOrderOfTheirComing() {
    Table table = new Table();
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      table.putInteger((i + 1) * 100_000L, i, Tag.INT);
      expected.add(Long.toString((i + 1) * 100_000L));
    }
    assertThat(keys(table)).isEqualTo(expected);
  }

  @Test
  void iterationSeesEachKeyOnceWhileTheArrayPartTakesThemIn() {
    Table table = new Table();
    for (int i = 0; i < 50; i++) {
      table.putInteger(1_000 + i * 16L, i, Tag.INT);
    }
    List<Long> seen = new ArrayList<>();
    for (Table.Iteration each = table.iterate(); each.next(); ) {
      seen.add(each.keyNumber());
      for (int i = 0; i < 100; i++) {
        table.putInteger(300 + i * 11L + each.valueNumber(), 100, Tag.INT);
      }
    }
    List<Long> expected = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      expected.add(1_000 + i * 16L);
    }
    assertThat(seen).isEqualTo(expected);
  }

  @Test
  void setOfIntegersBecomesATableOfNumbers() {
    Table table = new Table();
    for (int i = 0; i < 1_000; i++) {
      table.putInteger(i, 0, true);
    }
    table.putInteger(500, 7, Tag.INT);
    table.putInteger(501, Double.doubleToRawLongBits(0.5), Tag.FLOAT);
    table.putInteger(502, 0, ByteString.of("x"));

    assertThat(number(table, 500)).isEqualTo(7);
    assertThat(table.numberAt(table.findInteger(501))).isEqualTo(Double.doubleToRawLongBits(0.5));
    assertThat(table.refAt(table.findInteger(502))).isEqualTo(ByteString.of("x"));
    assertThat(table.refAt(table.findInteger(503))).isEqualTo(true);
    assertThat(table.size()).isEqualTo(1_000);
  }

  private static long number(Table table, long key) {
    int place = table.findInteger(key);
    assertThat(place).isNotEqualTo(Table.ABSENT);
    assertThat(table.refAt(place)).isSameAs(Tag.INT);
    return table.numberAt(place);
  }

  private static Key pair(long first, String second) {
    @Nullable Object[] refs = {Tag.INT, ByteString.of(second)};
    return Key.of(new long[] {first, 0}, refs, 0, 2);
  }

  private static List<String> keys(Table table) {
    List<String> keys = new ArrayList<>();
    for (Table.Iteration each = table.iterate(); each.next(); ) {
      keys.add(
          each.keyRef() == Tag.INT ? Long.toString(each.keyNumber()) : each.keyRef().toString());
    }
    return keys;
  }
}
