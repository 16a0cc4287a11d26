package dev.tidemark.sqlite;

import dev.tidemark.connector.Setting;
import dev.tidemark.connector.Settings;
import dev.tidemark.connector.StageType.Problem;
import dev.tidemark.query.QuerySettings;
import dev.tidemark.query.QueryTerms;
import dev.tidemark.record.Schema;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What a source stage reads, and how. Immutable.
 *
 * @param table empty when there is a query
 * @param query one SELECT; empty when there is a table
 * @param columns as declared; empty when the table's are taken
 */
record SourceSettings(
    Path path,
    Optional<Identifier> table,
    String query,
    Optional<Schema> columns,
    QueryTerms terms) {

  static final String CONNECTION = QuerySettings.CONNECTION;
  static final List<Setting> SETTINGS = QuerySettings.ALL;

  /** Of settings that {@link #problems} finds nothing wrong with. */
  static SourceSettings of(Settings settings) {
    Path path = settings.connection(CONNECTION).settings().path(SqliteConnectionType.PATH);
    Optional<Identifier> table = settings.optionalText(QuerySettings.TABLE).map(Identifier::parse);
    String name = table.map(Identifier::name).orElse("query");
    String what = table.map(found -> "table " + found.quoted()).orElse("the query") + " in " + path;
    return new SourceSettings(
        path,
        table,
        QuerySettings.query(settings),
        settings.columns(QuerySettings.COLUMNS),
        QuerySettings.terms(settings, name, what));
  }

  static List<Problem> problems(Settings settings) {
    return QuerySettings.problems(settings, SqliteConnectionType.KIND, Identifier::fold);
  }

  /** What it reads with its place, for messages. */
  String what() {
    return terms.what();
  }

  /** Cursor and key, the columns that rows are ordered by; just the key for a snapshot. */
  List<String> order() {
    return terms.order();
  }
}
