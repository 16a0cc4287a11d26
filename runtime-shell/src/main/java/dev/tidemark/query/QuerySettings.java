package dev.tidemark.query;

import dev.tidemark.connector.Setting;
import dev.tidemark.connector.Settings;
import dev.tidemark.connector.StageType.Problem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/** What a flow says about reading a table or a query: the same of every database. */
public final class QuerySettings {

  public static final String CONNECTION = "connection";
  public static final String TABLE = "table";
  public static final String QUERY = "query";
  public static final String COLUMNS = "columns";
  private static final String CURSOR = "cursor";
  private static final String KEY = "key";
  private static final String OVERLAP = "overlap";
  private static final String POLL = "poll";
  private static final Duration EVERY_SECOND = Duration.ofSeconds(1);

  /** All of them, in the order in which help lists them. */
  public static final List<Setting> ALL =
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

  private QuerySettings() {}

  /**
   * What is wrong with them.
   *
   * @param type of the stage, and of the connection that it needs
   * @param folded makes names equal that the database takes for one
   */
  public static List<Problem> problems(
      Settings settings, String type, UnaryOperator<String> folded) {
    List<Problem> problems = new ArrayList<>();
    String kind = settings.connection(CONNECTION).kind();
    if (!kind.equals(type)) {
      problems.add(
          new Problem(
              CONNECTION,
              "is of kind '%s', the %s source needs one of kind '%s'".formatted(kind, type, type)));
    }
    checkWhat(settings, problems);
    checkKey(settings, folded, problems);
    checkCursor(settings, problems);
    return problems;
  }

  private static void checkWhat(Settings settings, List<Problem> problems) {
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
  }

  private static void checkKey(
      Settings settings, UnaryOperator<String> folded, List<Problem> problems) {
    if (settings.has(CURSOR) && settings.texts(KEY).isEmpty()) {
      problems.add(
          new Problem(
              KEY, "is missing: cursor needs the columns that tell rows of the same value apart"));
    }
    Set<String> seen = new HashSet<>();
    for (String column : settings.texts(KEY)) {
      if (!seen.add(folded.apply(column))) {
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

  /** Whether what is new is read, by a cursor. */
  public static boolean incremental(Settings settings) {
    return settings.has(CURSOR);
  }

  /** The query without what ends it; empty when there is a table. */
  public static String query(Settings settings) {
    return settings.optionalText(QUERY).map(text -> SelectText.of(text).sql()).orElse("");
  }

  /**
   * Of settings that {@link #problems} finds nothing wrong with.
   *
   * @param name of the table, or {@code query}
   * @param what the same with its place, for messages
   */
  public static QueryTerms terms(Settings settings, String name, String what) {
    List<String> order = new ArrayList<>();
    settings.optionalText(CURSOR).ifPresent(order::add);
    order.addAll(settings.texts(KEY));
    return new QueryTerms(
        name,
        what,
        order,
        incremental(settings),
        Overlap.parse(settings.text(OVERLAP)).orElseThrow(),
        settings.has(POLL) ? settings.duration(POLL) : EVERY_SECOND);
  }
}
