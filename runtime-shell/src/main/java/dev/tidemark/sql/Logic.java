package dev.tidemark.sql;

import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.function.UnaryOperator;
import org.apache.calcite.sql.SqlKind;

/** SQL's logic of three values, comparisons among it. */
final class Logic {

  private Logic() {}

  static Term and(List<Term> terms) {
    return (row, now) -> {
      boolean unknown = false;
      for (Term term : terms) {
        Object value = term.value(row, now);
        if (value == null) {
          unknown = true;
        } else if (!(Boolean) value) {
          return Boolean.FALSE;
        }
      }
      return unknown ? null : Boolean.TRUE;
    };
  }

  static Term or(List<Term> terms) {
    return (row, now) -> {
      boolean unknown = false;
      for (Term term : terms) {
        Object value = term.value(row, now);
        if (value == null) {
          unknown = true;
        } else if ((Boolean) value) {
          return Boolean.TRUE;
        }
      }
      return unknown ? null : Boolean.FALSE;
    };
  }

  static Term not(Term term) {
    return (row, now) -> {
      Object value = term.value(row, now);
      return value == null ? null : !(Boolean) value;
    };
  }

  /** Never NULL: whether the value is one of these. */
  static Term is(SqlKind kind, Term term) {
    return switch (kind) {
      case IS_NULL, IS_UNKNOWN -> (row, now) -> term.value(row, now) == null;
      case IS_NOT_NULL -> (row, now) -> term.value(row, now) != null;
      case IS_TRUE -> (row, now) -> Boolean.TRUE.equals(term.value(row, now));
      case IS_NOT_TRUE -> (row, now) -> !Boolean.TRUE.equals(term.value(row, now));
      case IS_FALSE -> (row, now) -> Boolean.FALSE.equals(term.value(row, now));
      case IS_NOT_FALSE -> (row, now) -> !Boolean.FALSE.equals(term.value(row, now));
      default -> throw new IllegalArgumentException(kind.toString());
    };
  }

  static IntPredicate test(SqlKind kind) {
    return switch (kind) {
      case EQUALS -> order -> order == 0;
      case NOT_EQUALS -> order -> order != 0;
      case LESS_THAN -> order -> order < 0;
      case LESS_THAN_OR_EQUAL -> order -> order <= 0;
      case GREATER_THAN -> order -> order > 0;
      case GREATER_THAN_OR_EQUAL -> order -> order >= 0;
      default -> throw new IllegalArgumentException(kind.toString());
    };
  }

  static Term comparison(Term left, Term right, Comparator<Object> order, IntPredicate test) {
    return (row, now) -> {
      Object a = left.value(row, now);
      if (a == null) {
        return null;
      }
      Object b = right.value(row, now);
      return b == null ? null : test.test(order.compare(a, b));
    };
  }

  /** Never NULL: two NULLs are the same. */
  static Term distinct(Term left, Term right, Comparator<Object> order, boolean negated) {
    return (row, now) -> {
      Object a = left.value(row, now);
      Object b = right.value(row, now);
      boolean same = a == null || b == null ? a == b : order.compare(a, b) == 0;
      return same == negated;
    };
  }

  /** One of many, by hash; {@code key} makes equal values equal objects. */
  static Term member(Term term, Set<Object> members, UnaryOperator<Object> key, boolean withNull) {
    return (row, now) -> {
      Object value = term.value(row, now);
      if (value == null) {
        return null;
      }
      return members.contains(key.apply(value)) ? Boolean.TRUE : withNull ? null : Boolean.FALSE;
    };
  }
}
