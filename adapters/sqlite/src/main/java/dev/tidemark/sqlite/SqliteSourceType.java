package dev.tidemark.sqlite;

import dev.tidemark.connector.ConnectorException;
import dev.tidemark.connector.Setting;
import dev.tidemark.connector.Settings;
import dev.tidemark.connector.Source;
import dev.tidemark.connector.SourceType;
import dev.tidemark.connector.StageContext;
import dev.tidemark.query.QuerySettings;
import dev.tidemark.query.QuerySource;
import dev.tidemark.record.Schema;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;

/** The {@code sqlite} source: reads a table, or the rows of a query. Stateless. */
public final class SqliteSourceType implements SourceType {

  @Override
  public String type() {
    return "sqlite";
  }

  @Override
  public String description() {
    return "Reads a table of a SQLite database, or a query's rows; with a cursor, what is new.";
  }

  @Override
  public List<Setting> settings() {
    return SourceSettings.SETTINGS;
  }

  @Override
  public List<Problem> check(Settings settings) {
    return SourceSettings.problems(settings);
  }

  @Override
  public boolean bounded(Settings settings, boolean streaming) {
    return !streaming || !QuerySettings.incremental(settings);
  }

  @Override
  public boolean lasting(Settings settings) {
    return QuerySettings.incremental(settings);
  }

  @Override
  public Optional<Schema> columns(Settings settings) throws ConnectorException {
    SourceSettings source = SourceSettings.of(settings);
    if (source.columns().isPresent() || !Files.isRegularFile(source.path())) {
      return source.columns();
    }
    try (SourceSession session = SourceSession.open(source, SessionSource.DRIVER)) {
      return Optional.of(session.schema());
    } catch (ConnectorException.Retryable locked) {
      return Optional.empty();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  @Override
  public Source open(StageContext context) {
    return open(context, SessionSource.DRIVER);
  }

  static Source open(StageContext context, SessionSource sessions) {
    SourceSettings settings = SourceSettings.of(context.settings());
    return new QuerySource(context, settings.terms(), () -> SourceSession.open(settings, sessions));
  }
}
