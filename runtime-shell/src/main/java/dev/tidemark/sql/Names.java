package dev.tidemark.sql;

import dev.tidemark.document.Nearest;
import dev.tidemark.record.Column;
import dev.tidemark.record.DataType;
import dev.tidemark.record.Schema;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlJsonQueryEmptyOrErrorBehavior;
import org.apache.calcite.sql.SqlJsonQueryWrapperBehavior;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;

/**
 * What the names of a query stand for: columns of the input, and behind them in a row those of
 * arrays that are unnested. {@code item.sku} is also the value at a key of a JSON column.
 * Immutable.
 */
final class Names {

  private static final int LISTED = 40;

  /** Columns under one name, from an index to an index, exclusive. */
  private record Range(String alias, int from, int to, boolean unnested) {}

  /** A column, and the keys of the JSON in it that lead to the value. */
  private record Meaning(int column, List<String> keys) {}

  private final List<Range> ranges;
  private final List<String> written;
  private final Schema schema;

  private Names(List<Range> ranges, List<String> written, Schema schema) {
    this.ranges = ranges;
    this.written = written;
    this.schema = schema;
  }

  static Names of(String alias, Schema input) {
    return new Names(
        List.of(new Range(alias, 0, input.size(), false)),
        input.columns().stream().map(Column::name).toList(),
        input);
  }

  /** These, and what is unnested under an alias. */
  Names with(String alias, List<Column> columns) {
    List<Column> all = new ArrayList<>(schema.columns());
    List<String> names = new ArrayList<>(written);
    Set<String> taken = new HashSet<>(all.stream().map(Column::name).toList());
    for (Column column : columns) {
      String name = alias + "." + column.name();
      while (!taken.add(name)) {
        name += "'";
      }
      all.add(new Column(name, column.type(), column.nullable()));
      names.add(column.name());
    }
    List<Range> more = new ArrayList<>(ranges);
    more.add(new Range(alias, schema.size(), all.size(), true));
    return new Names(List.copyOf(more), List.copyOf(names), Schema.of(all));
  }

  /** A row's columns; those that are unnested have their alias in the name, which keeps it one. */
  Schema schema() {
    return schema;
  }

  /** The column at an index, with the name that users give it. */
  Column column(int index) {
    Column column = schema.column(index);
    return new Column(written.get(index), column.type(), column.nullable());
  }

  /** The columns that {@code *} or {@code alias.*} stands for. */
  List<Integer> star(SqlIdentifier star) throws InvalidSqlException {
    boolean all = star.names.size() == 1;
    List<Integer> columns =
        ranges.stream()
            .filter(range -> all || range.alias().equalsIgnoreCase(star.names.get(0)))
            .flatMapToInt(range -> IntStream.range(range.from(), range.to()))
            .boxed()
            .toList();
    if (star.names.size() > 2 || columns.isEmpty()) {
      throw new InvalidSqlException(
          star.getParserPosition(),
          "there is no " + star + "; write * or " + ranges.get(0).alias() + ".*");
    }
    return columns;
  }

  /** Refuses a name that stands for nothing, or for more than one thing. */
  void check(SqlIdentifier name) throws InvalidSqlException {
    List<Meaning> meanings = meanings(name.names);
    if (meanings.size() > 1) {
      String choices =
          ranges.stream()
              .filter(range -> within(range, name.names.get(0)).isPresent())
              .map(range -> range.alias() + "." + name.names.get(0))
              .collect(Collectors.joining(" or "));
      throw new InvalidSqlException(
          name.getParserPosition(), name + " may be two things; write " + choices);
    }
    if (meanings.isEmpty()) {
      throw new InvalidSqlException(name.getParserPosition(), unknown(name));
    }
  }

  private String unknown(SqlIdentifier name) {
    boolean qualified = name.names.size() > 1;
    boolean known =
        ranges.stream().anyMatch(range -> range.alias().equalsIgnoreCase(name.names.get(0)));
    if (qualified && (!known || name.names.size() > 2)) {
      return "there is no "
          + name
          + ": columns are written by name, or as "
          + ranges.get(0).alias()
          + ".name";
    }
    String column = name.names.get(name.names.size() - 1);
    String near = Nearest.to(column, written).map(n -> "; did you mean " + n + "?").orElse("");
    String quotes =
        !qualified && name.isComponentQuoted(0)
            ? "; if it is a text, write it in single quotes: '" + column.replace("'", "''") + "'"
            : "";
    return "there is no column " + column + near + quotes + "; the columns are " + listed();
  }

  private String listed() {
    return written.size() <= LISTED
        ? String.join(", ", written)
        : String.join(", ", written.subList(0, LISTED))
            + " and "
            + (written.size() - LISTED)
            + " more";
  }

  /** The name as one column's, or as a call that takes the single value from JSON. */
  SqlNode resolved(SqlIdentifier name) {
    Meaning meaning = meanings(name.names).get(0);
    SqlParserPos at = name.getParserPosition();
    SqlNode column = column(meaning, at);
    return meaning.keys().isEmpty()
        ? column
        : SqlStdOperatorTable.JSON_VALUE.createCall(at, column, path(meaning, at));
  }

  /** The same, where the whole of what stands in the JSON is wanted. */
  SqlNode whole(SqlIdentifier name) {
    Meaning meaning = meanings(name.names).get(0);
    SqlParserPos at = name.getParserPosition();
    SqlNode column = column(meaning, at);
    return meaning.keys().isEmpty()
        ? column
        : SqlStdOperatorTable.JSON_QUERY.createCall(
            at,
            column,
            path(meaning, at),
            SqlLiteral.createSymbol(SqlJsonQueryWrapperBehavior.WITHOUT_ARRAY, at),
            SqlLiteral.createSymbol(SqlJsonQueryEmptyOrErrorBehavior.NULL, at),
            SqlLiteral.createSymbol(SqlJsonQueryEmptyOrErrorBehavior.NULL, at));
  }

  /** Marked as quoted, so that a column called {@code user} isn't taken for SQL's function. */
  private SqlNode column(Meaning meaning, SqlParserPos at) {
    String name = schema.column(meaning.column()).name();
    return new SqlIdentifier(List.of(name), null, at, List.of(at.withQuoting(true)));
  }

  private static SqlNode path(Meaning meaning, SqlParserPos at) {
    String path =
        meaning.keys().stream().map(key -> "\"" + key + "\"").collect(Collectors.joining("."));
    return SqlLiteral.createCharString("$." + path, at);
  }

  /** By the alias before by a column of that name: what is qualified can't be mistaken. */
  private List<Meaning> meanings(List<String> parts) {
    List<String> behind = parts.subList(1, parts.size());
    List<Meaning> found = new ArrayList<>();
    for (Range range : ranges) {
      if (!behind.isEmpty() && range.alias().equalsIgnoreCase(parts.get(0))) {
        OptionalInt column = within(range, behind.get(0));
        if (column.isPresent()) {
          add(found, column.getAsInt(), behind.subList(1, behind.size()));
        } else if (range.unnested()) {
          add(found, range.from(), behind);
        }
        return found;
      }
    }
    for (Range range : ranges) {
      within(range, parts.get(0)).ifPresent(column -> add(found, column, behind));
    }
    return found;
  }

  private void add(List<Meaning> found, int column, List<String> keys) {
    if (keys.isEmpty() || schema.column(column).type() == DataType.Simple.JSON) {
      found.add(new Meaning(column, keys));
    }
  }

  private OptionalInt within(Range range, String name) {
    return IntStream.range(range.from(), range.to())
        .filter(index -> written.get(index).equals(name))
        .findFirst();
  }
}
