package ktap.script;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The first version's way to name events. */
class ProbeCallTest {
  @Test
  void aCallNamesEventsAsAStatementDoes() {
    assertThat(
            Trial.run(
                "a.kp",
                """
                seen = {}
                function count_it(e) { seen[e.name] = execname() }
                kdebug.probe("tp:syscalls", count_it)
                kdebug.probe("tracepoint:syscalls:sys_exit_openat", function (e) {
                  print(e.name, e.field(2))
                })
                kdebug.probe_end(function () {
                  print(seen["sys_enter_openat"], seen["sys_exit_openat"])
                })
                """))
        .isEqualTo("sys_exit_openat\t3\ncat\tcat\n");
  }

  @Test
  void whatTheSourceHasNotIsToldAtTheText() {
    assertThat(Trial.run("a.kp", "kdebug.probe(\"kprobe:vfs_read!\", function () { })"))
        .startsWith("a.kp:1:15: error: the source of this run has no 'probe:' events\n");
    assertThat(Trial.run("a.kp", "kdebug.probe(\"tp:\", function () { })")).isEmpty();
  }

  @Test
  void otherCallsAreRefused() {
    assertThat(Trial.run("a.kp", "kdebug.probe(arg[1], function () { })"))
        .contains("error: it stands alone and takes a text and a function");
    assertThat(Trial.run("a.kp", "kdebug.probe(\"uprobe:x\", function () { })"))
        .contains("error: it stands alone and takes a text and a function");
  }
}
