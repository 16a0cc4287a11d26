package dev.tidemark.format;

/**
 * How a CSV is written (RFC 4180 by default).
 *
 * @param delimiter between fields; ASCII
 * @param quote around a field that holds delimiters, quotes or line breaks; doubled inside; ASCII
 * @param nullText an unquoted field of this text is null
 */
public record CsvDialect(char delimiter, char quote, String nullText) {

  /** Comma, double quote, empty is null. */
  public static final CsvDialect DEFAULT = new CsvDialect(',', '"', "");

  /** Refuses characters that can't be told apart, or that take more than a byte. */
  public CsvDialect {
    if (delimiter > 126 || quote > 126 || delimiter == quote) {
      throw new IllegalArgumentException("delimiter and quote must be two ASCII characters");
    }
    if ("\r\n\0".indexOf(delimiter) >= 0 || "\r\n\0".indexOf(quote) >= 0) {
      throw new IllegalArgumentException("delimiter and quote can't be line breaks");
    }
  }
}
