package dev.tidemark.postgres;

import dev.tidemark.connector.Connection;
import dev.tidemark.connector.Setting;
import dev.tidemark.connector.Settings;
import dev.tidemark.connector.Source;
import dev.tidemark.connector.SourceType;
import dev.tidemark.connector.StageContext;
import dev.tidemark.query.QuerySettings;
import dev.tidemark.query.QuerySource;
import dev.tidemark.record.Schema;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** The {@code postgres} source: reads a table, or the rows of a query. Stateless. */
public final class PostgresSourceType implements SourceType {

  @Override
  public String type() {
    return "postgres";
  }

  @Override
  public String description() {
    return "Reads a table of a PostgreSQL database, or a query's rows; with a cursor, what is new.";
  }

  @Override
  public List<Setting> settings() {
    return QuerySettings.ALL;
  }

  @Override
  public List<Problem> check(Settings settings) {
    List<Problem> problems =
        QuerySettings.problems(settings, PostgresConnectionType.KIND, UnaryOperator.identity());
    Connection connection = settings.connection(QuerySettings.CONNECTION);
    if (connection.kind().equals(PostgresConnectionType.KIND)) {
      try {
        var unused = Endpoint.of(connection.settings());
      } catch (IllegalArgumentException wrong) {
        problems.add(new Problem(QuerySettings.CONNECTION, String.valueOf(wrong.getMessage())));
      }
    }
    Optional<String> table = settings.optionalText(QuerySettings.TABLE);
    if (table.isPresent() && !table.get().isBlank()) {
      try {
        var unused = QualifiedName.parse(table.get());
      } catch (IllegalArgumentException wrong) {
        problems.add(new Problem(QuerySettings.TABLE, String.valueOf(wrong.getMessage())));
      }
    }
    return problems;
  }

  @Override
  public boolean bounded(Settings settings, boolean streaming) {
    return !streaming || !QuerySettings.incremental(settings);
  }

  @Override
  public boolean lasting(Settings settings) {
    return QuerySettings.incremental(settings);
  }

  /** As declared; nothing is connected to before a run. */
  @Override
  public Optional<Schema> columns(Settings settings) {
    return settings.columns(QuerySettings.COLUMNS);
  }

  @Override
  public Source open(StageContext context) {
    String purpose = context.pipeline() + "/" + context.stage();
    SourceSettings settings = SourceSettings.of(context.settings(), purpose);
    return new QuerySource(context, settings.terms(), () -> SourceSession.open(settings));
  }
}
