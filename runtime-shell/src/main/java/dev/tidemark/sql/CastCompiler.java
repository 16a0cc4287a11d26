package dev.tidemark.sql;

import dev.tidemark.record.DataType;
import dev.tidemark.record.DataType.Simple;
import java.math.BigDecimal;
import java.util.function.UnaryOperator;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.sql.SqlBasicTypeNameSpec;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlDataTypeSpec;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.type.SqlTypeUtil;

/** CAST and TRY_CAST. A text is never padded; one that is too long is cut, as SQL has it. */
final class CastCompiler {

  private final ExpressionCompiler compiler;

  CastCompiler(ExpressionCompiler compiler) {
    this.compiler = compiler;
  }

  Compiled compile(SqlCall call) throws InvalidSqlException {
    Compiled from = compiler.compile(call.operand(0));
    DataType to = compiler.columnType(call);
    if (SqlTypeUtil.isNull(from.sqlType())) {
      return compiler.result(call, (row, now) -> null, to);
    }
    UnaryOperator<Object> cast =
        Casts.of(from.type(), to)
            .orElseThrow(
                () ->
                    compiler.refused(
                        call, "a " + from.type().text() + " can't be cast to " + to.text()));
    UnaryOperator<Object> sized = sized(call, from, to, cast);
    Term term = from.term();
    if (call.getKind() == SqlKind.SAFE_CAST) {
      return compiler.result(call, (row, now) -> orNull(sized, term.value(row, now)), to);
    }
    Term guarded =
        compiler.guarded(
            call,
            (row, now) -> {
              Object value = term.value(row, now);
              return value == null ? null : sized.apply(value);
            });
    return compiler
        .result(call, guarded, to)
        .over(sized == cast ? ColumnArithmetic.cast(to, from) : null);
  }

  private static @org.jspecify.annotations.Nullable Object orNull(
      UnaryOperator<Object> cast, @org.jspecify.annotations.Nullable Object value) {
    try {
      return value == null ? null : cast.apply(value);
    } catch (BadValueException | ArithmeticException e) {
      return null;
    }
  }

  private UnaryOperator<Object> sized(
      SqlCall call, Compiled from, DataType to, UnaryOperator<Object> cast) {
    RelDataType type = compiler.typeOf(call);
    boolean implicit =
        call.getParserPosition().equals(call.operand(0).getParserPosition()) || bare(call);
    int precision = type.getPrecision();
    if (implicit || precision == RelDataType.PRECISION_NOT_SPECIFIED) {
      return cast;
    }
    if (to == Simple.DECIMAL) {
      int scale = type.getScale();
      return value -> Casts.sized((BigDecimal) cast.apply(value), precision, scale);
    }
    if (to == Simple.TEXT && from.type() != Simple.BYTES) {
      return value -> Texts.left((String) cast.apply(value), precision);
    }
    return type.getSqlTypeName() == SqlTypeName.SMALLINT
            || type.getSqlTypeName() == SqlTypeName.TINYINT
        ? value -> small((Integer) cast.apply(value), type.getSqlTypeName())
        : cast;
  }

  private static Object small(Integer value, SqlTypeName type) {
    int most = type == SqlTypeName.TINYINT ? Byte.MAX_VALUE : Short.MAX_VALUE;
    if (value > most || value < -most - 1) {
      throw new BadValueException(value + " doesn't fit " + type);
    }
    return value;
  }

  /** {@code DECIMAL}, {@code VARCHAR} or {@code CHAR} alone: of any size. */
  private static boolean bare(SqlCall call) {
    return call.operand(1) instanceof SqlDataTypeSpec spec
        && spec.getTypeNameSpec() instanceof SqlBasicTypeNameSpec name
        && name.getPrecision() < 0;
  }
}
