package dev.tidemark.postgres;

import dev.tidemark.connector.ConnectorException;
import dev.tidemark.coordinator.Fault;
import dev.tidemark.postgres.Encodings.Encoding;
import dev.tidemark.postgres.TableShape.TableColumn;
import dev.tidemark.record.Column;
import dev.tidemark.record.Schema;
import dev.tidemark.sql.InvalidSqlException;
import dev.tidemark.sql.SqlExpression;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * How the rows of one schema go into one table: which column by which encoder, in which order.
 * Immutable, so that all lanes share it.
 *
 * <p>In mode merge the columns of a copied row are in this order: the key, those that are only
 * inserted, those that are updated. So the last ones of a later row can follow the first ones of an
 * earlier row of the same key, as if both had been written one after the other.
 */
final class Layout {

  private final Schema schema;
  private final PostgresTarget target;
  private final TableShape table;
  private final List<Field> fields;
  private final int tail;
  private final @Nullable SqlExpression deleteWhen;
  private final int version;

  /**
   * One column of the rows that come.
   *
   * @param index in those rows
   * @param required whether the target takes no null
   * @param cast whether it is staged as text
   */
  record Field(
      int index,
      Column column,
      TableColumn target,
      ColumnEncoder encoder,
      boolean required,
      boolean cast) {

    String quoted() {
      return QualifiedName.quote(column.name());
    }
  }

  /** For columns that fit the table, as {@link TableFit} has found. */
  Layout(Schema schema, PostgresTarget target, TableShape table) throws ConnectorException {
    this.schema = schema;
    this.target = target;
    this.table = table;
    List<Field> ordered =
        new ArrayList<>(target.merging().key().stream().map(this::field).toList());
    others(false).forEach(ordered::add);
    this.tail = ordered.size();
    others(true).forEach(ordered::add);
    this.fields = List.copyOf(ordered);
    this.version =
        target.merging().version().isEmpty()
            ? -1
            : schema.indexOf(target.merging().version()).orElseThrow();
    this.deleteWhen = compiled(schema, target);
  }

  private static @Nullable SqlExpression compiled(Schema schema, PostgresTarget target)
      throws ConnectorException.Terminal {
    Optional<String> expression = target.merging().deleteWhen();
    if (expression.isEmpty()) {
      return null;
    }
    try {
      return SqlExpression.compile(expression.get(), schema);
    } catch (InvalidSqlException invalid) {
      throw new ConnectorException.Terminal(
          Fault.FLOW, "delete_when: " + invalid.problem(), invalid);
    }
  }

  private List<Field> others(boolean updated) {
    return IntStream.range(0, schema.size())
        .mapToObj(schema::column)
        .filter(column -> !target.merging().key().contains(column.name()))
        .filter(column -> target.merging().updates(column.name()) == updated)
        .map(column -> field(column.name()))
        .toList();
  }

  private Field field(String name) {
    int index = schema.indexOf(name).orElseThrow();
    Column column = schema.column(index);
    TableColumn found = table.column(name).orElseThrow();
    Encoding encoding = Encodings.of(column.type(), found.type()).orElseThrow();
    boolean required = found.notNull() || target.merging().key().contains(name);
    return new Field(index, column, found, encoding.encoder(), required, encoding.cast());
  }

  Schema schema() {
    return schema;
  }

  PostgresTarget target() {
    return target;
  }

  TableShape table() {
    return table;
  }

  /** In the order in which they are copied. */
  List<Field> fields() {
    return fields;
  }

  /** The fields that tell rows apart. */
  List<Field> key() {
    return fields.subList(0, target.merging().key().size());
  }

  /** The fields that change in a row that is there. */
  List<Field> updated() {
    return fields.subList(tail, fields.size());
  }

  /** Which field is the first that is updated. */
  int tail() {
    return tail;
  }

  /** Whether a later row of a key leaves some columns of an earlier one as they are. */
  boolean keepsSome() {
    return tail > target.merging().key().size();
  }

  /** True for records that remove their row; null when there are none such. */
  @Nullable SqlExpression deleteWhen() {
    return deleteWhen;
  }

  /** The version's index in the rows that come; negative without one. */
  int version() {
    return version;
  }

  /** Whether there are records that remove their row. */
  boolean deletes() {
    return deleteWhen != null;
  }

  /** Whether merged rows that are new may be copied straight into the table. */
  boolean direct() {
    return target.isMerge() && !deletes() && fields.stream().noneMatch(Field::cast);
  }

  /** Whether rows go into a staging table first, unless they are known to be new. */
  boolean staged() {
    return target.isMerge() || fields.stream().anyMatch(Field::cast);
  }
}
