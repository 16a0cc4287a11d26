package dev.tidemark.sql;

import dev.tidemark.connector.InvalidStageException;
import dev.tidemark.connector.Setting;
import dev.tidemark.connector.Settings;
import dev.tidemark.connector.StageContext;
import dev.tidemark.connector.TransformType;
import dev.tidemark.record.Schema;
import java.util.List;

/** The {@code sql} stage: projects, filters and computes with one stateless query. */
public final class SqlTransformType implements TransformType {

  private static final String QUERY = "query";

  @Override
  public String type() {
    return "sql";
  }

  @Override
  public String description() {
    return "selects, filters and computes columns with one SELECT ... FROM input WHERE ...";
  }

  @Override
  public List<Setting> settings() {
    return List.of(
        Setting.required(
            QUERY,
            Setting.Kind.TEXT,
            "one SELECT ... FROM input WHERE ..., over the columns of the stage before"));
  }

  @Override
  public List<Problem> check(Settings settings) {
    try {
      SelectQuery.of(Grammar.query(settings.text(QUERY)));
      return List.of();
    } catch (InvalidSqlException e) {
      return List.of(new Problem(QUERY, e.problem()));
    }
  }

  @Override
  public SqlTransform open(StageContext context, Schema input) throws InvalidStageException {
    try {
      return SqlTransform.compile(context.settings().text(QUERY), input, context.maxRecordBytes());
    } catch (InvalidSqlException e) {
      throw new InvalidStageException(QUERY, e.problem());
    }
  }
}
