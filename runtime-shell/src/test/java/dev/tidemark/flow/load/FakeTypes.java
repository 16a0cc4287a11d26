package dev.tidemark.flow.load;

import dev.tidemark.connection.ConnectionTypes;
import dev.tidemark.connector.ConnectionType;
import dev.tidemark.connector.Guarantee;
import dev.tidemark.connector.InvalidStageException;
import dev.tidemark.connector.Setting;
import dev.tidemark.connector.Setting.Kind;
import dev.tidemark.connector.Settings;
import dev.tidemark.connector.Sink;
import dev.tidemark.connector.SinkType;
import dev.tidemark.connector.Source;
import dev.tidemark.connector.SourceType;
import dev.tidemark.connector.StageContext;
import dev.tidemark.connector.Transform;
import dev.tidemark.connector.TransformType;
import dev.tidemark.record.Column;
import dev.tidemark.record.DataType;
import dev.tidemark.record.RowBatch;
import dev.tidemark.record.Schema;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Types of stage and connection that only publish themselves. */
final class FakeTypes {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  private FakeTypes() {}

  static FlowEnvironment environment(Path home, Map<String, String> variables) {
    return new FlowEnvironment(
        variables,
        home,
        home.resolve("work"),
        StageTypes.of(
            List.of(
                new FileSource(),
                new FileSink(),
                new SqliteSink(),
                new Sql(),
                new Endless(),
                new Http(),
                new Noop("noop_source"),
                new NoopTransform(),
                new Stdout())),
        ConnectionTypes.of(List.of(new Sqlite(), new Postgres())),
        InstantSource.fixed(NOW));
  }

  private abstract static class SourceOnPaper implements SourceType {
    @Override
    public String description() {
      return "a source";
    }

    @Override
    public boolean bounded(Settings settings, boolean streaming) {
      return true;
    }

    @Override
    public Source open(StageContext context) {
      throw new AssertionError("a check must not open a source");
    }
  }

  private abstract static class SinkOnPaper implements SinkType {
    @Override
    public String description() {
      return "a sink";
    }

    @Override
    public Guarantee guarantee(Settings settings) {
      return new Guarantee(Guarantee.Level.EXACTLY_ONCE, "on paper", false, true);
    }

    @Override
    public String target(Settings settings) {
      return "paper";
    }

    @Override
    public Sink open(StageContext context) {
      throw new AssertionError("a check must not open a sink");
    }
  }

  static final class FileSource extends SourceOnPaper {
    @Override
    public String type() {
      return "file";
    }

    @Override
    public List<Setting> settings() {
      return List.of(
          Setting.required("path", Kind.PATH, "the file to read"),
          Setting.requiredChoice("format", List.of("jsonl", "csv"), "how it is written"),
          Setting.optional("columns", Kind.COLUMNS, "names and types"),
          Setting.optional("header", Kind.BOOLEAN, "true", "whether the first line names columns"),
          Setting.optional("buffer", Kind.SIZE, "64KiB", "bytes read at once"),
          Setting.optional("wait", Kind.DURATION, "1s", "between two looks"));
    }

    @Override
    public List<Problem> check(Settings settings) {
      return settings.text("format").equals("jsonl") && !settings.flag("header")
          ? List.of(new Problem("header", "header belongs to csv, not to jsonl"))
          : List.of();
    }
  }

  static final class FileSink extends SinkOnPaper {
    @Override
    public String type() {
      return "file";
    }

    @Override
    public List<Setting> settings() {
      return List.of(
          Setting.required("path", Kind.PATH, "the file to write"),
          Setting.choice("format", List.of("jsonl", "csv"), "how it is written"));
    }
  }

  static final class SqliteSink extends SinkOnPaper {
    @Override
    public String type() {
      return "sqlite";
    }

    @Override
    public List<Setting> settings() {
      return List.of(
          Setting.required("connection", Kind.CONNECTION, "which database"),
          Setting.required("table", Kind.TEXT, "which table"),
          Setting.choice("mode", List.of("append", "truncate", "merge"), "how rows are put in"),
          Setting.optional("key", Kind.TEXTS, "the columns that identify a row"),
          Setting.optional("renames", Kind.TEXT_MAP, "column to column"),
          Setting.optional("indexes", Kind.INTEGER, "how many"));
    }

    @Override
    public List<Problem> check(Settings settings) {
      return settings.text("mode").equals("merge") && settings.texts("key").isEmpty()
          ? List.of(new Problem("key", "merge needs the columns that identify a row"))
          : List.of();
    }
  }

  /** Selects the columns that its query lists, and knows no more SQL than that. */
  static final class Sql implements TransformType {
    @Override
    public String type() {
      return "sql";
    }

    @Override
    public String description() {
      return "a transform";
    }

    @Override
    public List<Setting> settings() {
      return List.of(Setting.required("query", Kind.TEXT, "one SELECT"));
    }

    @Override
    public Transform open(StageContext context, Schema input) throws InvalidStageException {
      String query = context.settings().text("query");
      if (!query.startsWith("SELECT ")) {
        throw new InvalidStageException("query", "expected SELECT at line 1, column 1");
      }
      List<Column> columns =
          List.of(query.substring(7).replaceFirst(" FROM.*", "").split(", ")).stream()
              .map(item -> item.replaceFirst(".* AS ", ""))
              .map(name -> new Column(name, DataType.Simple.TEXT, true))
              .toList();
      for (Column column : columns) {
        if (column.name().startsWith("no_") && input.indexOf(column.name()).isEmpty()) {
          throw new InvalidStageException("query", "there is no column " + column.name());
        }
      }
      return new Fixed(Schema.of(columns));
    }
  }

  private record Fixed(Schema schema) implements Transform {
    @Override
    public Result apply(RowBatch rows, Instant plannedAt) {
      throw new AssertionError("a check must not transform rows");
    }
  }

  static final class Endless extends SourceOnPaper {
    @Override
    public String type() {
      return "endless";
    }

    @Override
    public List<Setting> settings() {
      return List.of();
    }

    @Override
    public boolean lasting(Settings settings) {
      return false;
    }

    @Override
    public boolean bounded(Settings settings, boolean streaming) {
      return false;
    }
  }

  static final class Http extends SourceOnPaper {
    @Override
    public String type() {
      return "http";
    }

    @Override
    public List<Setting> settings() {
      return List.of(
          Setting.required("url", Kind.TEXT, "where to ask"),
          Setting.optional("token", Kind.SECRET, "what to show"));
    }
  }

  static final class Noop extends SourceOnPaper {
    private final String type;

    Noop(String type) {
      this.type = type;
    }

    @Override
    public String type() {
      return type;
    }

    @Override
    public List<Setting> settings() {
      return List.of(
          Setting.optional("message", Kind.TEXT, "what to say"),
          Setting.optional("delay_ms", Kind.INTEGER, "between two"),
          Setting.optional("max_messages", Kind.INTEGER, "0 for no end"));
    }
  }

  static final class NoopTransform implements TransformType {
    @Override
    public String type() {
      return "noop_transform";
    }

    @Override
    public String description() {
      return "a transform";
    }

    @Override
    public List<Setting> settings() {
      return List.of(
          Setting.optional("verbose", Kind.BOOLEAN, "whether to talk"),
          Setting.optional("delay_ms", Kind.INTEGER, "for each"));
    }

    @Override
    public Transform open(StageContext context, Schema input) {
      return new Fixed(input);
    }
  }

  static final class Stdout extends SinkOnPaper {
    @Override
    public String type() {
      return "stdout_sink";
    }

    @Override
    public List<Setting> settings() {
      return List.of();
    }
  }

  private static final class Sqlite implements ConnectionType {
    @Override
    public String kind() {
      return "sqlite";
    }

    @Override
    public List<Setting> settings() {
      return List.of(Setting.required("path", Kind.PATH, "the database file"));
    }

    @Override
    public List<String> schemes() {
      return List.of("sqlite");
    }

    @Override
    public Map<String, String> fromUrl(String url) {
      return Map.of("path", url.substring("sqlite:".length()));
    }
  }

  private static final class Postgres implements ConnectionType {
    @Override
    public String kind() {
      return "postgres";
    }

    @Override
    public List<Setting> settings() {
      return List.of(
          Setting.required("host", Kind.TEXT, "the server"),
          Setting.optional("port", Kind.INTEGER, "5432", "its port"),
          Setting.required("database", Kind.TEXT, "the database"),
          Setting.optional("user", Kind.TEXT, "who"),
          Setting.optional("password", Kind.SECRET, "the password"));
    }

    @Override
    public List<String> schemes() {
      return List.of("postgres", "postgresql");
    }

    @Override
    public Map<String, String> fromUrl(String url) {
      URI uri = URI.create(url);
      if (uri.getHost() == null) {
        throw new IllegalArgumentException("expected postgresql://user@host/database in " + url);
      }
      Map<String, String> parts = new LinkedHashMap<>();
      parts.put("host", uri.getHost());
      parts.put("database", uri.getPath().replaceFirst("^/", ""));
      String[] login = uri.getUserInfo() == null ? new String[0] : uri.getUserInfo().split(":");
      if (login.length > 0) {
        parts.put("user", login[0]);
      }
      if (login.length > 1) {
        parts.put("password", login[1]);
      }
      return parts;
    }
  }
}
