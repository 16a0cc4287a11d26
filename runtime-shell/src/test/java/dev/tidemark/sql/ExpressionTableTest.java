package dev.tidemark.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.record.DataType;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

/** Expressions over {@link SampleRow}, with their type and value, or why the row is a bad one. */
class ExpressionTableTest {

  @ParameterizedTest(name = "{0}")
  @CsvFileSource(resources = "expressions.txt", delimiter = '|', quoteCharacter = '~')
  void hasTypeAndValue(String expression, String type, String value) throws InvalidSqlException {
    SqlExpression compiled = SqlExpression.compile(expression, SampleRow.SCHEMA);
    Object result = compiled.value(SampleRow.values(), SampleRow.NOW);

    assertThat(compiled.type().text()).isEqualTo(type);
    assertThat(shown(result)).isEqualTo(value);
    if (result != null) {
      assertThat(result).isInstanceOf(javaClass(compiled.type()));
    }
  }

  @ParameterizedTest(name = "{0}")
  @CsvFileSource(resources = "bad-values.txt", delimiter = '|', quoteCharacter = '~')
  void isABadValue(String expression, String reason) throws InvalidSqlException {
    SqlExpression compiled = SqlExpression.compile(expression, SampleRow.SCHEMA);

    assertThatThrownBy(() -> compiled.value(SampleRow.values(), SampleRow.NOW))
        .isInstanceOfSatisfying(
            BadValueException.class, bad -> assertThat(bad.reason()).isEqualTo(reason));
  }

  private static String shown(@org.jspecify.annotations.Nullable Object value) {
    return switch (value) {
      case null -> "null";
      case String text -> "'" + text + "'";
      case byte[] bytes -> Casts.hex(bytes);
      case java.math.BigDecimal number -> number.toPlainString();
      default -> value.toString();
    };
  }

  private static Class<?> javaClass(DataType type) {
    return switch (type) {
      case DataType.Array array -> java.util.List.class;
      case DataType.Simple simple ->
          switch (simple) {
            case BOOLEAN -> Boolean.class;
            case INT32 -> Integer.class;
            case INT64 -> Long.class;
            case FLOAT64 -> Double.class;
            case DECIMAL -> java.math.BigDecimal.class;
            case TEXT, JSON -> String.class;
            case BYTES -> byte[].class;
            case DATE -> java.time.LocalDate.class;
            case TIME -> java.time.LocalTime.class;
            case TIMESTAMP -> java.time.Instant.class;
            case UUID -> java.util.UUID.class;
          };
    };
  }
}
