package dev.tidemark.sql;

import java.util.List;
import org.apache.calcite.config.CalciteConnectionConfig;
import org.apache.calcite.jdbc.CalciteSchema;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.validate.SqlMoniker;
import org.apache.calcite.sql.validate.SqlNameMatcher;
import org.apache.calcite.sql.validate.SqlNameMatchers;
import org.apache.calcite.sql.validate.SqlValidatorCatalogReader;
import org.apache.calcite.sql.validate.SqlValidatorTable;
import org.apache.calcite.sql.validate.SqlValidatorUtil;
import org.jspecify.annotations.Nullable;

/** A catalog without tables: expressions are checked one by one, against the input's columns. */
final class NoCatalog implements SqlValidatorCatalogReader {

  private final RelDataTypeFactory types;
  private final SqlNameMatcher names = SqlNameMatchers.withCaseSensitive(true);

  NoCatalog(RelDataTypeFactory types) {
    this.types = types;
  }

  @Override
  public @Nullable SqlValidatorTable getTable(List<String> path) {
    return null;
  }

  @Override
  public @Nullable RelDataType getNamedType(SqlIdentifier typeName) {
    return null;
  }

  @Override
  public List<SqlMoniker> getAllSchemaObjectNames(List<String> path) {
    return List.of();
  }

  @Override
  public List<List<String>> getSchemaPaths() {
    return List.of(List.of());
  }

  @Override
  @Deprecated
  public @Nullable RelDataTypeField field(RelDataType rowType, String alias) {
    return names.field(rowType, alias);
  }

  @Override
  public SqlNameMatcher nameMatcher() {
    return names;
  }

  @Override
  @Deprecated
  public boolean matches(String string, String name) {
    return names.matches(string, name);
  }

  @Override
  public RelDataType createTypeFromProjection(RelDataType type, List<String> columns) {
    return SqlValidatorUtil.createTypeFromProjection(type, columns, types, names.isCaseSensitive());
  }

  @Override
  @Deprecated
  public boolean isCaseSensitive() {
    return true;
  }

  @Override
  public CalciteSchema getRootSchema() {
    throw new UnsupportedOperationException("no tables");
  }

  @Override
  public CalciteConnectionConfig getConfig() {
    return CalciteConnectionConfig.DEFAULT;
  }

  @Override
  public <C> @Nullable C unwrap(Class<C> wanted) {
    return wanted.isInstance(this) ? wanted.cast(this) : null;
  }
}
