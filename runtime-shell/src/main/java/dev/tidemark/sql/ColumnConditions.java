package dev.tidemark.sql;

import dev.tidemark.record.ColumnVector;
import dev.tidemark.record.ColumnVector.Booleans;
import dev.tidemark.record.ColumnVector.Integers;
import dev.tidemark.record.ColumnVector.Objects;
import dev.tidemark.record.RowBatch;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.IntPredicate;
import org.apache.calcite.sql.SqlKind;
import org.jspecify.annotations.Nullable;

/**
 * Comparisons and logic, a column at a time. Without NULLs there are two values of truth; where
 * there is one, the column is held as objects.
 */
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
    boolean equality = kind == SqlKind.EQUALS || kind == SqlKind.NOT_EQUALS;
    return new Comparison(kind, a, b, (x, y) -> ColumnOrder.of(x, y, equality, order));
  }

  private record Comparison(
      SqlKind kind,
      ColumnTerm left,
      ColumnTerm right,
      BiFunction<ColumnVector, ColumnVector, ColumnOrder> order)
      implements ColumnTerm {
    @Override
    public ColumnVector of(ColumnInput input) {
      ColumnVector x = left.of(input);
      ColumnVector y = right.of(input);
      if (x instanceof Integers m && y instanceof Integers n) {
        boolean[] out = input.conditions();
        compare(kind, m.values(), n.values(), out, input.size());
        return new Booleans(out);
      }
      return tested(order.apply(x, y), Logic.test(kind), input.size());
    }

    @Override
    public boolean isByPieces(RowBatch rows) {
      return left.isByPieces(rows) && right.isByPieces(rows);
    }
  }

  private static ColumnVector tested(ColumnOrder order, IntPredicate test, int size) {
    boolean[] out = new boolean[size];
    for (int i = 0; i < size; i++) {
      int found = order.at(i);
      if (found == ColumnOrder.UNKNOWN) {
        return testedWithNulls(order, test, size);
      }
      out[i] = test.test(found);
    }
    return new Booleans(out);
  }

  private static Objects testedWithNulls(ColumnOrder order, IntPredicate test, int size) {
    @Nullable Object[] out = new Object[size];
    for (int i = 0; i < size; i++) {
      int found = order.at(i);
      out[i] = found == ColumnOrder.UNKNOWN ? null : (Object) test.test(found);
    }
    return new Objects(out);
  }

  private static void compare(SqlKind kind, long[] a, long[] b, boolean[] out, int size) {
    switch (kind) {
      case EQUALS -> equal(a, b, out, size, true);
      case NOT_EQUALS -> equal(a, b, out, size, false);
      case LESS_THAN -> less(a, b, out, size, true);
      case GREATER_THAN_OR_EQUAL -> less(a, b, out, size, false);
      case GREATER_THAN -> less(b, a, out, size, true);
      case LESS_THAN_OR_EQUAL -> less(b, a, out, size, false);
      default -> throw new IllegalArgumentException(kind.toString());
    }
  }

  private static void equal(long[] a, long[] b, boolean[] out, int size, boolean wanted) {
    for (int i = 0; i < size; i++) {
      out[i] = a[i] == b[i] == wanted;
    }
  }

  private static void less(long[] a, long[] b, boolean[] out, int size, boolean wanted) {
    for (int i = 0; i < size; i++) {
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
    return new Chain(kind == SqlKind.AND, terms);
  }

  private record Chain(boolean all, List<ColumnTerm> terms) implements ColumnTerm {
    @Override
    public ColumnVector of(ColumnInput input) {
      List<ColumnVector> vectors = new ArrayList<>(terms.size());
      boolean known = true;
      for (ColumnTerm term : terms) {
        ColumnVector vector = term.of(input);
        known &= vector instanceof Booleans;
        vectors.add(vector);
      }
      return known ? joined(all, vectors, input) : joinedWithNulls(all, vectors, input.size());
    }

    @Override
    public boolean isByPieces(RowBatch rows) {
      return terms.stream().allMatch(term -> term.isByPieces(rows));
    }
  }

  private static Booleans joined(boolean all, List<ColumnVector> vectors, ColumnInput input) {
    boolean[] out = input.conditions();
    System.arraycopy(flags(vectors.get(0)), 0, out, 0, input.size());
    for (ColumnVector vector : vectors.subList(1, vectors.size())) {
      boolean[] next = flags(vector);
      for (int i = 0; i < input.size(); i++) {
        out[i] = all ? out[i] & next[i] : out[i] | next[i];
      }
    }
    return new Booleans(out);
  }

  private static Objects joinedWithNulls(boolean all, List<ColumnVector> vectors, int size) {
    @Nullable Object[] out = new Object[size];
    for (int i = 0; i < size; i++) {
      @Nullable Object found = all;
      for (ColumnVector vector : vectors) {
        Object value = vector.value(i);
        if (value == null) {
          found = null;
        } else if ((Boolean) value != all) {
          found = value;
          break;
        }
      }
      out[i] = found;
    }
    return new Objects(out);
  }

  static @Nullable ColumnTerm not(Compiled condition) {
    return condition.columns() == null ? null : new Not(condition.columns());
  }

  private record Not(ColumnTerm condition) implements ColumnTerm {
    @Override
    public ColumnVector of(ColumnInput input) {
      return opposite(condition.of(input), input);
    }

    @Override
    public boolean isByPieces(RowBatch rows) {
      return condition.isByPieces(rows);
    }
  }

  private static ColumnVector opposite(ColumnVector vector, ColumnInput input) {
    int size = input.size();
    if (vector instanceof Booleans known) {
      boolean[] out = input.conditions();
      for (int i = 0; i < size; i++) {
        out[i] = !known.values()[i];
      }
      return new Booleans(out);
    }
    @Nullable Object[] out = new Object[size];
    for (int i = 0; i < size; i++) {
      Object value = vector.value(i);
      out[i] = value == null ? null : (Object) !(Boolean) value;
    }
    return new Objects(out);
  }

  /** For which rows a condition is true; what is unknown isn't. */
  static boolean[] passing(ColumnVector condition, int size) {
    if (condition instanceof Booleans known) {
      return known.values();
    }
    boolean[] out = new boolean[size];
    for (int i = 0; i < size; i++) {
      out[i] = Boolean.TRUE.equals(condition.value(i));
    }
    return out;
  }

  static boolean[] flags(ColumnVector vector) {
    return ((Booleans) vector).values();
  }
}
