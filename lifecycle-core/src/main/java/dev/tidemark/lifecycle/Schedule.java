package dev.tidemark.lifecycle;

import java.time.Duration;
import java.time.ZoneId;
import java.util.Objects;

/** When runs of a pipeline are due. Described here; the shell keeps the time. */
public sealed interface Schedule {
  /** A text for people that tells schedules apart: {@code manual}, {@code every PT5M}. */
  String label();

  /** Only when somebody asks. */
  record Manual() implements Schedule {
    @Override
    public String label() {
      return "manual";
    }
  }

  /**
   * At a fixed pace.
   *
   * @param every must be positive for the pipeline to be valid
   */
  record Interval(Duration every) implements Schedule {
    /** Takes any duration; {@link Pipeline#problems()} judges it. */
    public Interval {
      Objects.requireNonNull(every, "every");
    }

    @Override
    public String label() {
      return "every " + every;
    }
  }

  /**
   * At the times of a cron expression.
   *
   * @param expression five fields (minute, hour, day, month, weekday with 0 or 7 for Sunday), or
   *     Quartz's six or seven (seconds first, weekday 1 for Sunday, year last)
   * @param zone where its times are read
   */
  record Cron(String expression, ZoneId zone) implements Schedule {
    /** Takes any text; {@link Pipeline#problems()} judges it. */
    public Cron {
      Objects.requireNonNull(expression, "expression");
      Objects.requireNonNull(zone, "zone");
    }

    @Override
    public String label() {
      return "cron " + expression + " " + zone.getId();
    }
  }
}
