package dev.tidemark.sqlite;

import dev.tidemark.connector.Setting;
import dev.tidemark.connector.Settings;
import dev.tidemark.connector.StageType.Problem;
import dev.tidemark.query.Overlap;
import dev.tidemark.query.QueryTerms;
import dev.tidemark.record.Schema;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a source stage reads, and how. Immutable.
 *
 * @param table empty when there is a query
 * @param query one SELECT; empty when there is a table
 * @param cursor the column that grows; empty for a snapshot
 * @param key the columns that tell rows apart; empty when not given
 * @param columns as declared; empty when the table's are taken
 * @param poll how often a stream looks for new rows
 */
record SourceSettings(
    Path path,
    Optional<Identifier> table,
    String query,
    Optional<String> cursor,
    List<String> key,
    Overlap overlap,
    Optional<Schema> columns,
    Duration poll) {

  static final String CONNECTION = "connection";
  private static final String TABLE = "table";
  private static final String QUERY = "query";
  private static final String COLUMNS = "columns";
  private static final String CURSOR = "cursor";
  private static final String KEY = "key";
  private static final String OVERLAP = "overlap";
  private static final String POLL = "poll";
  private static final Duration EVERY_SECOND = Duration.ofSeconds(1);

  static final List<Setting> SETTINGS =
      List.of(
          Setting.required(CONNECTION, Setting.Kind.CONNECTION, "Which database."),
          Setting.optional(TABLE, Setting.Kind.TEXT, "Which table or view to read."),
          Setting.optional(QUERY, Setting.Kind.TEXT, "Or a SELECT whose rows to read."),
          Setting.optional(
              COLUMNS, Setting.Kind.COLUMNS, "Names and types; by default all, as declared."),
          Setting.optional(
              CURSOR,
              Setting.Kind.TEXT,
              "A column that only grows, such as updated_at or id: later runs and streams read what"
                  + " is new. Without it each run reads everything."),
          Setting.optional(
              KEY,
              Setting.Kind.TEXTS,
              "The columns that tell rows apart: needed with cursor, else the primary key."),
          Setting.optional(
              OVERLAP,
              Setting.Kind.TEXT,
              "0",
              "How far behind the greatest cursor value rows may still appear: 5m, or a number"
                  + " where the cursor is one."),
          Setting.optional(
              POLL, Setting.Kind.DURATION, "How often a stream looks for new rows; 1s."));

  /** Of settings that {@link #problems} finds nothing wrong with. */
  static SourceSettings of(Settings settings) {
    return new SourceSettings(
        settings.connection(CONNECTION).settings().path(SqliteConnectionType.PATH),
        settings.optionalText(TABLE).map(Identifier::parse),
        settings.optionalText(QUERY).map(text -> SelectText.of(text).sql()).orElse(""),
        settings.optionalText(CURSOR),
        settings.texts(KEY),
        Overlap.parse(settings.text(OVERLAP)).orElseThrow(),
        settings.columns(COLUMNS),
        settings.has(POLL) ? settings.duration(POLL) : EVERY_SECOND);
  }

  static List<Problem> problems(Settings settings) {
    List<Problem> problems = new ArrayList<>();
    String kind = settings.connection(CONNECTION).kind();
    if (!kind.equals(SqliteConnectionType.KIND)) {
      problems.add(
          new Problem(
              CONNECTION,
              "is of kind '%s', the sqlite source needs one of kind 'sqlite'".formatted(kind)));
    }
    if (settings.has(TABLE) == settings.has(QUERY)) {
      problems.add(
          new Problem(
              settings.has(TABLE) ? QUERY : "",
              settings.has(TABLE)
                  ? "table and query can't both be given; a query names its tables itself"
                  : "there is nothing to read: give table, or query"));
    }
    if (settings.has(TABLE) && settings.text(TABLE).isBlank()) {
      problems.add(new Problem(TABLE, "expected the name of a table"));
    }
    settings
        .optionalText(QUERY)
        .flatMap(text -> SelectText.of(text).problem())
        .ifPresent(wrong -> problems.add(new Problem(QUERY, "the query " + wrong)));
    checkKey(settings, problems);
    checkCursor(settings, problems);
    return problems;
  }

  private static void checkKey(Settings settings, List<Problem> problems) {
    if (settings.has(CURSOR) && settings.texts(KEY).isEmpty()) {
      problems.add(
          new Problem(
              KEY, "is missing: cursor needs the columns that tell rows of the same value apart"));
    }
    Set<String> seen = new HashSet<>();
    for (String column : settings.texts(KEY)) {
      if (!seen.add(Identifier.fold(column))) {
        problems.add(new Problem(KEY, "names the column '%s' twice".formatted(column)));
      }
    }
  }

  private static void checkCursor(Settings settings, List<Problem> problems) {
    Optional<Overlap> overlap = Overlap.parse(settings.text(OVERLAP));
    if (overlap.isEmpty()) {
      problems.add(
          new Problem(
              OVERLAP,
              "expected a duration such as 5m, or a number, was '%s'"
                  .formatted(settings.text(OVERLAP))));
    }
    boolean cursor = settings.has(CURSOR);
    if (!cursor && overlap.filter(found -> !found.isNone()).isPresent()) {
      problems.add(new Problem(OVERLAP, "is counted back from the cursor: give cursor and key"));
    }
    if (!cursor && settings.has(POLL)) {
      problems.add(new Problem(POLL, "is for a stream with a cursor; this reads a snapshot, once"));
    }
    if (settings.has(POLL) && settings.duration(POLL).toMillis() < 1) {
      problems.add(new Problem(POLL, "must be at least 1ms"));
    }
  }

  /** What it reads, in which order. */
  QueryTerms terms() {
    return new QueryTerms(name(), what(), order(), cursor.isPresent(), overlap, poll);
  }

  /** What it reads, for messages and as the partition's name. */
  String name() {
    return table.map(Identifier::name).orElse("query");
  }

  /** The same with its place, for messages. */
  String what() {
    return table.map(name -> "table " + name.quoted()).orElse("the query") + " in " + path;
  }

  /** Cursor and key, the columns that rows are ordered by; just the key for a snapshot. */
  List<String> order() {
    List<String> order = new ArrayList<>();
    cursor.ifPresent(order::add);
    order.addAll(key);
    return List.copyOf(order);
  }
}
