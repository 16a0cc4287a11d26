package dev.tidemark.sqlite;

import dev.tidemark.connector.Connection;
import dev.tidemark.connector.Guarantee;
import dev.tidemark.connector.LoadMode;
import dev.tidemark.connector.Setting;
import dev.tidemark.connector.Settings;
import dev.tidemark.connector.Sink;
import dev.tidemark.connector.SinkType;
import dev.tidemark.connector.StageContext;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The {@code sqlite} sink: writes rows into one table of a database file. */
public final class SqliteSinkType implements SinkType {

  private static final String CONNECTION = "connection";
  private static final String TABLE = "table";
  private static final String MODE = "mode";
  private static final String KEY = "key";
  private static final String VERSION = "version";

  @Override
  public String type() {
    return "sqlite";
  }

  @Override
  public String description() {
    return "Writes rows into a table of a SQLite database.";
  }

  @Override
  public List<Setting> settings() {
    return List.of(
        Setting.required(CONNECTION, Setting.Kind.CONNECTION, "Which database."),
        Setting.required(
            TABLE, Setting.Kind.TEXT, "Which table; made from the columns when it doesn't exist."),
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
            VERSION,
            Setting.Kind.TEXT,
            "The column whose greater value wins among rows of a key; for merge, and only there."
                + " Without it the later row wins."));
  }

  @Override
  public List<Problem> check(Settings settings) {
    List<Problem> problems = new ArrayList<>();
    Connection connection = settings.connection(CONNECTION);
    if (!connection.kind().equals(SqliteConnectionType.KIND)) {
      problems.add(
          new Problem(
              CONNECTION,
              "is of kind '%s', the sqlite sink needs one of kind 'sqlite'"
                  .formatted(connection.kind())));
    }
    checkTable(settings.text(TABLE), problems);
    checkKey(LoadMode.of(settings), settings.texts(KEY), problems);
    checkVersion(settings, problems);
    return problems;
  }

  private static void checkTable(String text, List<Problem> problems) {
    String folded = Identifier.parse(text).folded();
    if (folded.isBlank() || folded.indexOf('\0') >= 0) {
      problems.add(new Problem(TABLE, "expected the name of a table"));
    } else if (folded.startsWith("sqlite_") || folded.startsWith("tidemark_")) {
      problems.add(
          new Problem(
              TABLE,
              "'%s' is reserved: names that begin with sqlite_ are SQLite's, with tidemark_ ours"
                  .formatted(text)));
    }
  }

  private static void checkKey(LoadMode mode, List<String> key, List<Problem> problems) {
    if (mode == LoadMode.MERGE && key.isEmpty()) {
      problems.add(
          new Problem(KEY, "is missing: mode merge needs the columns that tell rows apart"));
    }
    if (mode != LoadMode.MERGE && !key.isEmpty()) {
      problems.add(
          new Problem(
              KEY,
              "is for mode merge; here the mode is %s, which has no key".formatted(mode.label())));
    }
    Set<String> seen = new HashSet<>();
    for (String column : key) {
      if (!seen.add(Identifier.fold(column))) {
        problems.add(new Problem(KEY, "names the column '%s' twice".formatted(column)));
      }
    }
  }

  private static void checkVersion(Settings settings, List<Problem> problems) {
    if (!settings.has(VERSION)) {
      return;
    }
    String version = settings.text(VERSION);
    LoadMode mode = LoadMode.of(settings);
    if (mode != LoadMode.MERGE) {
      problems.add(
          new Problem(
              VERSION,
              "is for mode merge; here the mode is %s, where no row replaces another"
                  .formatted(mode.label())));
    } else if (settings.texts(KEY).stream()
        .anyMatch(key -> Identifier.fold(key).equals(Identifier.fold(version)))) {
      problems.add(new Problem(VERSION, "'%s' is in the key".formatted(version)));
    }
  }

  @Override
  public Guarantee guarantee(Settings settings) {
    return LoadMode.of(settings).inOneTransaction("table swapped in one");
  }

  @Override
  public String target(Settings settings) {
    return settings.connection(CONNECTION).settings().path(SqliteConnectionType.PATH)
        + ":"
        + Identifier.parse(settings.text(TABLE)).name();
  }

  @Override
  public Sink open(StageContext context) {
    return new SqliteSink(target(context), SessionSource.DRIVER);
  }

  /** What a stage writes to. */
  static SinkTarget target(StageContext context) {
    Settings settings = context.settings();
    return new SinkTarget(
        context.pipeline(),
        context.stage(),
        settings.connection(CONNECTION).settings().path(SqliteConnectionType.PATH),
        Identifier.parse(settings.text(TABLE)),
        LoadMode.of(settings),
        settings.texts(KEY),
        settings.optionalText(VERSION).orElse(""));
  }
}
