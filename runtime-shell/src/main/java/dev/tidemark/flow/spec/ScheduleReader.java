package dev.tidemark.flow.spec;

import dev.tidemark.document.Nearest;
import dev.tidemark.document.Quoted;
import dev.tidemark.document.Section;
import dev.tidemark.flow.spec.ScheduleSpec.Misfire;
import dev.tidemark.lifecycle.Schedule;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads {@code schedule}. */
final class ScheduleReader {
  private final Section section;

  private ScheduleReader(Section section) {
    this.section = section;
  }

  static ScheduleSpec read(Section section) {
    return new ScheduleReader(section).read();
  }

  private ScheduleSpec read() {
    Optional<String> cron = section.text("cron");
    Optional<Duration> every = section.duration("every", false);
    boolean manual = section.flag("manual").orElse(false);
    Optional<ZoneId> zone = section.text("zone").flatMap(this::zone);
    Misfire misfire =
        section
            .choice("misfire", List.of("run-once", "skip"))
            .filter("skip"::equals)
            .map(skip -> Misfire.SKIP)
            .orElse(Misfire.RUN_ONCE);
    section.refuseOthers();
    long kinds =
        Stream.of(cron.isPresent(), every.isPresent(), manual).filter(given -> given).count();
    if (kinds > 1) {
      section
          .findings()
          .problem(section.path(), "one of cron, every and manual was expected, not several", "");
    }
    if (zone.isPresent() && section.value("cron").isEmpty()) {
      section.findings().problem(section.path("zone"), "a zone belongs to a cron schedule", "");
    }
    return new ScheduleSpec(schedule(cron, every, zone.orElse(ZoneOffset.UTC)), misfire);
  }

  private static Schedule schedule(Optional<String> cron, Optional<Duration> every, ZoneId zone) {
    if (cron.isPresent()) {
      return new Schedule.Cron(cron.get().trim().replaceAll("\\s+", " "), zone);
    }
    return every.<Schedule>map(Schedule.Interval::new).orElseGet(Schedule.Manual::new);
  }

  private Optional<ZoneId> zone(String name) {
    try {
      return Optional.of(ZoneId.of(name));
    } catch (DateTimeException unknown) {
      section
          .findings()
          .problem(
              section.path("zone"),
              "no such time zone: " + section.value("zone").map(Quoted::of).orElse("nothing"),
              Nearest.to(name, ZoneId.getAvailableZoneIds())
                  .map(near -> "did you mean '" + near + "'?")
                  .orElse("expected a name such as Europe/Paris, or UTC"));
      return Optional.empty();
    }
  }
}
