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

  private final String text;
  private final Schema input;
  private final SelectQuery query;
  private final List<Column> columns = new ArrayList<>();
  private final List<Term> terms = new ArrayList<>();
  private final List<ColumnTerm> wholes = new ArrayList<>();
  private final List<Unnested> unnests = new ArrayList<>();
  private final Set<String> reads = new HashSet<>();
  private final Map<String, SqlParserPos> named = new HashMap<>();
  private Names names;
  private Checked expressions;

  private SelectCompiler(String text, SelectQuery query, Schema input) {
    this.text = text;
    this.input = input;
    this.query = query;
    this.names = Names.of(query.from().alias(), input);
    this.expressions = new Checked(text, names);
  }

  /** The query's condition, values and columns; the user's mistakes come with their place. */
  static SelectPlan compile(String text, Schema input) throws InvalidSqlException {
    SelectQuery query = SelectQuery.of(Grammar.query(text));
    return new SelectCompiler(text, query, input).plan();
  }

  private SelectPlan plan() throws InvalidSqlException {
    for (FromClause.Unnest unnest : query.from().unnests()) {
      unnest(unnest);
    }
    Compiled where = where();
    for (SqlNode item : query.items()) {
      if (item instanceof SqlIdentifier star && star.isStar()) {
        star(star);
      } else {
        item(item);
      }
    }
    reads.addAll(expressions.reads());
    reads.retainAll(input.columns().stream().map(Column::name).toList());
    return new SelectPlan(
        Schema.of(columns),
        names.schema().size(),
        List.copyOf(unnests),
        where == null ? null : where.term(),
        terms.toArray(Term[]::new),
        wholeColumns(where),
        Set.copyOf(reads));
  }

  private @Nullable ColumnPlan wholeColumns(@Nullable Compiled where) {
    ColumnTerm condition = where == null ? null : where.columns();
    boolean possible =
        unnests.isEmpty()
            && wholes.size() == terms.size()
            && (condition == null) == (where == null);
    return possible ? new ColumnPlan(condition, List.copyOf(wholes)) : null;
  }

  /** Each may read what stands before it, so the names grow with it. */
  private void unnest(FromClause.Unnest unnest) throws InvalidSqlException {
    Compiled array = expressions.compileWhole(unnest.array());
    reads.addAll(expressions.reads());
    String alias = unnest.alias().getSimple();
    UnnestColumns made = UnnestColumns.of(unnest, array.type());
    unnests.add(
        new Unnested(
            array.term(),
            new SourceText(text).of(unnest.array()),
            made.keys(),
            unnest.ordinality(),
            unnest.outer(),
            names.schema().size()));
    names = names.with(alias, made.columns());
    expressions = new Checked(text, names);
  }

  private void star(SqlIdentifier star) throws InvalidSqlException {
    for (int index : names.star(star)) {
      reads.add(names.schema().column(index).name());
      add(names.column(index), (row, now) -> row[index], star.getParserPosition());
      wholes.add(new ColumnReference(index));
    }
  }

  private @Nullable Compiled where() throws InvalidSqlException {
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
    return compiled;
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
    if (compiled.columns() != null) {
      wholes.add(compiled.columns());
    }
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
