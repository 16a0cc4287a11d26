package dev.tidemark.format;

import dev.tidemark.record.DataType;
import dev.tidemark.record.DataType.Simple;
import org.jspecify.annotations.Nullable;

/**
 * What a column's type must be to hold all values seen so far; null stands for "nothing seen yet".
 * A pure function of types.
 */
final class InferredType {

  private InferredType() {}

  /** The narrowest type that holds both. */
  static @Nullable DataType widened(@Nullable DataType left, @Nullable DataType right) {
    if (left == null || left.equals(right)) {
      return right;
    }
    if (right == null) {
      return left;
    }
    if (left instanceof DataType.Array a && right instanceof DataType.Array b) {
      return new DataType.Array(settled(widened(a.element(), b.element())));
    }
    if (isNested(left) || isNested(right)) {
      return Simple.JSON;
    }
    return isNumber(left) && isNumber(right) ? Simple.DECIMAL : Simple.TEXT;
  }

  /** The type of a column of which no value was seen is text. */
  static DataType settled(@Nullable DataType type) {
    return type == null ? Simple.TEXT : type;
  }

  private static boolean isNested(DataType type) {
    return type == Simple.JSON || type instanceof DataType.Array;
  }

  private static boolean isNumber(DataType type) {
    return type == Simple.INT64 || type == Simple.DECIMAL;
  }
}
