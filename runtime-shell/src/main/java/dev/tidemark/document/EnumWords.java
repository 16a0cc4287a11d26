package dev.tidemark.document;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** How the constants of an enum are written: lower case, and with protobuf's prefix. */
public final class EnumWords {
  private static final String UNSPECIFIED = "UNSPECIFIED";

  private EnumWords() {}

  /** The preferred spellings. */
  public static <E extends Enum<E>> List<String> words(Class<E> type) {
    return Arrays.stream(type.getEnumConstants())
        .map(EnumWords::word)
        .filter(word -> !word.equalsIgnoreCase(UNSPECIFIED))
        .toList();
  }

  /** The preferred spelling of a constant. */
  public static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  /**
   * The constant meant, with or without one of the prefixes, whatever the case, hyphens or
   * underscores.
   */
  public static <E extends Enum<E>> Optional<E> parse(
      Class<E> type, String text, String... prefixes) {
    String plain = text.toUpperCase(Locale.ROOT).replace('-', '_');
    String name =
        Arrays.stream(prefixes)
            .filter(prefix -> plain.startsWith(prefix + "_"))
            .findFirst()
            .map(prefix -> plain.substring(prefix.length() + 1))
            .orElse(plain);
    return Arrays.stream(type.getEnumConstants())
        .filter(
            constant ->
                constant.name().equals(name)
                    || constant.name().replace("_", "").equals(name.replace("_", "")))
        .findFirst();
  }
}
