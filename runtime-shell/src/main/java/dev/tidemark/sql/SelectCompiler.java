package dev.tidemark.sql;

import dev.tidemark.record.Column;
import dev.tidemark.record.DataType;
import dev.tidemark.record.Schema;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.SqlTypeUtil;
import org.jspecify.annotations.Nullable;

/** Compiles a whole query for rows of one schema. Used once. */
final class SelectCompiler {

  private final Schema input;
  private final SelectQuery query;
  private final Checked expressions;
  private final List<Column> columns = new ArrayList<>();
  private final List<Term> terms = new ArrayList<>();
  private final Set<String> reads = new HashSet<>();
  private final Map<String, SqlParserPos> named = new HashMap<>();

  private SelectCompiler(String text, SelectQuery query, Schema input) {
    this.input = input;
    this.query = query;
    this.expressions = new Checked(text, input, query.alias());
  }

  /** The query's condition, values and columns; the user's mistakes come with their place. */
  static SelectPlan compile(String text, Schema input) throws InvalidSqlException {
    SelectQuery query = SelectQuery.of(Grammar.query(text));
    return new SelectCompiler(text, query, input).plan();
  }

  private SelectPlan plan() throws InvalidSqlException {
    Term where = where();
    for (SqlNode item : query.items()) {
      if (isStar(item)) {
        for (int i = 0; i < input.size(); i++) {
          int index = i;
          reads.add(input.column(i).name());
          add(input.column(i), (row, now) -> row[index], item.getParserPosition());
        }
      } else {
        item(item);
      }
    }
    reads.addAll(expressions.reads());
    return new SelectPlan(Schema.of(columns), where, terms.toArray(Term[]::new), Set.copyOf(reads));
  }

  private @Nullable Term where() throws InvalidSqlException {
    if (query.where().isEmpty()) {
      return null;
    }
    SqlNode condition = query.where().get();
    Compiled compiled = expressions.compile(condition);
    if (compiled.type() != DataType.Simple.BOOLEAN && !SqlTypeUtil.isNull(compiled.sqlType())) {
      throw new InvalidSqlException(
          condition.getParserPosition(),
          "WHERE needs a condition, true or false; this is " + compiled.type().text());
    }
    return compiled.term();
  }

  private boolean isStar(SqlNode item) throws InvalidSqlException {
    if (!(item instanceof SqlIdentifier name) || !name.isStar()) {
      return false;
    }
    if (name.names.size() == 2 && !name.names.get(0).equalsIgnoreCase(query.alias())) {
      throw new InvalidSqlException(
          name.getParserPosition(), "there is no " + name + "; write * or " + query.alias() + ".*");
    }
    return true;
  }

  private void item(SqlNode item) throws InvalidSqlException {
    SqlNode expression = SelectQuery.unaliased(item);
    Compiled compiled = expressions.compile(expression);
    SqlParserPos at = item.getParserPosition();
    if (SqlTypeUtil.isInterval(compiled.sqlType())) {
      throw new InvalidSqlException(
          at, "an interval is no column; count its units with TIMESTAMPDIFF(DAY, a, b)");
    }
    if (SqlTypeUtil.isNull(compiled.sqlType())) {
      throw new InvalidSqlException(at, "give NULL a type: CAST(NULL AS VARCHAR)");
    }
    String name = name(item);
    add(new Column(name, compiled.type(), compiled.nullable()), compiled.term(), at);
  }

  private static String name(SqlNode item) throws InvalidSqlException {
    SqlNode name = item.getKind() == SqlKind.AS ? ((SqlCall) item).operand(1) : item;
    if (name instanceof SqlIdentifier identifier) {
      String column = identifier.names.get(identifier.names.size() - 1);
      if (column.isBlank()) {
        throw new InvalidSqlException(name.getParserPosition(), "a column needs a name");
      }
      return column;
    }
    throw new InvalidSqlException(
        item.getParserPosition(), "this value has no name; add one: ... AS name");
  }

  private void add(Column column, Term term, SqlParserPos at) throws InvalidSqlException {
    if (named.putIfAbsent(column.name(), at) != null) {
      throw new InvalidSqlException(
          at,
          "two columns would be named " + column.name() + "; give one another name: ... AS name");
    }
    columns.add(column);
    terms.add(term);
  }
}
