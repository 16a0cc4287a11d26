package dev.tidemark.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CronExpressionTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "* * * * *",
        "*/15 0-6,22 1,15 JAN-mar MON-FRI",
        "0 3 * * 7",
        "0 3 * * 0",
        "0 22-2 * * FRI-MON",
        "5/10 * * * *",
        " 0  3 * * * ",
        "0 0 29 2 *",
        "0 0 30 2 1",
        "0 0 3 * * ?",
        "0 0 3 ? * *",
        "0 0 3 L * ?",
        "0 0 3 L-3 * ?",
        "0 0 3 LW * ?",
        "0 0 3 L-2W * ?",
        "0 0 3 15W * ?",
        "0 0 3 ? * 5#2",
        "0 0 3 ? * FRI#5",
        "0 0 3 ? * 6L",
        "0 0 3 ? * fril",
        "0 0 3 ? * L",
        "0 0 3 1 1 ? 2030-2040/2",
        "0 0 0 29 2 ? 2028",
      })
  void acceptsWhatFires(String expression) {
    assertThat(CronExpression.problems(expression)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      delimiter = '|',
      textBlock =
          """
          ""                     | it has 0 fields; expected 5 (minute hour day month weekday)
          0 3 * *                | it has 4 fields; expected 5
          0 0 0 1 1 ? 2030 1     | it has 8 fields; expected 5
          60 * * * *             | minute '60': '60' is not in 0-59
          * 24 * * *             | hour '24': '24' is not in 0-23
          * * 0 * *              | day of month '0': '0' is not in 1-31
          * * * 13 *             | month '13': '13' is not in 1-12 or JAN-DEC
          * * * FOO *            | month 'FOO': 'FOO' is not in 1-12 or JAN-DEC
          * * * * 8              | weekday '8': '8' is not in 0-7 or SUN-SAT
          1, * * * *             | minute '1,': '' is not in 0-59
          */0 * * * *            | minute '*/0': the step '0' is not in 1-59
          */x * * * *            | minute '*/x': the step 'x' is not in 1-59
          * */24 * * *           | hour '*/24': the step '24' is not in 1-23
          1-x * * * *            | minute '1-x': 'x' is not in 0-59
          -1 * * * *             | minute '-1': '' is not in 0-59
          99999999999 * * * *    | minute '99999999999': '99999999999' is not in 0-59
          * * ? * *              | day of month '?': '?' is not in 1-31
          0 60 * * * ?           | minute '60': '60' is not in 0-59
          60 0 * * * ?           | second '60': '60' is not in 0-59
          0 0 0 * * *            | exactly one of them must be '?'
          0 0 0 ? * ?            | exactly one of them must be '?'
          0 0 0 ? * 0            | weekday '0': '0' is not in 1-7 or SUN-SAT
          0 0 0 ? * 8L           | weekday '8L': '8' is not in 1-7 or SUN-SAT
          0 0 0 ? * 5#6          | weekday '5#6': '6' is not in 1-5
          0 0 0 ? * 9#1          | weekday '9#1': '9' is not in 1-7 or SUN-SAT
          0 0 0 32W * ?          | day of month '32W': '32' is not in 1-31
          0 0 0 L-31 * ?         | day of month 'L-31': the days before the last are not in 0-30
          0 0 0 1 1 ? 1969       | year '1969': '1969' is not in 1970-2099
          0 0 0 1 1 ? 2031-2030  | year '2031-2030': the range 2031-2030 runs backwards
          """)
  void refusesWithFieldTextAndRange(String expression, String message) {
    assertThat(CronExpression.problems(expression)).singleElement().asString().contains(message);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0 0 30 2 *",
        "0 0 31 4,6,9,11 *",
        "0 0 0 30 2 ?",
        "0 0 0 30W 2 ?",
        "0 0 0 29 2 ? 2029",
        "0 0 0 L-30 2,4 ?",
        "0 0 0 ? 2 2#5 2031",
      })
  void refusesWhatNeverFires(String expression) {
    assertThat(CronExpression.problems(expression)).containsExactly(neverFires());
  }

  @ParameterizedTest
  @ValueSource(strings = {"60 24 0 13 8"})
  void reportsEveryField(String expression) {
    assertThat(CronExpression.problems(expression).mkString("\n"))
        .contains("minute '60'", "hour '24'", "day of month '0'", "month '13'", "weekday '8'");
  }

  private static String neverFires() {
    return "no date matches, so it never fires";
  }
}
