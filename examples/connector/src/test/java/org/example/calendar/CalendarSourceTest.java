package org.example.calendar;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.connector.Settings;
import dev.tidemark.connector.Source;
import dev.tidemark.connector.StageContext;
import dev.tidemark.contract.SourceContract;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CalendarSourceTest extends SourceContract {

  private final CalendarSourceType type = new CalendarSourceType();

  private Settings settings(String from, String to) {
    return new Settings(type.settings(), Map.of("from", from, "to", to));
  }

  @Override
  protected Source newSource() {
    Settings february = settings("2024-02-01", "2024-02-29");
    return type.open(new StageContext("dates", "days", false, february, 1024));
  }

  @Override
  protected int records() {
    return 29;
  }

  @Test
  void whatIsNoDateIsAProblemOfItsSetting() {
    assertThat(type.check(settings("2024-02-30", "2024-03-01")))
        .singleElement()
        .extracting("setting")
        .isEqualTo("from");
  }
}
