package ktap.sources.filter;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import ktap.sources.filter.FilterTree.Amount;
import ktap.sources.filter.FilterTree.And;
import ktap.sources.filter.FilterTree.Cpus;
import ktap.sources.filter.FilterTree.Not;
import ktap.sources.filter.FilterTree.Operator;
import ktap.sources.filter.FilterTree.Or;
import ktap.sources.filter.FilterTree.Predicate;
import ktap.sources.filter.FilterTree.Words;
import ktap.sources.flow.EventType;

/**
 * A filter as it stands between slashes, {@code ret < 0 && execname ~ "ba*"}: the language of the
 * kernel's event filters, with numbers as C takes them, and {@code pid}, {@code tid}, {@code
 * execname} and {@code cpu} besides the event's fields.
 *
 * <pre>{@code
 * EventFilter filter = EventFilter.parse("dfd == -100");
 * Optional<String> forTheKernel = filter.kernelText(type);
 * FilterTest test = filter.bind(type);
 * }</pre>
 *
 * <p>The kernel's text may let through more than the filter, never less; the test then drops the
 * rest. One thing only the kernel can test: text in the memory of a process ({@code filename} of a
 * system call). Such a comparison must be joined to the rest by {@code &&}, and several filters on
 * one event can't be told apart by it: see {@link #needsKernel}.
 *
 * <p>Immutable and safe for several threads.
 */
public final class EventFilter {
  /** A page, less what joins several filters. */
  private static final int LONGEST = 3800;

  /** Takes no event: no thread has a negative number. */
  private static final String NONE = "common_pid == -1";

  private final FilterTree tree;
  private final List<FilterTree> conjuncts = new ArrayList<>();

  private EventFilter(FilterTree tree) {
    this.tree = tree;
    collect(tree);
  }

  /**
   * @throws FilterException if it can't be read
   */
  public static EventFilter parse(String text) {
    return new EventFilter(new FilterParser(text).parse());
  }

  private void collect(FilterTree part) {
    if (part instanceof And(FilterTree left, FilterTree right)) {
      collect(left);
      collect(right);
    } else {
      conjuncts.add(part);
    }
  }

  /** Whether events of the type have all that it compares; if not, none of them matches. */
  public boolean fits(EventType type) {
    return fits(tree, type);
  }

  private static boolean fits(FilterTree part, EventType type) {
    return switch (part) {
      case And(FilterTree left, FilterTree right) -> fits(left, type) && fits(right, type);
      case Or(FilterTree left, FilterTree right) -> fits(left, type) && fits(right, type);
      case Not(FilterTree operand) -> fits(operand, type);
      case Predicate predicate -> Subject.isKnown(predicate.field(), type);
    };
  }

  /** Whether it may compare the process or the command name, which must then be known. */
  public boolean readsTask() {
    return readsTask(tree);
  }

  private static boolean readsTask(FilterTree part) {
    return switch (part) {
      case And(FilterTree left, FilterTree right) -> readsTask(left) || readsTask(right);
      case Or(FilterTree left, FilterTree right) -> readsTask(left) || readsTask(right);
      case Not(FilterTree operand) -> readsTask(operand);
      case Predicate predicate -> Subject.isOfTask(predicate.field());
    };
  }

  /**
   * Checks it for events of a type.
   *
   * @throws FilterException if the event lacks a field, a field can't be compared so, or only the
   *     kernel could test it and doesn't take it
   */
  public void check(EventType type) {
    for (FilterTree conjunct : conjuncts) {
      check(conjunct, type);
      test(conjunct, type);
    }
  }

  private static void check(FilterTree part, EventType type) {
    switch (part) {
      case And(FilterTree left, FilterTree right) -> {
        check(left, type);
        check(right, type);
      }
      case Or(FilterTree left, FilterTree right) -> {
        check(left, type);
        check(right, type);
      }
      case Not(FilterTree operand) -> check(operand, type);
      case Predicate predicate -> checkTypes(predicate, Subject.of(predicate, type));
    }
  }

  private static void checkTypes(Predicate predicate, Subject subject) {
    if (subject.kind() == Subject.Kind.OTHER) {
      throw wrong(predicate, "is an array or a structure; only numbers and text can be compared");
    }
    boolean isText = predicate.value() instanceof Words;
    if (isText && !subject.kind().isText) {
      throw wrong(predicate, "is a number; compare it with a number");
    }
    if (!isText && subject.kind().isText) {
      throw wrong(predicate, "is a text; compare it with a quoted text");
    }
    if (isText && !predicate.operator().isForText()) {
      throw wrong(predicate, "is a text; compare it by ==, != or ~");
    }
    if (!isText && predicate.operator() == Operator.GLOB) {
      throw wrong(predicate, "is a number; ~ is for texts");
    }
    boolean isMask = predicate.value() instanceof Cpus;
    boolean isCpu = subject.kind() == Subject.Kind.CPU && predicate.operator() == Operator.BITS;
    if (isMask && !isCpu) {
      throw wrong(predicate, "can't be compared with CPUs; write CPU & CPUS{…}");
    }
  }

  private static FilterException wrong(Predicate predicate, String what) {
    return new FilterException("'" + predicate.field() + "' " + what, predicate.position());
  }

  /**
   * The text for the kernel's filter of the event; empty if it would let all through, and {@link
   * #whyNotKernel} says why.
   *
   * @throws FilterException as {@link #check}
   */
  public Optional<String> kernelText(EventType type) {
    if (!fits(type)) {
      return Optional.of(NONE);
    }
    check(type);
    String text = new KernelFilter(type).say(tree).text();
    return text.isEmpty() || text.length() > LONGEST ? Optional.empty() : Optional.of(text);
  }

  /** A sentence on what the kernel can't test of it, so that user space does; empty if nothing. */
  public Optional<String> whyNotKernel(EventType type) {
    if (!fits(type)) {
      return Optional.empty();
    }
    KernelFilter.Said said = new KernelFilter(type).say(tree);
    if (said.text().length() > LONGEST) {
      return Optional.of("the filter is longer than the kernel takes; ktap filters " + type);
    }
    return said.exact()
        ? Optional.empty()
        : Optional.of(said.reason() + "; ktap filters " + type + " itself");
  }

  /**
   * Why the kernel's filter must be this one alone: a comparison that only the kernel can make.
   * Empty if user space can test all of it.
   */
  public Optional<String> needsKernel(EventType type) {
    for (FilterTree conjunct : conjuncts) {
      Optional<Predicate> foreign =
          fits(conjunct, type) ? foreign(conjunct, type) : Optional.empty();
      if (foreign.isPresent()) {
        return Optional.of(
            "'"
                + foreign.get().field()
                + "' of "
                + type
                + " is text in memory that only the"
                + " kernel can compare");
      }
    }
    return Optional.empty();
  }

  /** The test for events of a type; one that is always false if they lack what it compares. */
  public FilterTest bind(EventType type) {
    if (!fits(type)) {
      return event -> false;
    }
    check(type);
    List<FilterTest> tests = new ArrayList<>();
    for (FilterTree conjunct : conjuncts) {
      if (foreign(conjunct, type).isEmpty()) {
        tests.add(test(conjunct, type));
      }
    }
    return tests.size() == 1 ? tests.getFirst() : all(tests.toArray(new FilterTest[0]));
  }

  private static FilterTest all(FilterTest[] tests) {
    return event -> {
      for (FilterTest test : tests) {
        if (!test.matches(event)) {
          return false;
        }
      }
      return true;
    };
  }

  /** A comparison with text that isn't in the event. */
  private static Optional<Predicate> foreign(FilterTree part, EventType type) {
    return switch (part) {
      case And(FilterTree left, FilterTree right) ->
          foreign(left, type).or(() -> foreign(right, type));
      case Or(FilterTree left, FilterTree right) ->
          foreign(left, type).or(() -> foreign(right, type));
      case Not(FilterTree operand) -> foreign(operand, type);
      case Predicate predicate -> {
        Subject.Kind kind = Subject.of(predicate, type).kind();
        boolean isForeign = kind == Subject.Kind.USER_TEXT || kind == Subject.Kind.KERNEL_TEXT;
        yield isForeign ? Optional.of(predicate) : Optional.empty();
      }
    };
  }

  private static FilterTest test(FilterTree part, EventType type) {
    Optional<Predicate> foreign = foreign(part, type);
    if (foreign.isPresent()) {
      KernelFilter.Said said = new KernelFilter(type).say(part);
      if (!said.exact()) {
        throw wrong(
            foreign.get(),
            "can only be compared by the kernel, but " + said.reason() + "; join them by &&");
      }
      return event -> true;
    }
    return switch (part) {
      case And(FilterTree left, FilterTree right) -> {
        FilterTest first = test(left, type);
        FilterTest second = test(right, type);
        yield event -> first.matches(event) && second.matches(event);
      }
      case Or(FilterTree left, FilterTree right) -> {
        FilterTest first = test(left, type);
        FilterTest second = test(right, type);
        yield event -> first.matches(event) || second.matches(event);
      }
      case Not(FilterTree operand) -> {
        FilterTest positive = test(operand, type);
        yield event -> !positive.matches(event);
      }
      case Predicate predicate -> comparison(predicate, Subject.of(predicate, type));
    };
  }

  private static FilterTest comparison(Predicate predicate, Subject subject) {
    return switch (predicate.value()) {
      case Words(String text) -> Comparison.ofText(subject, predicate.operator(), text);
      case Cpus(boolean[] set, String _) -> Comparison.ofCpus(set);
      case Amount amount -> Comparison.ofNumber(subject, predicate.operator(), amount);
    };
  }
}
