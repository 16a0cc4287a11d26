package dev.tidemark.sql;

import static org.apache.calcite.sql.type.SqlTypeFamily.ANY;
import static org.apache.calcite.sql.type.SqlTypeFamily.ARRAY;

import java.util.List;
import org.apache.calcite.sql.type.OperandTypes;
import org.apache.calcite.sql.type.ReturnTypes;
import org.apache.calcite.sql.type.SqlTypeTransforms;

/** Functions of several values of one type, and of arrays. */
final class ChoiceFunctions {

  private ChoiceFunctions() {}

  /** The bodies stand in {@link ExpressionCompiler}, where the types are known. */
  private static final Function.Body COMPILED =
      a -> {
        throw new IllegalStateException("compiled by name");
      };

  static void offer() {
    var widest = ReturnTypes.LEAST_RESTRICTIVE.andThen(SqlTypeTransforms.TO_NULLABLE);
    Functions.add("GREATEST", widest, OperandTypes.SAME_VARIADIC, COMPILED);
    Functions.add("LEAST", widest, OperandTypes.SAME_VARIADIC, COMPILED);
    Functions.add(
        "CONCAT",
        TextFunctions.TEXT,
        OperandTypes.repeat(Functions.atLeast(1), OperandTypes.ANY),
        COMPILED);
    Functions.add(
        "CONCAT_WS",
        TextFunctions.TEXT,
        OperandTypes.repeat(Functions.atLeast(2), OperandTypes.ANY),
        COMPILED);
    Functions.offer(
        "ARRAY_LENGTH", ReturnTypes.INTEGER_NULLABLE, List.of(ARRAY), a -> ((List<?>) a[0]).size());
    Functions.offer("ARRAY_CONTAINS", ReturnTypes.BOOLEAN_NULLABLE, List.of(ARRAY, ANY), COMPILED);
  }
}
