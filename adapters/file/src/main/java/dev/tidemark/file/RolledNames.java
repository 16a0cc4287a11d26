package dev.tidemark.file;

import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Pattern;

/** The names of rolled files: they sort in the order in which the files were written. */
record RolledNames(Path pattern) {

  static final String PLACEHOLDER = "{sequence}";

  /** Enough for names to sort up to a hundred million files. */
  private static final String DIGITS = "%08d";

  /** The file of a number. */
  Path file(long sequence) {
    return pattern.resolveSibling(name().replace(PLACEHOLDER, digits(sequence)));
  }

  static String digits(long sequence) {
    return String.format(Locale.ROOT, DIGITS, sequence);
  }

  /** Whether a name is one of these. */
  boolean matches(String name) {
    String quoted = Pattern.quote(name()).replace(PLACEHOLDER, "\\E\\d{8,}\\Q");
    return name.matches(quoted);
  }

  private String name() {
    return String.valueOf(pattern.getFileName());
  }
}
