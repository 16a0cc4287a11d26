package dev.tidemark.file;

import dev.tidemark.connector.Setting;
import dev.tidemark.connector.Settings;
import dev.tidemark.connector.StageType.Problem;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A file sink's configuration. Immutable.
 *
 * @param roll when a rolled file is ended; null for one whole file
 */
record FileSinkSettings(Path path, SinkFormat format, @Nullable Roll roll) {

  private static final Pattern PLACEHOLDER = Pattern.compile("\\{[A-Za-z_]*}");

  static final List<Setting> SETTINGS =
      List.of(
          Setting.required(
              "path",
              Setting.Kind.PATH,
              "The file, which appears whole at the end of a job and replaces what was there; with"
                  + " {sequence} in its name, many files, each of which appears when it is full:"
                  + " out/events-{sequence}.jsonl becomes out/events-00000001.jsonl and so on."),
          new Setting(
              "format",
              Setting.Kind.CHOICE,
              false,
              Optional.empty(),
              FileSettings.FORMATS,
              "How rows are written; by default from the name's extension, before .gz."),
          new Setting(
              "compression",
              Setting.Kind.CHOICE,
              false,
              Optional.empty(),
              List.of("none", "gzip"),
              "By default gzip for a name that ends in .gz, else none."),
          Setting.optional(
              "delimiter", Setting.Kind.TEXT, "Between fields of csv; by default a comma."),
          Setting.optional("quote", Setting.Kind.TEXT, "\"", "Around fields of csv that need it."),
          Setting.optional(
              "header",
              Setting.Kind.BOOLEAN,
              "true",
              "Whether csv begins with the columns' names, in each file once."),
          Setting.optional(
              "null_text",
              Setting.Kind.TEXT,
              "",
              "What stands for null in csv, unquoted; a text that equals it is quoted."),
          Setting.optional(
              "roll",
              Setting.Kind.TEXT_MAP,
              "When a file is full, whichever comes first: records (no bound by default), bytes as"
                  + " written (128MB), every: so long after its first record (5m); with {sequence}"
                  + " in path."));

  /** Of settings that {@link #problems} finds nothing wrong with. */
  static FileSinkSettings of(Settings settings) {
    boolean csv = FileSettings.formatName(settings).equals("csv");
    SinkFormat.Csv form =
        csv
            ? new SinkFormat.Csv(FileSettings.dialect(settings), FileSettings.hasHeader(settings))
            : null;
    return new FileSinkSettings(
        settings.path("path"),
        new SinkFormat(form, isGzip(settings)),
        isRolled(settings) ? Roll.of(settings.textMap("roll")) : null);
  }

  static boolean isRolled(Settings settings) {
    return name(settings).contains(RolledNames.PLACEHOLDER);
  }

  private static boolean isGzip(Settings settings) {
    return settings
        .optionalText("compression")
        .map(text -> text.equals("gzip"))
        .orElse(name(settings).toLowerCase(Locale.ROOT).endsWith(".gz"));
  }

  private static String name(Settings settings) {
    return String.valueOf(settings.path("path").getFileName());
  }

  static List<Problem> problems(Settings settings) {
    List<Problem> problems = new ArrayList<>(FileSettings.formatProblems(settings));
    problems.addAll(Roll.problems("roll", settings.textMap("roll")));
    if (settings.has("roll") && !isRolled(settings)) {
      problems.add(
          new Problem(
              "roll",
              "files are rolled only when the name in path says where their numbers go:"
                  + " events-{sequence}.jsonl for example"));
    }
    String rest = name(settings).replaceFirst(Pattern.quote(RolledNames.PLACEHOLDER), "");
    Matcher placeholder = PLACEHOLDER.matcher(rest);
    if (placeholder.find()) {
      String found = placeholder.group();
      problems.add(
          new Problem(
              "path",
              found.equals(RolledNames.PLACEHOLDER)
                  ? "expected {sequence} once, found it twice"
                  : "expected {sequence}, the only placeholder there is, found " + found));
    }
    Path folder = settings.path("path").getParent();
    if (folder != null && folder.toString().contains(RolledNames.PLACEHOLDER)) {
      problems.add(
          new Problem("path", "{sequence} can only stand in the file's name, not in a folder's"));
    }
    return problems;
  }
}
