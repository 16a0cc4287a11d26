package dev.tidemark.format;

import dev.tidemark.record.DataType;
import dev.tidemark.record.DataType.Simple;

/**
 * What a column must be to hold all values seen so far. Apart from {@link DataType}, it knows that
 * nothing was seen yet: of a column, or of an array's elements. Immutable.
 */
sealed interface InferredType {

  /** Only nulls so far. */
  record Unseen() implements InferredType {}

  /** One of the simple types. */
  record Scalar(Simple type) implements InferredType {}

  /** Arrays. */
  record ArrayOf(InferredType element) implements InferredType {}

  /** For a null. */
  InferredType UNSEEN = new Unseen();

  /** The narrowest type that holds both: decimal for numbers, json for nested values, else text. */
  default InferredType widened(InferredType other) {
    if (this instanceof Unseen || equals(other)) {
      return other;
    }
    if (other instanceof Unseen) {
      return this;
    }
    if (this instanceof ArrayOf a && other instanceof ArrayOf b) {
      return new ArrayOf(a.element().widened(b.element()));
    }
    if (this instanceof Scalar a
        && other instanceof Scalar b
        && a.type() != Simple.JSON
        && b.type() != Simple.JSON) {
      return new Scalar(isNumber(a.type()) && isNumber(b.type()) ? Simple.DECIMAL : Simple.TEXT);
    }
    return new Scalar(Simple.JSON);
  }

  /** The column's type, text where nothing was seen. */
  default DataType settled() {
    return switch (this) {
      case Unseen unseen -> Simple.TEXT;
      case Scalar scalar -> scalar.type();
      case ArrayOf array -> new DataType.Array(array.element().settled());
    };
  }

  private static boolean isNumber(Simple type) {
    return type == Simple.INT64 || type == Simple.DECIMAL;
  }
}
