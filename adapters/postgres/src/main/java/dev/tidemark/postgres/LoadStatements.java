package dev.tidemark.postgres;

import dev.tidemark.postgres.Layout.Field;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** The statements that bring rows into one table: pure text. */
final class LoadStatements {

  /** The staging table; each session has its own. */
  static final String STAGING = "pg_temp.tidemark_staging";

  private static final String ACTION = "\"tidemark action\"";

  /** Types without an equality of their own: compared as text. */
  private static final Set<String> NO_EQUALITY =
      Set.of("json", "xml", "point", "line", "lseg", "box", "path", "polygon", "circle");

  /** Which row of a key stays, when merging. */
  enum Winner {
    /** The one that comes, unless it has a lesser version. */
    LATER,
    /** The one that is there, unless the one that comes has a greater version. */
    PRESENT,
    /** The one that comes, whatever its version. */
    FORCED
  }

  private final Layout layout;
  private final Winner winner;

  LoadStatements(Layout layout, Winner winner) {
    this.layout = layout;
    this.winner = winner;
  }

  /** Copies rows into the table. */
  String copy() {
    return "COPY %s (%s) FROM STDIN BINARY".formatted(table(), columns());
  }

  /** Copies rows into staging, with what is to be done with each. */
  String copyToStaging() {
    return "COPY %s (%s%s) FROM STDIN BINARY"
        .formatted(STAGING, columns(), layout.deletes() ? ", " + ACTION : "");
  }

  /**
   * Whether rows can be copied into the table, whether it holds none, and whether inserting into it
   * means something else.
   */
  String look() {
    return ("SELECT NOT row_security_active(oid), NOT EXISTS (SELECT FROM %2$s), relhasrules"
            + " FROM pg_class WHERE oid = %1$s::regclass")
        .formatted(QualifiedName.literal(table()), table());
  }

  /** Makes the staging table, with the target's types and none of its constraints. */
  String stage(boolean forTransaction) {
    String columns =
        layout.fields().stream()
            .map(field -> field.cast() ? "NULL::text AS " + field.quoted() : field.quoted())
            .collect(Collectors.joining(", "));
    return "DROP TABLE IF EXISTS %s; CREATE TEMP TABLE %s ON COMMIT %s AS SELECT %s%s FROM %s WITH NO DATA"
        .formatted(
            STAGING,
            STAGING.substring(STAGING.indexOf('.') + 1),
            forTransaction ? "DROP" : "DELETE ROWS",
            columns,
            layout.deletes() ? ", 0::int2 AS " + ACTION : "",
            table());
  }

  /** Whether rows may be removed. */
  boolean deletes() {
    return layout.deletes() && !(winner == Winner.PRESENT && !versioned());
  }

  /** Removes what staged rows say is to be removed. */
  String delete() {
    return "DELETE FROM %s present USING %s excluded WHERE excluded.%s <> %d AND %s%s"
        .formatted(
            table(),
            STAGING,
            ACTION,
            LatestRows.UPSERT,
            sameKey(),
            versioned() && winner != Winner.FORCED ? " AND " + newer() : "");
  }

  /** How many staged rows would remove one that is there. */
  String removable() {
    return "SELECT 1 FROM %s present, %s excluded WHERE excluded.%s = %d AND %s"
        .formatted(table(), STAGING, ACTION, LatestRows.DELETE, sameKey());
  }

  private String sameKey() {
    return layout.key().stream()
        .map(field -> "present.%1$s = excluded.%1$s".formatted(field.quoted()))
        .collect(Collectors.joining(" AND "));
  }

  /** Brings staged rows into the table; answers as many as were inserted or changed. */
  String load() {
    return insert(STAGING, Field::cast)
        + (layout.deletes() ? " WHERE " + ACTION + " <> " + LatestRows.DELETE : "")
        + (layout.target().isMerge() ? onConflict() : "");
  }

  /** Brings rows into the table that come as one array for each column, under a condition. */
  String loadArrays(boolean merge, String condition) {
    String arrays = layout.fields().stream().map(each -> "?").collect(Collectors.joining(", "));
    return insert("unnest(" + arrays + ") AS coming (" + columns() + ")", RowArrays::isText)
        + " WHERE "
        + condition
        + (merge ? onConflict() : "");
  }

  /**
   * Inserts rows from somewhere.
   *
   * @param text which columns come as text, to be cast
   */
  private String insert(String from, Predicate<Field> text) {
    String select =
        layout.fields().stream()
            .map(
                field ->
                    text.test(field)
                        ? field.quoted() + "::" + field.target().type().declared()
                        : field.quoted())
            .collect(Collectors.joining(", "));
    return "INSERT INTO %s AS present (%s)%s SELECT %s FROM %s"
        .formatted(
            table(),
            columns(),
            layout.table().hasIdentity() ? " OVERRIDING SYSTEM VALUE" : "",
            select,
            from);
  }

  /** A row that would not change is not written again. */
  private String onConflict() {
    String conflict = " ON CONFLICT (" + names(layout.key()) + ") DO ";
    List<Field> updated = layout.updated();
    if (updated.isEmpty() || (winner == Winner.PRESENT && !versioned())) {
      return conflict + "NOTHING";
    }
    String changed =
        updated.stream().map(LoadStatements::changed).collect(Collectors.joining(" OR "));
    return conflict
        + "UPDATE SET "
        + updated.stream()
            .map(field -> "%1$s = excluded.%1$s".formatted(field.quoted()))
            .collect(Collectors.joining(", "))
        + " WHERE ("
        + changed
        + ")"
        + (versioned() && winner != Winner.FORCED ? " AND " + newer() : "");
  }

  private static String changed(Field field) {
    PgType type = field.target().type();
    String known = type.element().map(PgType::known).orElse(type.known());
    String as = NO_EQUALITY.contains(known) ? "::text" : "";
    return "present.%1$s%2$s IS DISTINCT FROM excluded.%1$s%2$s".formatted(field.quoted(), as);
  }

  private boolean versioned() {
    return layout.version() >= 0;
  }

  /** A row without a version is older than one that has it. */
  private String newer() {
    String column = QualifiedName.quote(layout.target().merging().version());
    boolean text =
        layout.table().column(layout.target().merging().version()).stream()
            .anyMatch(found -> Set.of("text", "varchar").contains(found.type().known()));
    String order = text ? " COLLATE \"C\"" : "";
    boolean later = winner == Winner.LATER;
    return "(excluded.%1$s%2$s %3$s present.%1$s%2$s OR (present.%1$s IS NULL%4$s))"
        .formatted(
            column,
            order,
            later ? ">=" : ">",
            later ? "" : " AND excluded." + column + " IS NOT NULL");
  }

  private String table() {
    return layout.target().loaded().quoted();
  }

  private String columns() {
    return names(layout.fields());
  }

  private static String names(List<Field> fields) {
    return fields.stream().map(Field::quoted).collect(Collectors.joining(", "));
  }
}
