package dev.tidemark.sql;

import dev.tidemark.record.ColumnVector;
import dev.tidemark.record.ColumnVector.Booleans;
import dev.tidemark.record.ColumnVector.Integers;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntPredicate;
import org.apache.calcite.sql.SqlKind;
import org.jspecify.annotations.Nullable;

/** Comparisons and logic, a column at a time. Without NULLs there are two values of truth. */
final class ColumnConditions {

  private ColumnConditions() {}

  /** A comparison of two values of any types that compare. */
  static @Nullable ColumnTerm comparison(
      SqlKind kind, Compiled left, Compiled right, Comparator<Object> order) {
    ColumnTerm a = left.columns();
    ColumnTerm b = right.columns();
    if (a == null || b == null) {
      return null;
    }
    IntPredicate test = Logic.test(kind);
    return input -> {
      ColumnVector x = a.of(input);
      ColumnVector y = b.of(input);
      boolean[] out = new boolean[input.size()];
      if (x instanceof Integers m && y instanceof Integers n) {
        compare(kind, m.values(), n.values(), out);
      } else {
        for (int i = 0; i < out.length; i++) {
          out[i] = test.test(order.compare(known(x.value(i)), known(y.value(i))));
        }
      }
      return new Booleans(out);
    };
  }

  private static Object known(@Nullable Object value) {
    if (value == null) {
      throw RowByRowException.NEEDED;
    }
    return value;
  }

  private static void compare(SqlKind kind, long[] a, long[] b, boolean[] out) {
    switch (kind) {
      case EQUALS -> equal(a, b, out, true);
      case NOT_EQUALS -> equal(a, b, out, false);
      case LESS_THAN -> less(a, b, out, true);
      case GREATER_THAN_OR_EQUAL -> less(a, b, out, false);
      case GREATER_THAN -> less(b, a, out, true);
      case LESS_THAN_OR_EQUAL -> less(b, a, out, false);
      default -> throw new IllegalArgumentException(kind.toString());
    }
  }

  private static void equal(long[] a, long[] b, boolean[] out, boolean wanted) {
    for (int i = 0; i < out.length; i++) {
      out[i] = a[i] == b[i] == wanted;
    }
  }

  private static void less(long[] a, long[] b, boolean[] out, boolean wanted) {
    for (int i = 0; i < out.length; i++) {
      out[i] = a[i] < b[i] == wanted;
    }
  }

  /** A chain of ANDs or ORs. */
  static @Nullable ColumnTerm chain(SqlKind kind, List<Compiled> conditions) {
    List<ColumnTerm> terms = new ArrayList<>();
    for (Compiled each : conditions) {
      if (each.columns() == null) {
        return null;
      }
      terms.add(each.columns());
    }
    boolean all = kind == SqlKind.AND;
    return input -> {
      boolean[] out = flags(terms.get(0).of(input)).clone();
      for (ColumnTerm term : terms.subList(1, terms.size())) {
        boolean[] next = flags(term.of(input));
        for (int i = 0; i < input.size(); i++) {
          out[i] = all ? out[i] & next[i] : out[i] | next[i];
        }
      }
      return new Booleans(out);
    };
  }

  static @Nullable ColumnTerm not(Compiled condition) {
    ColumnTerm term = condition.columns();
    return term == null
        ? null
        : input -> {
          boolean[] flags = flags(term.of(input));
          boolean[] out = new boolean[input.size()];
          for (int i = 0; i < out.length; i++) {
            out[i] = !flags[i];
          }
          return new Booleans(out);
        };
  }

  static boolean[] flags(ColumnVector vector) {
    if (vector instanceof Booleans booleans) {
      return booleans.values();
    }
    throw RowByRowException.NEEDED;
  }
}
