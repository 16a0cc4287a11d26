package dev.tidemark.sql;

import dev.tidemark.record.Column;
import dev.tidemark.record.DataType;
import dev.tidemark.record.DataType.Simple;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.sql.parser.SqlParserPos;

/**
 * The columns that an UNNEST makes.
 *
 * @param keys where several names are given to JSON: the keys that they are taken from
 */
record UnnestColumns(List<Column> columns, List<String> keys) {

  private static final String NUMBER = "ordinality";

  static UnnestColumns of(FromClause.Unnest unnest, DataType array) throws InvalidSqlException {
    DataType element = element(unnest, array);
    List<String> names = new ArrayList<>(unnest.names());
    if (names.isEmpty()) {
      names.add(unnest.alias().getSimple());
    }
    String number = NUMBER;
    if (unnest.ordinality() && names.size() > 1) {
      number = names.remove(names.size() - 1);
    }
    checkNames(unnest, element, names);
    List<Column> columns = new ArrayList<>();
    boolean single = names.size() == 1;
    names.forEach(name -> columns.add(new Column(name, single ? element : Simple.TEXT, true)));
    if (unnest.ordinality()) {
      if (names.contains(number)) {
        throw twice(unnest);
      }
      // A row that an outer join adds has no number.
      columns.add(new Column(number, Simple.INT64, unnest.outer()));
    }
    return new UnnestColumns(List.copyOf(columns), single ? List.of() : List.copyOf(names));
  }

  private static DataType element(FromClause.Unnest unnest, DataType array)
      throws InvalidSqlException {
    if (array == Simple.JSON) {
      return Simple.JSON;
    }
    if (array instanceof DataType.Array list) {
      return list.element();
    }
    throw new InvalidSqlException(
        unnest.array().getParserPosition(),
        "UNNEST takes an array or JSON, this is " + array.text());
  }

  private static void checkNames(FromClause.Unnest unnest, DataType element, List<String> names)
      throws InvalidSqlException {
    SqlParserPos at = unnest.alias().getParserPosition();
    if (names.size() > 1 && element != Simple.JSON) {
      throw new InvalidSqlException(
          at,
          "elements of type "
              + element.text()
              + " make one column, but "
              + names.size()
              + " names are given"
              + (unnest.ordinality() ? "" : "; WITH ORDINALITY adds one that counts"));
    }
    if (names.stream().distinct().count() < names.size()) {
      throw twice(unnest);
    }
    if (names.stream().anyMatch(String::isBlank)) {
      throw new InvalidSqlException(at, "a column of " + unnest.alias() + " has no name");
    }
  }

  private static InvalidSqlException twice(FromClause.Unnest unnest) {
    return new InvalidSqlException(
        unnest.alias().getParserPosition(),
        "two columns of " + unnest.alias() + " would have one name; name them: AS t(item, number)");
  }
}
