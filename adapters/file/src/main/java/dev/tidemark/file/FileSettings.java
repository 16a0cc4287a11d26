package dev.tidemark.file;

import dev.tidemark.connector.Setting;
import dev.tidemark.connector.Settings;
import dev.tidemark.connector.StageType.Problem;
import dev.tidemark.format.CsvDialect;
import dev.tidemark.record.Schema;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A file source's configuration. Immutable.
 *
 * @param columns as declared; empty when they are to be inferred
 * @param restart whether a file that was replaced during a run is read from its beginning, instead
 *     of failing the run
 */
record FileSettings(Path path, FileFormat format, Optional<Schema> columns, boolean restart) {

  static final List<String> FORMATS = List.of("jsonl", "csv");

  static final List<Setting> SETTINGS =
      List.of(
          Setting.required(
              "path", Setting.Kind.PATH, "The file, or a glob: each file is then a partition."),
          new Setting(
              "format",
              Setting.Kind.CHOICE,
              false,
              Optional.empty(),
              FORMATS,
              "How records are written; by default from the name's extension, before .gz."),
          Setting.optional(
              "columns", Setting.Kind.COLUMNS, "Names and types; by default from a sample."),
          Setting.optional(
              "delimiter", Setting.Kind.TEXT, "Between fields of csv; by default a comma."),
          Setting.optional("quote", Setting.Kind.TEXT, "\"", "Around fields of csv."),
          Setting.optional(
              "header",
              Setting.Kind.BOOLEAN,
              "true",
              "Whether the first record of csv names the fields; otherwise columns do."),
          Setting.optional(
              "null_text", Setting.Kind.TEXT, "", "An unquoted field of this text is null."),
          Setting.optional(
              "follow",
              Setting.Kind.BOOLEAN,
              "Whether to wait for more at the end; by default when streaming, not in a job."),
          Setting.choice(
              "on_recreated",
              List.of("fail", "restart"),
              "What to do when a file is replaced while it is being read."));

  /** Of settings that {@link #problems} finds nothing wrong with. */
  static FileSettings of(Settings settings) {
    return new FileSettings(
        settings.path("path"),
        format(settings),
        settings.columns("columns"),
        settings.has("on_recreated") && settings.text("on_recreated").equals("restart"));
  }

  /** Whether a source with these settings waits for more at the end. */
  static boolean follows(Settings settings, boolean streaming) {
    return settings.has("follow") ? settings.flag("follow") : streaming;
  }

  static List<Problem> problems(Settings settings) {
    List<Problem> problems = new ArrayList<>(formatProblems(settings));
    boolean csv = formatName(settings).equals("csv");
    if (csv && !hasHeader(settings) && !settings.has("columns")) {
      problems.add(
          new Problem("columns", "csv without a header needs columns, to name its fields"));
    }
    return problems;
  }

  /** What is wrong with the settings that say how records are written. */
  static List<Problem> formatProblems(Settings settings) {
    List<Problem> problems = new ArrayList<>();
    Path path = settings.path("path");
    String pattern = FileSet.problem(path);
    if (!pattern.isEmpty()) {
      problems.add(new Problem("path", pattern));
    }
    if (formatName(settings).isEmpty()) {
      problems.add(
          new Problem(
              "format",
              "the name "
                  + settings.path("path").getFileName()
                  + " doesn't tell the format; give format: jsonl or format: csv"));
    }
    boolean csv = formatName(settings).equals("csv");
    for (String key : List.of("delimiter", "quote")) {
      if (csv && settings.has(key) && settings.text(key).length() != 1) {
        problems.add(new Problem(key, "expected one character, found " + settings.text(key)));
      }
    }
    if (csv && problems.isEmpty()) {
      try {
        dialect(settings);
      } catch (IllegalArgumentException e) {
        problems.add(new Problem("delimiter", String.valueOf(e.getMessage())));
      }
    }
    String nullText = settings.optionalText("null_text").orElse("");
    if (csv && problems.isEmpty() && !isPlain(nullText, dialect(settings))) {
      problems.add(new Problem("null_text", "can't hold the delimiter, the quote or a line break"));
    }
    return problems;
  }

  private static boolean isPlain(String text, CsvDialect dialect) {
    return text.chars()
        .noneMatch(
            each ->
                each == dialect.delimiter()
                    || each == dialect.quote()
                    || each == '\n'
                    || each == '\r');
  }

  private static FileFormat format(Settings settings) {
    return formatName(settings).equals("csv")
        ? new FileFormat.Csv(dialect(settings), hasHeader(settings))
        : new FileFormat.JsonLines();
  }

  static boolean hasHeader(Settings settings) {
    return !settings.has("header") || settings.flag("header");
  }

  static CsvDialect dialect(Settings settings) {
    String byName = bareName(settings).endsWith(".tsv") ? "\t" : ",";
    String delimiter = settings.optionalText("delimiter").orElse(byName);
    String quote = settings.optionalText("quote").orElse("\"");
    String nullText = settings.optionalText("null_text").orElse("");
    return new CsvDialect(delimiter.charAt(0), quote.charAt(0), nullText);
  }

  /** {@code jsonl}, {@code csv}, or empty when neither the setting nor the name tells. */
  static String formatName(Settings settings) {
    if (settings.has("format")) {
      return settings.text("format");
    }
    String name = bareName(settings);
    if (name.endsWith(".csv") || name.endsWith(".tsv")) {
      return "csv";
    }
    return name.endsWith(".jsonl") || name.endsWith(".ndjson") || name.endsWith(".json")
        ? "jsonl"
        : "";
  }

  private static String bareName(Settings settings) {
    String name = String.valueOf(settings.path("path").getFileName()).toLowerCase(Locale.ROOT);
    return name.endsWith(".gz") ? name.substring(0, name.length() - 3) : name;
  }
}
