package dev.tidemark.generate;

import dev.tidemark.record.DataType;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How the values of a column are made. As text:
 *
 * <ul>
 *   <li>{@code sequence [from A] [step S]}: A, A+S, A+2S, ...
 *   <li>{@code range A to B}: any from A to B, both included, each as likely
 *   <li>{@code pick A, B, ...}: any of these
 *   <li>{@code length N [to M]}: letters, or bytes, so many
 * </ul>
 */
interface Recipe {

  /** The value for what was drawn by chance, and for a record's number. Thread-safe. */
  Object value(long drawn, long record);

  /** About how many bytes a value takes. */
  default int bytes() {
    return Long.BYTES;
  }

  /** The recipe of a column that says nothing of its values. */
  static String byDefault(DataType type) {
    return type instanceof DataType.Simple simple ? defaultText(simple) : "";
  }

  private static String defaultText(DataType.Simple type) {
    return switch (type) {
      case BOOLEAN -> "pick true, false";
      case INT32, INT64 -> "range 0 to 999999";
      case FLOAT64 -> "range 0 to 1";
      case DECIMAL -> "range 0.00 to 999.99";
      case TEXT -> "length 8 to 16";
      case BYTES -> "length 16";
      case DATE -> "range 2020-01-01 to 2029-12-31";
      case TIME -> "range 00:00:00 to 23:59:59";
      case TIMESTAMP -> "sequence from 2024-01-01T00:00:00Z step 1s";
      case UUID -> "random";
      case JSON -> "";
    };
  }

  /**
   * Reads a recipe for values of a type.
   *
   * @throws IllegalArgumentException with what was expected
   */
  static Recipe parse(DataType type, String text) {
    if (!(type instanceof DataType.Simple simple) || simple == DataType.Simple.JSON) {
      throw new IllegalArgumentException(
          "values of type " + type.text() + " can't be made; make them of others in a sql stage");
    }
    String trimmed = text.trim();
    String word = trimmed.split("\\s", 2)[0].toLowerCase(Locale.ROOT);
    String rest = trimmed.substring(word.length()).trim();
    Optional<Recipe> recipe =
        switch (word) {
          case "sequence" -> sequence(simple, rest);
          case "range" -> range(simple, rest);
          case "pick" -> pick(simple, rest);
          case "length" -> length(simple, rest);
          case "random" ->
              simple == DataType.Simple.UUID && rest.isEmpty()
                  ? Optional.of(new Drawn.Uuids())
                  : Optional.empty();
          default -> Optional.empty();
        };
    return recipe.orElseThrow(
        () ->
            new IllegalArgumentException(
                "'" + text + "' makes no " + type.text() + "; expected " + expected(simple)));
  }

  private static Optional<Recipe> sequence(DataType.Simple type, String rest) {
    Matcher parts = Pattern.compile("(?:from\\s+(\\S+))?\\s*(?:step\\s+(\\S+))?").matcher(rest);
    return parts.matches()
        ? Numbered.of(type).map(scale -> new Drawn.Sequence(scale, parts.group(1), parts.group(2)))
        : Optional.empty();
  }

  private static Optional<Recipe> range(DataType.Simple type, String rest) {
    Matcher parts = Pattern.compile("(\\S+)\\s+to\\s+(\\S+)").matcher(rest);
    if (!parts.matches()) {
      return Optional.empty();
    }
    return type == DataType.Simple.FLOAT64
        ? Optional.of(Drawn.Fractions.of(parts.group(1), parts.group(2)))
        : Numbered.of(type).map(scale -> Drawn.Range.of(scale, parts.group(1), parts.group(2)));
  }

  private static Optional<Recipe> pick(DataType.Simple type, String rest) {
    if (rest.isEmpty()) {
      return Optional.empty();
    }
    List<Object> values = new ArrayList<>();
    for (String one : rest.split(",", -1)) {
      values.add(Numbered.value(type, one.trim()));
    }
    return Optional.of(new Drawn.Pick(values.toArray()));
  }

  private static Optional<Recipe> length(DataType.Simple type, String rest) {
    Matcher parts = Pattern.compile("(\\d{1,6})(?:\\s+to\\s+(\\d{1,6}))?").matcher(rest);
    boolean sized = type == DataType.Simple.TEXT || type == DataType.Simple.BYTES;
    if (!sized || !parts.matches()) {
      return Optional.empty();
    }
    int least = Integer.parseInt(parts.group(1));
    int most = parts.group(2) == null ? least : Integer.parseInt(parts.group(2));
    if (most < least) {
      throw new IllegalArgumentException("the length can't go from " + least + " to " + most);
    }
    return Optional.of(
        type == DataType.Simple.TEXT
            ? new Drawn.Letters(least, most)
            : new Drawn.Octets(least, most));
  }

  private static String expected(DataType.Simple type) {
    return switch (type) {
      case BOOLEAN -> "pick true, false";
      case INT32, INT64 -> "sequence from 1 step 1, range 1 to 6, or pick 1, 2, 3";
      case FLOAT64 -> "range 0 to 1, or pick 0.5, 1.5";
      case DECIMAL -> "sequence from 0.00 step 0.01, range 0.00 to 9.99, or pick 1.50, 2.50";
      case TEXT -> "length 8 to 16, or pick new, paid, sent";
      case BYTES -> "length 16";
      case DATE -> "sequence from 2024-01-01 step 1d, range 2024-01-01 to 2024-12-31, or pick";
      case TIME -> "range 08:00:00 to 17:59:59, or pick 08:00:00, 12:00:00";
      case TIMESTAMP ->
          "sequence from 2024-01-01T00:00:00Z step 1s,"
              + " range 2024-01-01T00:00:00Z to 2024-12-31T23:59:59Z, or pick";
      case UUID -> "random";
      case JSON -> "nothing";
    };
  }
}
