package ktap.script.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import ktap.script.library.LibraryNames;
import ktap.script.source.Diagnostic;
import ktap.script.source.ScriptSyntaxException;
import ktap.script.source.SourceText;
import org.junit.jupiter.api.Test;

class CheckerTest {
  private static CheckedProgram check(SourceText source) {
    return Checker.check(
        source, new Checker.Settings(new LibraryNames(), Optional.empty(), Optional.empty()));
  }

  private static CheckedProgram check(String text) {
    return check(SourceText.of("x.kp", text));
  }

  /** What is said of a script, errors or warnings. */
  private static String told(SourceText source) {
    try {
      StringBuilder all = new StringBuilder();
      for (Diagnostic warning : check(source).warnings()) {
        all.append(warning.render(source));
      }
      return all.toString();
    } catch (ScriptSyntaxException e) {
      return e.getMessage();
    }
  }

  private static String told(String text) {
    return told(SourceText.of("x.kp", text));
  }

  private static Statement.Trace trace(String text) {
    return (Statement.Trace) check(text).main().body().statements().getFirst();
  }

  @Test
  void allMistakesAreToldAtOnce() {
    assertThat(told("if x { }\nprint(y z)\nvar = 3"))
        .isEqualTo(
            """
            x.kp:1:4: error: '(' expected near 'x'
            if x { }
               ^
            x.kp:2:9: error: ')' expected near 'z'
            print(y z)
                    ^
            x.kp:3:5: error: '<name>' expected near '='
            var = 3
                ^\
            """);
  }

  @Test
  void whatFollowsFromABrokenStatementIsNotTold() {
    assertThat(
            told(
                """
                var lost = )
                var text = "unfinished var swallowed
                function broken(a, b { return a }
                print(lost, text, swallowed, broken, a)
                trace foo { print(nosuch) }
                tick-5 { }
                """))
        .contains("x.kp:1:12: error: unexpected symbol near ')'")
        .contains("x.kp:2:12: error: unfinished string")
        .contains("x.kp:3:22: error: ')' expected")
        .doesNotContain("x.kp:4")
        .contains("x.kp:5:7: error: cannot parse eventdef 'foo'")
        .contains("x.kp:5:19: error: undefined global variable 'nosuch'")
        .contains("x.kp:6:1: error: cannot parse timer interval: 5");
  }

  @Test
  void aScriptDoesNotControlTheTerminal() {
    assertThat(told("print(1) \033[31m")).contains("near '\ufffd'").doesNotContain("\033");
    assertThat(told("print(1 [[a\nb]])"))
        .startsWith("x.kp:1:9: error: ')' expected near '[[a b]]'\n");
  }

  @Test
  void oneMistakeIsToldOnce() {
    assertThat(told("{ print(1) }"))
        .isEqualTo("x.kp:1:1: error: unexpected symbol near '{'\n{ print(1) }\n^");
  }

  @Test
  void undeclaredNamesAreToldOnceEachWithTheNearest() {
    assertThat(told("print(errname(2), usrstring(arg0))"))
        .contains("did you mean 'errno_name'?", "did you mean 'user_string'?");
    assertThat(told("var size = 3 print(siz, siz, prnt(1))"))
        .isEqualTo(
            """
            x.kp:1:20: error: undefined global variable 'siz'
            var size = 3 print(siz, siz, prnt(1))
                               ^~~
            hint: did you mean 'size'?
            x.kp:1:30: error: undefined global variable 'prnt'
            var size = 3 print(siz, siz, prnt(1))
                                         ^~~~
            hint: did you mean 'print'?\
            """);
  }

  @Test
  void aScriptInAnotherFileIsToldInItsPlaces() {
    SourceText source = SourceText.embedded("p.yaml", "var a = 1\nprint(1", 4, 6, 6);
    assertThat(told(source)).startsWith("p.yaml:5:14: error: ')' expected near '<eof>'\nprint(1\n");
  }

  @Test
  void thePlaceWhereABraceOpenedIsTold() {
    assertThat(told("while (1) {\n print(1)\n"))
        .startsWith("x.kp:3:1: error: '}' expected (to close '{' at line 1) near '<eof>'\n");
  }

  @Test
  void wordsTellTheDialect() {
    assertThat(check("print(1)").dialect()).isEqualTo(Dialect.MODERN);
    assertThat(check("var a = 1 print(cpu)").dialect()).isEqualTo(Dialect.MODERN);
    assertThat(check("var a = 1 print(cpu())").dialect()).isEqualTo(Dialect.LATE_2013);
    assertThat(check("var a = 1 trace b:c { print(arg0, cpu()) }").dialect())
        .isEqualTo(Dialect.MODERN);
    assertThat(check("var s = {} s[1] <<< 2").dialect()).isEqualTo(Dialect.MODERN);
    assertThat(check("trace a:b { print(argstr, pid()) }").dialect()).isEqualTo(Dialect.MODERN);
    assertThat(check("var a = 1 print(pid())").dialect()).isEqualTo(Dialect.LATE_2013);
    assertThat(check("trace a:b { print(arg1, pid()) }").dialect()).isEqualTo(Dialect.LATE_2013);
    assertThat(check("local a = 1").dialect()).isEqualTo(Dialect.LATE_2013);
    assertThat(check("trace \"a:b\" function (e) { }").dialect()).isEqualTo(Dialect.EARLY_2013);
    assertThat(check("trace_end function () { }").dialect()).isEqualTo(Dialect.EARLY_2013);
  }

  @Test
  void contradictingWordsAreToldWithBothPlaces() {
    assertThat(told("local a = 1\ntrace a:b { print(argstr) }"))
        .isEqualTo(
            """
            x.kp:2:19: warning: 'argstr' belongs to the language of 2014, but 'local' at x.kp:1:1 to \
            that of 2013-12; the script is read as one of 2014
            trace a:b { print(argstr) }
                              ^~~~~~
            hint: say which it is with --dialect 2014 or --dialect 2013-12\
            """);
  }

  @Test
  void dashesAreACommentInOldScriptsOnlyAtTheStartOfALine() {
    assertThat(told("-- a comment\nlocal b = 1 -- 2\n")).isEmpty();
    assertThat(told("local b = 1 -- if")).contains("unexpected symbol near 'if'");
  }

  @Test
  void aFilterHoldsForTheDefinitionsThatItFollows() {
    List<EventDefinition> events =
        trace("trace a:b,\n  c:d /x == \"y,z\" && p == \"a/q\"/, e:f /z > 0/ { }").events();
    assertThat(events)
        .extracting(event -> event.pattern() + " " + event.filter().orElse("-"))
        .containsExactly(
            "a:b x == \"y,z\" && p == \"a/q\"", "c:d x == \"y,z\" && p == \"a/q\"", "e:f z > 0");
  }

  @Test
  void semicolonsKeepFiltersApart() {
    List<EventDefinition> events = trace("trace \"a:b ; c:d /x > 1/\" function (e) { }").events();
    assertThat(events)
        .extracting(event -> event.pattern() + " " + event.filter().orElse("-"))
        .containsExactly("a:b -", "c:d x > 1");
  }

  @Test
  void aFilterNeedsToKnowTheTask() {
    assertThat(check(SourceText.of("x.kp", "trace a:b /comm == \"sh\"/ { }")).readsTask()).isTrue();
    assertThat(check(SourceText.of("x.kp", "trace a:b { }")).readsTask()).isFalse();
    assertThat(check(SourceText.of("x.kp", "trace a:b /!(x > 1 || pid == 2)/ { }")).readsTask())
        .isTrue();
    assertThat(check(SourceText.of("x.kp", "trace a:b /x > 1 && tid == 2/ { }")).readsTask())
        .isFalse();
  }

  @Test
  void aPathOfAProbeIsNoFilter() {
    List<EventDefinition> events =
        trace("trace probe:/lib/x.so:malloc%return ret=$retval:s32 /ret > 3/ { }").events();
    assertThat(events)
        .extracting(event -> event.pattern() + "|" + event.filter().orElse("-"))
        .containsExactly("probe:/lib/x.so:malloc%return ret=$retval:s32|ret > 3");
  }

  @Test
  void newWordsMayBeNames() {
    assertThat(told("var continue = 1 var emit = 2 while (1) { continue = 2 break }")).isEmpty();
    assertThat(told("while (1) { continue }")).isEmpty();
  }

  @Test
  void aLibraryTableWithoutSuchAMemberIsWarnedOf() {
    assertThat(check("ansi.set_colour(31)").warnings())
        .extracting(warning -> warning.message() + "; " + warning.hint().orElse(""))
        .containsExactly(
            "there is no 'ansi.set_colour'; it is nil; did you mean 'set_color', 'set_color2' or"
                + " 'set_color3'?");
  }

  @Test
  void theOriginalsWordsStandInTheMessages() {
    String[][] vectors = {
      {"print(\"unfinished", "unfinished string near '<eof>'"},
      {"print(1.5.2)", "malformed number near '1.5.2'"},
      {"if (1) { } else if (2) { }", "'{' expected near 'if'"},
      {"for (i = 0; i < 3; i += 1) { }", "',' expected near ';'"},
      {"for (i) { }", "'=' or 'in' expected near ')'"},
      {"break", "no loop to break"},
      {"return; print(1)", "'<eof>' expected near 'print'"},
      {"goto x", "unexpected symbol near 'goto'"},
      {"var pid = 3", "'<name>' expected near 'pid'"},
      {"trace foo { }", "cannot parse eventdef 'foo'"},
      {"trace a:b", "'{' expected near '<eof>'"},
      {"tick-1 { }", "cannot parse timer interval: 1"},
      {"g = 1", "cannot set global variable 'g'"},
      {"print(g)", "undefined global variable 'g'"},
      {"var x = [=3", "invalid long string delimiter near '[='"},
      {"var x = [[3", "unfinished long string near '<eof>'"},
      {"--[[ x", "unfinished long comment near '<eof>'"},
      {"var x = '\\q'", "invalid escape sequence near ''\\q'"},
      {"print\n(1)", "ambiguous syntax (function call x new statement) near '('"},
      {"function f() { return ... }", "cannot use '...' outside a vararg function"},
      {"function f(1) { }", "<name> or '...' expected near '1'"},
      {"var f = print f() = 1", "syntax error near '='"},
      {"local a = 1 goto nowhere", "undefined label 'nowhere'"},
      {"local a = 1 ::x:: ::x::", "duplicate label 'x'"},
      {"}", "'<eof>' expected near '}'"},
    };
    for (String[] vector : vectors) {
      assertThat(told(vector[0]).lines().findFirst().orElse(""))
          .as(vector[0])
          .endsWith(": error: " + vector[1]);
    }
  }
}
