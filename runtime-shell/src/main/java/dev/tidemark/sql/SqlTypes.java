package dev.tidemark.sql;

import dev.tidemark.record.Column;
import dev.tidemark.record.DataType;
import dev.tidemark.record.DataType.Simple;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rel.type.RelDataTypeSystemImpl;
import org.apache.calcite.sql.type.SqlTypeFactoryImpl;
import org.apache.calcite.sql.type.SqlTypeName;

/** Calcite's types for columns, and columns' types for Calcite's. */
final class SqlTypes {

  /** A decimal of any precision and scale: what columns have, and nothing that a user writes. */
  static final int ANY_PRECISION = 4000;

  static final int ANY_SCALE = 2000;

  private SqlTypes() {}

  /** Type names with microseconds, wide decimals and texts in UTF-8. Not thread-safe. */
  static RelDataTypeFactory factory() {
    return new Factory();
  }

  /** How Calcite sees a column. */
  static RelDataType of(RelDataTypeFactory factory, Column column) {
    return factory.createTypeWithNullability(of(factory, column.type()), column.nullable());
  }

  private static RelDataType of(RelDataTypeFactory factory, DataType type) {
    return switch (type) {
      case DataType.Array array ->
          factory.createArrayType(
              factory.createTypeWithNullability(of(factory, array.element()), true), -1);
      case Simple simple ->
          switch (simple) {
            case BOOLEAN -> factory.createSqlType(SqlTypeName.BOOLEAN);
            case INT32 -> factory.createSqlType(SqlTypeName.INTEGER);
            case INT64 -> factory.createSqlType(SqlTypeName.BIGINT);
            case FLOAT64 -> factory.createSqlType(SqlTypeName.DOUBLE);
            case DECIMAL -> factory.createSqlType(SqlTypeName.DECIMAL, ANY_PRECISION, ANY_SCALE);
            case TEXT, JSON -> text(factory);
            case BYTES -> factory.createSqlType(SqlTypeName.VARBINARY);
            case DATE -> factory.createSqlType(SqlTypeName.DATE);
            case TIME -> factory.createSqlType(SqlTypeName.TIME, 6);
            case TIMESTAMP -> factory.createSqlType(SqlTypeName.TIMESTAMP, 6);
            case UUID -> factory.createSqlType(SqlTypeName.UUID);
          };
    };
  }

  static RelDataType text(RelDataTypeFactory factory) {
    return factory.createSqlType(SqlTypeName.VARCHAR);
  }

  /** The column type of a result; empty for an interval and other types that no column has. */
  static Optional<DataType> toColumn(RelDataType type) {
    return switch (type.getSqlTypeName()) {
      case BOOLEAN -> Optional.of(Simple.BOOLEAN);
      case TINYINT, SMALLINT, INTEGER -> Optional.of(Simple.INT32);
      case BIGINT -> Optional.of(Simple.INT64);
      case REAL, FLOAT, DOUBLE -> Optional.of(Simple.FLOAT64);
      case DECIMAL -> Optional.of(Simple.DECIMAL);
      case CHAR, VARCHAR -> Optional.of(Simple.TEXT);
      case BINARY, VARBINARY -> Optional.of(Simple.BYTES);
      case DATE -> Optional.of(Simple.DATE);
      case TIME -> Optional.of(Simple.TIME);
      case TIMESTAMP -> Optional.of(Simple.TIMESTAMP);
      case UUID -> Optional.of(Simple.UUID);
      case ARRAY ->
          Optional.ofNullable(type.getComponentType())
              .flatMap(SqlTypes::toColumn)
              .map(DataType.Array::new);
      default -> Optional.empty();
    };
  }

  private static final class Factory extends SqlTypeFactoryImpl {
    Factory() {
      super(new WideTypes());
    }

    @Override
    public Charset getDefaultCharset() {
      return StandardCharsets.UTF_8;
    }
  }

  private static final class WideTypes extends RelDataTypeSystemImpl {
    @Override
    public int getMaxPrecision(SqlTypeName typeName) {
      return switch (typeName) {
        case DECIMAL -> ANY_PRECISION;
        case TIME, TIMESTAMP -> 6;
        default -> super.getMaxPrecision(typeName);
      };
    }

    @Override
    public int getMaxScale(SqlTypeName typeName) {
      return typeName == SqlTypeName.DECIMAL ? ANY_SCALE : super.getMaxScale(typeName);
    }

    /** Deprecated, yet asserted against when two decimals are added. */
    @Override
    @Deprecated
    public int getMaxNumericScale() {
      return ANY_SCALE;
    }

    @Override
    public int getDefaultPrecision(SqlTypeName typeName) {
      return switch (typeName) {
        case TIME, TIMESTAMP -> 6;
        default -> super.getDefaultPrecision(typeName);
      };
    }

    @Override
    public boolean shouldConvertRaggedUnionTypesToVarying() {
      return true;
    }
  }
}
