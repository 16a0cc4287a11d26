package dev.tidemark.generate;

import dev.tidemark.document.Quantity;
import dev.tidemark.format.MisfitException;
import dev.tidemark.format.TextValues;
import dev.tidemark.record.DataType;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Values of a type as whole numbers: integers, hundredths or so, days, microseconds. Thread-safe.
 */
interface Numbered {

  /** The number of a value as written. */
  long number(String text);

  /** The value of a number. */
  Object value(long number);

  /** How far a step as written goes. */
  default long step(String text) {
    return number(text);
  }

  /** The same with decimals of as many places as the texts have. */
  default Numbered fitting(@Nullable String... texts) {
    return this;
  }

  /** Where a sequence begins that doesn't say. */
  String first();

  /** Of a type; empty for one that has no such numbers. */
  static Optional<Numbered> of(DataType.Simple type) {
    return switch (type) {
      case INT32 -> Optional.of(new Integers(true));
      case INT64 -> Optional.of(new Integers(false));
      case DECIMAL -> Optional.of(new Decimals(0));
      case DATE -> Optional.of(new Dates());
      case TIME -> Optional.of(new Times());
      case TIMESTAMP -> Optional.of(new Timestamps());
      case BOOLEAN, FLOAT64, TEXT, BYTES, UUID, JSON -> Optional.empty();
    };
  }

  /**
   * A value as written.
   *
   * @throws IllegalArgumentException with what was expected
   */
  static Object value(DataType.Simple type, String text) {
    try {
      return TextValues.parse(type, text);
    } catch (MisfitException misfit) {
      throw new IllegalArgumentException(misfit.reason(), misfit);
    }
  }

  private static long micros(String text) {
    Optional<Duration> step = Quantity.duration(text);
    return step.map(found -> found.toNanos() / 1000)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "expected a step such as 1s or 5m, was '" + text + "'"));
  }

  /** Whole numbers as they are. */
  record Integers(boolean small) implements Numbered {
    @Override
    public long number(String text) {
      Object value = Numbered.value(small ? DataType.Simple.INT32 : DataType.Simple.INT64, text);
      return ((Number) value).longValue();
    }

    @Override
    public Object value(long number) {
      return small ? (Object) (int) number : (Object) number;
    }

    @Override
    public String first() {
      return "1";
    }
  }

  /** Decimals, counted in their last place. */
  record Decimals(int places) implements Numbered {
    @Override
    public long number(String text) {
      BigDecimal value = (BigDecimal) Numbered.value(DataType.Simple.DECIMAL, text);
      try {
        return value.setScale(places).unscaledValue().longValueExact();
      } catch (ArithmeticException tooLarge) {
        throw new IllegalArgumentException(text + " has more than 18 digits", tooLarge);
      }
    }

    @Override
    public Object value(long number) {
      return BigDecimal.valueOf(number, places);
    }

    @Override
    public Numbered fitting(@Nullable String... texts) {
      int most = 0;
      for (String text : texts) {
        if (text != null) {
          most =
              Math.max(most, ((BigDecimal) Numbered.value(DataType.Simple.DECIMAL, text)).scale());
        }
      }
      return new Decimals(most);
    }

    @Override
    public String first() {
      return "1";
    }
  }

  /** Days. */
  record Dates() implements Numbered {
    @Override
    public long number(String text) {
      return ((LocalDate) Numbered.value(DataType.Simple.DATE, text)).toEpochDay();
    }

    @Override
    public Object value(long number) {
      return LocalDate.ofEpochDay(number);
    }

    @Override
    public long step(String text) {
      long micros = micros(text);
      long day = Duration.ofDays(1).toNanos() / 1000;
      if (micros % day != 0) {
        throw new IllegalArgumentException("expected a step of whole days, was '" + text + "'");
      }
      return micros / day;
    }

    @Override
    public String first() {
      return "2024-01-01";
    }
  }

  /** Seconds of a day. */
  record Times() implements Numbered {
    @Override
    public long number(String text) {
      return ((LocalTime) Numbered.value(DataType.Simple.TIME, text)).toSecondOfDay();
    }

    @Override
    public Object value(long number) {
      return LocalTime.ofSecondOfDay(
          Math.floorMod(number, (long) LocalTime.MAX.toSecondOfDay() + 1));
    }

    @Override
    public long step(String text) {
      return micros(text) / 1_000_000;
    }

    @Override
    public String first() {
      return "00:00:00";
    }
  }

  /** Microseconds. */
  record Timestamps() implements Numbered {
    private static final long MICROS = 1_000_000;

    @Override
    public long number(String text) {
      Instant at = (Instant) Numbered.value(DataType.Simple.TIMESTAMP, text);
      return ChronoUnit.MICROS.between(Instant.EPOCH, at);
    }

    @Override
    public Object value(long number) {
      return Instant.ofEpochSecond(
          Math.floorDiv(number, MICROS), Math.floorMod(number, MICROS) * 1000);
    }

    @Override
    public long step(String text) {
      return micros(text);
    }

    @Override
    public String first() {
      return "2024-01-01T00:00:00Z";
    }
  }
}
