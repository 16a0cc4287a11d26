package dev.tidemark.flow.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.lifecycle.Schedule;
import java.text.ParseException;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.quartz.CronExpression;

class QuartzCronTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0 2 * * *      | 0 0 2 * * ?",
        "*/5 * * * *    | 0 */5 * * * ?",
        "0 0 1 * *      | 0 0 0 1 * ?",
        "0 0 * * 0      | 0 0 0 ? * 1",
        "0 0 * * 7      | 0 0 0 ? * 1",
        "0 0 * * 1-5    | 0 0 0 ? * 2,3,4,5,6",
        "0 0 * * 5-7    | 0 0 0 ? * 1,6,7",
        "0 0 * * fri-mon| 0 0 0 ? * 1,2,6,7",
        "0 0 * * */2    | 0 0 0 ? * 1,3,5,7",
        "0 0 0 ? * MON  | 0 0 0 ? * MON"
      })
  void fiveFieldsAreSpelledForQuartz(String cron, String quartz) throws ParseException {
    assertThat(QuartzCron.expressions(cron)).containsExactly(quartz);
    assertThat(new CronExpression(quartz).getNextValidTimeAfter(new java.util.Date(0))).isNotNull();
  }

  @Test
  void aDayAndAWeekdayTakeTwo() {
    assertThat(QuartzCron.expressions("0 0 13 * 5")).containsExactly("0 0 0 13 * ?", "0 0 0 ? * 6");
  }

  @Test
  void leapDaysAreDueAndTheThirtiethOfFebruaryNever() throws ParseException {
    Instant now = Instant.parse("2026-01-01T00:00:00Z");

    assertThat(QuartzCron.dueAfter(new Schedule.Cron("0 0 29 2 *", ZoneOffset.UTC), now)).isTrue();
    assertThat(QuartzCron.dueAfter(new Schedule.Cron("0 0 30 2 *", ZoneOffset.UTC), now)).isFalse();
    assertThat(QuartzCron.dueAfter(new Schedule.Cron("0 0 30 2 1", ZoneOffset.UTC), now)).isTrue();
  }
}
