package dev.tidemark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class TextTableTest {

  @Test
  void columnsAreAlignedAndLinesEndWithoutBlanks() {
    assertThat(
            new TextTable("NAME", ">ROWS", "STATE")
                .row("a", "1", "ok")
                .row("bcdefg", "1,000", "")
                .lines())
        .containsExactly("NAME     ROWS  STATE", "a           1  ok", "bcdefg  1,000");
  }

  @Property
  void wrappingLosesNoWordAndKeepsTheWidth(
      @ForAll List<@IntRange(min = 1, max = 12) Integer> lengths,
      @ForAll @IntRange(min = 12, max = 60) int width) {
    String text = String.join(" ", lengths.stream().map("x"::repeat).toList());
    List<String> lines = TextTable.wrapped(text, width);
    assertThat(lines).allMatch(line -> line.length() <= width);
    assertThat(String.join(" ", lines)).isEqualTo(text);
  }

  @Test
  void aWordThatIsTooLongIsBroken() {
    assertThat(TextTable.wrapped("abcdefgh", 3)).containsExactly("abc", "def", "gh");
  }

  @Test
  void numbersAndTimesAreReadable() {
    assertThat(Wording.count(63_432)).isEqualTo("63,432");
    assertThat(Wording.count(1, "row")).isEqualTo("1 row");
    assertThat(Wording.duration(Duration.ofMillis(3_240))).isEqualTo("3.2 s");
    assertThat(Wording.duration(Duration.ofSeconds(245))).isEqualTo("4 min 05 s");
    assertThat(Wording.duration(Duration.ofMinutes(123))).isEqualTo("2 h 03 min");
    assertThat(Wording.target("/data/out/a.db:orders")).isEqualTo("orders");
    assertThat(Wording.brief("in/a#65536-5776f90e00112233@o1.r2.h0123456789abcdef"))
        .isEqualTo("in/a#5776f90e@o1.r2");
  }
}
