package dev.tidemark.sql;

import dev.tidemark.record.Column;
import dev.tidemark.record.Schema;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.validate.ParameterScope;
import org.apache.calcite.sql.validate.SqlValidatorImpl;
import org.apache.calcite.sql.validate.SqlValidatorScope;

/** Checks expressions over the columns of one schema, and knows their types. Not thread-safe. */
final class ExpressionValidator extends SqlValidatorImpl {

  private final SqlValidatorScope columns;

  private ExpressionValidator(Schema schema, RelDataTypeFactory types) {
    super(
        Functions.TABLE,
        new NoCatalog(types),
        types,
        Config.DEFAULT.withCallRewrite(false).withConformance(Grammar.CONFORMANCE));
    Map<String, RelDataType> named = new HashMap<>();
    for (Column column : schema.columns()) {
      named.put(column.name(), SqlTypes.of(types, column));
    }
    this.columns = new ParameterScope(this, named);
  }

  static ExpressionValidator over(Schema schema) {
    return new ExpressionValidator(schema, SqlTypes.factory());
  }

  /** The expression with functions resolved and implicit casts written out. */
  SqlNode check(SqlNode expression) {
    SqlNode resolved = Objects.requireNonNull(performUnconditionalRewrites(expression, false));
    resolved.validateExpr(this, columns);
    return resolved;
  }

  RelDataType typeOf(SqlNode expression) {
    return deriveType(columns, expression);
  }
}
