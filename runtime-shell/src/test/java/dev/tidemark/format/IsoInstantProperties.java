package dev.tidemark.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.jspecify.annotations.Nullable;

/** What is read by hand is what the general parser reads; what that refuses isn't read. */
class IsoInstantProperties {

  @Provide
  Arbitrary<Instant> times() {
    return Combinators.combine(
            Arbitraries.longs()
                .between(
                    Instant.parse("0000-01-01T00:00:00Z").getEpochSecond(),
                    Instant.parse("9999-12-31T23:59:59Z").getEpochSecond()),
            Arbitraries.of(0, 1, 999, 1_000, 123_000_000, 120_000, 999_999_999))
        .as(Instant::ofEpochSecond);
  }

  private static @Nullable Instant general(String text) {
    try {
      return OffsetDateTime.parse(text).toInstant().truncatedTo(ChronoUnit.MICROS);
    } catch (DateTimeException refused) {
      return null;
    }
  }

  @Property(tries = 5_000)
  void aTimeIsReadToTheMicrosecond(@ForAll("times") Instant time) {
    assertThat(IsoInstant.parse(time.toString())).isEqualTo(time.truncatedTo(ChronoUnit.MICROS));
  }

  @Property(tries = 5_000)
  void nothingIsReadThatTheGeneralParserRefusesOrReadsOtherwise(
      @ForAll("times") Instant time,
      @ForAll @IntRange(max = 30) int at,
      @ForAll("characters") char other) {
    StringBuilder text = new StringBuilder(time.toString());
    text.setCharAt(at % text.length(), other);
    Instant read = IsoInstant.parse(text.toString());
    if (read != null) {
      assertThat(read).as("%s", text).isEqualTo(general(text.toString()));
    }
  }

  @Provide
  Arbitrary<Character> characters() {
    return Arbitraries.of('0', '1', '3', '6', '9', '-', ':', '.', 'T', 'Z', ' ', '٣');
  }
}
