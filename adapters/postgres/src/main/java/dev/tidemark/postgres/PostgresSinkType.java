package dev.tidemark.postgres;

import dev.tidemark.connector.Connection;
import dev.tidemark.connector.Guarantee;
import dev.tidemark.connector.LoadMode;
import dev.tidemark.connector.Setting;
import dev.tidemark.connector.Settings;
import dev.tidemark.connector.Sink;
import dev.tidemark.connector.SinkType;
import dev.tidemark.connector.StageContext;
import dev.tidemark.postgres.PostgresTarget.Merging;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The {@code postgres} sink: writes rows into one table of a PostgreSQL database. */
public final class PostgresSinkType implements SinkType {

  private static final String CONNECTION = "connection";
  private static final String TABLE = "table";
  private static final String MODE = "mode";
  private static final String KEY = "key";
  private static final String UPDATE = "update";
  private static final String DELETE_WHEN = "delete_when";
  private static final String VERSION = "version";
  private static final String BOOKS = "positions_schema";
  private static final List<String> ALL = List.of("all");

  @Override
  public String type() {
    return "postgres";
  }

  @Override
  public String description() {
    return "Writes rows into a table of a PostgreSQL database.";
  }

  @Override
  public List<Setting> settings() {
    return List.of(
        Setting.required(CONNECTION, Setting.Kind.CONNECTION, "Which database."),
        Setting.required(
            TABLE,
            Setting.Kind.TEXT,
            "Which table, as SQL has it: orders, sales.orders, \"My Orders\"; in public where no"
                + " schema is named, and made from the columns when it doesn't exist."),
        Setting.choice(
            MODE,
            LoadMode.labels(),
            "append adds rows, truncate replaces all of them at the end of the load,"
                + " merge updates rows of the same key."),
        Setting.optional(
            KEY,
            Setting.Kind.TEXTS,
            "The columns that tell rows apart; for merge, and only there."),
        Setting.optional(
            UPDATE,
            Setting.Kind.TEXTS,
            "all",
            "The columns that change in a row that is there, or all; for merge."),
        Setting.optional(
            DELETE_WHEN,
            Setting.Kind.TEXT,
            "An SQL expression over the columns that come; a record for which it is true removes"
                + " the row of its key; for merge, and only there."),
        Setting.optional(
            VERSION,
            Setting.Kind.TEXT,
            "The column whose greater value wins among rows of a key; for merge, and only there."
                + " Without it the later row wins."),
        Setting.optional(
            BOOKS,
            Setting.Kind.TEXT,
            "tidemark",
            "The schema of positions and dead letters; made when it doesn't exist."));
  }

  @Override
  public List<Problem> check(Settings settings) {
    List<Problem> problems = new ArrayList<>();
    checkConnection(settings.connection(CONNECTION), problems);
    checkTable(settings, problems);
    checkMerging(settings, problems);
    return problems;
  }

  private static void checkConnection(Connection connection, List<Problem> problems) {
    if (!connection.kind().equals(PostgresConnectionType.KIND)) {
      problems.add(
          new Problem(
              CONNECTION,
              "is of kind '%s', the postgres sink needs one of kind 'postgres'"
                  .formatted(connection.kind())));
      return;
    }
    try {
      var unused = Endpoint.of(connection.settings());
    } catch (IllegalArgumentException wrong) {
      problems.add(new Problem(CONNECTION, String.valueOf(wrong.getMessage())));
    }
  }

  private static void checkTable(Settings settings, List<Problem> problems) {
    String books = settings.text(BOOKS);
    if (books.isBlank() || QualifiedName.isTooLong(books) || books.indexOf('\0') >= 0) {
      problems.add(
          new Problem(
              BOOKS, "expected a name of %d bytes at most".formatted(QualifiedName.MOST_BYTES)));
    }
    try {
      QualifiedName table = QualifiedName.parse(settings.text(TABLE));
      if (table.schema().equals(books)) {
        problems.add(
            new Problem(TABLE, "'%s' is the schema of positions; choose another".formatted(books)));
      } else if (table.schema().startsWith("pg_") || table.schema().equals("information_schema")) {
        problems.add(new Problem(TABLE, "'%s' is PostgreSQL's own".formatted(table.schema())));
      }
    } catch (IllegalArgumentException wrong) {
      problems.add(new Problem(TABLE, "not the name of a table: " + wrong.getMessage()));
    }
  }

  private static void checkMerging(Settings settings, List<Problem> problems) {
    LoadMode mode = LoadMode.of(settings);
    List<String> key = settings.texts(KEY);
    if (mode == LoadMode.MERGE) {
      if (key.isEmpty()) {
        problems.add(
            new Problem(KEY, "is missing: mode merge needs the columns that tell rows apart"));
      }
      checkNames(settings, problems);
      return;
    }
    for (String setting : List.of(KEY, DELETE_WHEN, VERSION, UPDATE)) {
      boolean given = setting.equals(UPDATE) ? !settings.texts(UPDATE).equals(ALL) : true;
      if (settings.has(setting) && given) {
        problems.add(
            new Problem(
                setting,
                "is for mode merge; here the mode is %s, where no row replaces another"
                    .formatted(mode.label())));
      }
    }
  }

  private static void checkNames(Settings settings, List<Problem> problems) {
    List<String> key = settings.texts(KEY);
    List<String> update = update(settings);
    checkTwice(KEY, key, problems);
    checkTwice(UPDATE, update, problems);
    for (String column : update) {
      if (key.contains(column)) {
        problems.add(new Problem(UPDATE, "'%s' is in the key".formatted(column)));
      }
    }
    String version = settings.optionalText(VERSION).orElse("");
    if (key.contains(version)) {
      problems.add(new Problem(VERSION, "'%s' is in the key".formatted(version)));
    } else if (!version.isEmpty() && !update.isEmpty() && !update.contains(version)) {
      problems.add(new Problem(UPDATE, "must name the version '%s', too".formatted(version)));
    }
  }

  private static void checkTwice(String setting, List<String> names, List<Problem> problems) {
    Set<String> seen = new HashSet<>();
    for (String column : names) {
      if (!seen.add(column)) {
        problems.add(new Problem(setting, "names the column '%s' twice".formatted(column)));
      }
    }
  }

  private static List<String> update(Settings settings) {
    List<String> update = settings.texts(UPDATE);
    return update.equals(ALL) ? List.of() : update;
  }

  @Override
  public Guarantee guarantee(Settings settings) {
    return LoadMode.of(settings).inOneTransaction("rows replaced in one");
  }

  @Override
  public String target(Settings settings) {
    return Endpoint.of(settings.connection(CONNECTION).settings())
        + ":"
        + QualifiedName.parse(settings.text(TABLE)).text();
  }

  @Override
  public boolean shareable(Settings settings) {
    return true;
  }

  @Override
  public Sink open(StageContext context) {
    Endpoint endpoint = Endpoint.of(context.settings().connection(CONNECTION).settings());
    return new PostgresSink(target(context, endpoint), endpoint);
  }

  private static PostgresTarget target(StageContext context, Endpoint endpoint) {
    Settings settings = context.settings();
    LoadMode mode = LoadMode.of(settings);
    return new PostgresTarget(
        context.pipeline(),
        context.stage(),
        endpoint.toString(),
        QualifiedName.parse(settings.text(TABLE)),
        mode,
        mode == LoadMode.MERGE
            ? new Merging(
                settings.texts(KEY),
                update(settings),
                settings.optionalText(DELETE_WHEN),
                settings.optionalText(VERSION).orElse(""))
            : Merging.NONE,
        settings.text(BOOKS));
  }
}
