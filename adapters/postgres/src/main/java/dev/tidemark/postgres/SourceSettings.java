package dev.tidemark.postgres;

import dev.tidemark.connector.Settings;
import dev.tidemark.query.QuerySettings;
import dev.tidemark.query.QueryTerms;
import dev.tidemark.record.Schema;
import java.util.Optional;

/**
 * What a source stage reads, and how. Immutable.
 *
 * @param table empty when there is a query
 * @param query one SELECT; empty when there is a table
 * @param columns as declared; empty when the table's are taken
 * @param purpose what the server is told of us
 */
record SourceSettings(
    Endpoint endpoint,
    Optional<QualifiedName> table,
    String query,
    Optional<Schema> columns,
    QueryTerms terms,
    String purpose) {

  /** Of settings that {@link PostgresSourceType#check} finds nothing wrong with. */
  static SourceSettings of(Settings settings, String purpose) {
    Endpoint endpoint = Endpoint.of(settings.connection(QuerySettings.CONNECTION).settings());
    Optional<QualifiedName> table =
        settings.optionalText(QuerySettings.TABLE).map(QualifiedName::parse);
    String name = table.map(QualifiedName::text).orElse("query");
    String what = table.map(found -> "table " + found.text()).orElse("the query");
    return new SourceSettings(
        endpoint,
        table,
        QuerySettings.query(settings),
        settings.columns(QuerySettings.COLUMNS),
        QuerySettings.terms(settings, name, what + " in " + endpoint),
        purpose);
  }

  /** What it reads with its place, for messages. */
  String what() {
    return terms.what();
  }

  /** What stands after FROM. */
  String from() {
    return table.map(QualifiedName::quoted).orElseGet(() -> "(" + query + "\n) AS tidemark_source");
  }
}
