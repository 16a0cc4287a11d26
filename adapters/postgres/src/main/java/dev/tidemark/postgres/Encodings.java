package dev.tidemark.postgres;

import dev.tidemark.record.DataType;
import dev.tidemark.record.DataType.Simple;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Which columns keep which values, and how these are written. */
final class Encodings {

  private static final Set<String> TEXTS = Set.of("text", "varchar", "bpchar");

  private Encodings() {}

  /**
   * How the values of one column are written.
   *
   * @param cast whether they go as text into a staging table, and are cast from there
   */
  record Encoding(ColumnEncoder encoder, boolean cast) {}

  /** The type of a column that is made for values of {@code type}. */
  static String declared(DataType type) {
    return switch (type) {
      case DataType.Array array -> declared(innermost(array)) + "[]";
      case Simple simple ->
          switch (simple) {
            case BOOLEAN -> "boolean";
            case INT32 -> "integer";
            case INT64 -> "bigint";
            case FLOAT64 -> "double precision";
            case DECIMAL -> "numeric";
            case TEXT -> "text";
            case BYTES -> "bytea";
            case DATE -> "date";
            case TIME -> "time";
            case TIMESTAMP -> "timestamptz";
            case UUID -> "uuid";
            case JSON -> "jsonb";
          };
    };
  }

  /** How values are written into a column of this type; empty when it doesn't keep them. */
  static Optional<Encoding> of(DataType type, PgType column) {
    return switch (type) {
      case DataType.Array array -> ofArray(array, column);
      case Simple simple ->
          binary(simple, column)
              .map(encoder -> new Encoding(encoder, false))
              .or(() -> cast(simple));
    };
  }

  /** What PostgreSQL reads from text it may read from ours. */
  private static Optional<Encoding> cast(Simple type) {
    return type == Simple.TEXT
        ? Optional.of(new Encoding(TextEncoder.unlimited("text"), true))
        : Optional.empty();
  }

  private static Optional<Encoding> ofArray(DataType.Array array, PgType column) {
    if (column.element().isEmpty()) {
      return Optional.empty();
    }
    PgType element = column.element().get();
    int depth = 1;
    DataType inner = array.element();
    while (inner instanceof DataType.Array next) {
      inner = next.element();
      depth++;
    }
    int deep = depth;
    return binary((Simple) inner, element)
        .map(encoder -> new Encoding(new ArrayEncoder(encoder, element.oid(), deep), false));
  }

  private static DataType innermost(DataType.Array array) {
    return array.element() instanceof DataType.Array next ? innermost(next) : array.element();
  }

  private static Optional<ColumnEncoder> binary(Simple type, PgType column) {
    return switch (type) {
      case BOOLEAN -> when(column, "bool", Encodings::bool);
      case INT32, INT64 -> integer(column);
      case FLOAT64 -> fraction(column);
      case DECIMAL -> when(column, "numeric", NumericEncoder.of(column.modifier()));
      case TEXT -> text(column);
      case JSON -> json(column);
      case BYTES -> when(column, "bytea", Encodings::bytes);
      case DATE -> when(column, "date", TimeEncoders::date);
      case TIME -> when(column, "time", TimeEncoders.time(column.modifier()));
      case TIMESTAMP -> timestamp(column);
      case UUID ->
          column.known().equals("uuid")
              ? Optional.of(Encodings::uuid)
              : text(column).map(Encodings::printed);
    };
  }

  private static Optional<ColumnEncoder> when(PgType column, String name, ColumnEncoder encoder) {
    return column.known().equals(name) ? Optional.of(encoder) : Optional.empty();
  }

  private static Optional<ColumnEncoder> integer(PgType column) {
    return switch (column.known()) {
      case "int2" -> Optional.of(IntegerEncoder.SMALLINT);
      case "int4" -> Optional.of(IntegerEncoder.INTEGER);
      case "int8" -> Optional.of(IntegerEncoder.BIGINT);
      case "numeric" -> Optional.of(NumericEncoder.of(column.modifier()).ofLongs());
      default -> Optional.empty();
    };
  }

  private static Optional<ColumnEncoder> fraction(PgType column) {
    return switch (column.known()) {
      case "float8" -> Optional.of(Encodings::doublePrecision);
      case "float4" -> Optional.of(Encodings::real);
      case "numeric" -> Optional.of(NumericEncoder.of(column.modifier()).ofDoubles());
      default -> Optional.empty();
    };
  }

  private static Optional<ColumnEncoder> text(PgType column) {
    if (!column.labels().isEmpty()) {
      return Optional.of(label(column));
    }
    String known = column.known();
    if (known.equals("json") || known.equals("jsonb")) {
      return json(column);
    }
    if (!TEXTS.contains(known)) {
      return Optional.empty();
    }
    boolean padded = known.equals("bpchar");
    return Optional.of(TextEncoder.limited(column.length(), padded, column.declared()));
  }

  private static ColumnEncoder label(PgType column) {
    Set<String> labels = Set.copyOf(column.labels());
    ColumnEncoder text = TextEncoder.unlimited(column.declared());
    return (value, out) -> {
      if (!labels.contains((String) value)) {
        throw new UnfitValueException(
            "a text that is none of the labels of %s: %s"
                .formatted(column.declared(), String.join(", ", column.labels())));
      }
      text.encode(value, out);
    };
  }

  private static Optional<ColumnEncoder> json(PgType column) {
    return switch (column.known()) {
      case "jsonb" -> Optional.of(TextEncoder.ofJsonb());
      case "json", "text" -> Optional.of(TextEncoder.unlimited(column.declared()));
      default -> Optional.empty();
    };
  }

  private static Optional<ColumnEncoder> timestamp(PgType column) {
    return switch (column.known()) {
      case "timestamptz", "timestamp" ->
          Optional.of(new TimestampEncoder(column.modifier(), column.known()));
      default -> Optional.empty();
    };
  }

  private static ColumnEncoder printed(ColumnEncoder text) {
    return (value, out) -> text.encode(value.toString(), out);
  }

  private static void bool(Object value, CopyBuffer out) {
    out.putInt(1);
    out.put((Boolean) value ? 1 : 0);
  }

  private static void doublePrecision(Object value, CopyBuffer out) {
    out.putInt(8);
    out.putLong(Double.doubleToLongBits((Double) value));
  }

  private static void real(Object value, CopyBuffer out) throws UnfitValueException {
    double number = (Double) value;
    float rounded = (float) number;
    boolean lost = Float.isInfinite(rounded) && !Double.isInfinite(number);
    if (lost || (rounded == 0 && number != 0)) {
      throw new UnfitValueException(
          "the number %s; real is from %s to %s, and to %s near zero"
              .formatted(number, -Float.MAX_VALUE, Float.MAX_VALUE, Float.MIN_VALUE));
    }
    out.putInt(4);
    out.putInt(Float.floatToIntBits(rounded));
  }

  private static void bytes(Object value, CopyBuffer out) {
    byte[] bytes = (byte[]) value;
    out.putInt(bytes.length);
    out.put(bytes);
  }

  private static void uuid(Object value, CopyBuffer out) {
    UUID uuid = (UUID) value;
    out.putInt(16);
    out.putLong(uuid.getMostSignificantBits());
    out.putLong(uuid.getLeastSignificantBits());
  }
}
