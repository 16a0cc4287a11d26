package dev.tidemark.generate;

import dev.tidemark.connector.Setting;
import dev.tidemark.connector.Settings;
import dev.tidemark.connector.Source;
import dev.tidemark.connector.SourceType;
import dev.tidemark.connector.StageContext;
import dev.tidemark.record.Schema;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** The {@code generate} source: rows of any columns, the same for the same seed. Stateless. */
public final class GenerateSourceType implements SourceType {

  private static final String COUNT = "count";

  @Override
  public String type() {
    return "generate";
  }

  @Override
  public String description() {
    return "Makes rows of the columns asked for, the same ones for the same seed.";
  }

  @Override
  public List<Setting> settings() {
    return List.of(
        Setting.optional(
            COUNT, Setting.Kind.INTEGER, "How many records; a stream without it never ends."),
        Setting.optional(
            Columns.SEED,
            Setting.Kind.INTEGER,
            "0",
            "What all values are drawn from: another seed makes other values."),
        Setting.optional(
            Columns.COLUMNS,
            Setting.Kind.COLUMNS,
            "Names and types; by default one column id, int64, counting from 1."),
        Setting.optional(
            Columns.VALUES,
            Setting.Kind.TEXT_MAP,
            "How a column's values are made, by its name: sequence [from A] [step S], range A to B,"
                + " pick A, B, ..., length N [to M]."),
        Setting.optional(
            Columns.NULLS,
            Setting.Kind.TEXT_MAP,
            "Which share of a column's values is null, by its name: 10% or 0.1."));
  }

  @Override
  public List<Problem> check(Settings settings) {
    List<Problem> problems = new ArrayList<>();
    if (settings.has(COUNT) && settings.integer(COUNT) < 0) {
      problems.add(
          new Problem(COUNT, "expected a number of records, was " + settings.integer(COUNT)));
    }
    problems.addAll(Columns.of(settings).problems());
    return problems;
  }

  @Override
  public boolean bounded(Settings settings, boolean streaming) {
    return settings.has(COUNT);
  }

  @Override
  public boolean lasting(Settings settings) {
    return false;
  }

  @Override
  public Optional<Schema> columns(Settings settings) {
    return Optional.of(Columns.of(settings).schema());
  }

  @Override
  public Source open(StageContext context) {
    Settings settings = context.settings();
    OptionalLong count =
        settings.has(COUNT) ? OptionalLong.of(settings.integer(COUNT)) : OptionalLong.empty();
    return new GenerateSource(new Course(context.stage(), count), Columns.of(settings));
  }
}
