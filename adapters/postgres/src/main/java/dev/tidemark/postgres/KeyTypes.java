package dev.tidemark.postgres;

import dev.tidemark.connector.ConnectorException;
import dev.tidemark.coordinator.Fault;
import dev.tidemark.query.KeyColumn;

/**
 * How columns are compared, so that rows come in an order that doesn't depend on the database's
 * language, and that is the same here as there.
 */
final class KeyTypes {

  private static final String FINITE =
      "CASE WHEN %1$s >= '0001-01-01' AND %1$s < '10000-01-01' THEN to_char(%2$s, '%3$s') END";
  private static final String DAY = "YYYY-MM-DD";
  private static final String MOMENT = DAY + "\"T\"HH24:MI:SS.US";

  private KeyTypes() {}

  static KeyColumn of(SourceColumn column, SourceSettings settings)
      throws ConnectorException.Terminal {
    String name = column.name();
    String quoted = QualifiedName.quote(name);
    PgType type = column.type();
    return switch (type.known()) {
      case "int2", "int4", "int8", "bytea" -> new KeyColumn(name, quoted, quoted, "?");
      case "numeric" -> new KeyColumn(name, quoted + "::text", quoted, "?::numeric");
      case "float4", "float8" -> new KeyColumn(name, quoted + "::float8", quoted + "::float8", "?");
      case "bool" -> new KeyColumn(name, quoted + "::int", quoted + "::int", "?");
      case "uuid" -> new KeyColumn(name, quoted + "::text", quoted, "?::uuid");
      case "date" -> new KeyColumn(name, FINITE.formatted(quoted, quoted, DAY), quoted, "?::date");
      case "timestamp" ->
          new KeyColumn(name, FINITE.formatted(quoted, quoted, MOMENT), quoted, "?::timestamp");
      case "timestamptz" -> {
        String utc = quoted + " AT TIME ZONE 'UTC'";
        String shown = FINITE.formatted(quoted, utc, MOMENT + "\"Z\"");
        yield new KeyColumn(name, shown, quoted, "?::timestamptz");
      }
      case "time" ->
          new KeyColumn(name, "to_char(%s, 'HH24:MI:SS.US')".formatted(quoted), quoted, "?::time");
      case "text", "varchar", "bpchar", "name" -> text(name, quoted);
      default -> {
        if (type.labels().isEmpty()) {
          throw new ConnectorException.Terminal(
              Fault.FLOW,
              ("%s: column '%s' is %s, and rows can't be put in order by it; cursor and key can be"
                      + " numbers, texts, dates, times, uuid, bytea or boolean")
                  .formatted(settings.what(), name, type.declared()),
              null);
        }
        yield text(name, quoted);
      }
    };
  }

  private static KeyColumn text(String name, String quoted) {
    String text = quoted + "::text";
    return new KeyColumn(name, text, text + " COLLATE \"C\"", "?");
  }
}
