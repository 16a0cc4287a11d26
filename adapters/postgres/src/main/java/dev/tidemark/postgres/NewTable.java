package dev.tidemark.postgres;

import dev.tidemark.record.Column;
import dev.tidemark.record.Schema;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The table that is made where there is none. */
final class NewTable {

  private NewTable() {}

  /** Creates it under a name, from the columns that come. */
  static String create(Schema schema, PostgresTarget target, QualifiedName name) {
    List<String> key = target.merging().key();
    List<String> parts = new ArrayList<>();
    for (Column column : schema.columns()) {
      boolean required = !column.nullable() || key.contains(column.name());
      // A record that removes its row may lack what others have.
      boolean lenient = target.merging().deleteWhen().isPresent() && !key.contains(column.name());
      parts.add(
          QualifiedName.quote(column.name())
              + " "
              + Encodings.declared(column.type())
              + (required && !lenient ? " NOT NULL" : ""));
    }
    if (!key.isEmpty()) {
      parts.add(
          "PRIMARY KEY ("
              + key.stream().map(QualifiedName::quote).collect(Collectors.joining(", "))
              + ")");
    }
    return "CREATE TABLE %s (%s)".formatted(name.quoted(), String.join(", ", parts));
  }
}
