package dev.tidemark.connector;

import java.util.regex.Pattern;

/** Hides the passwords that URLs may hold; rather too much than too little. */
public final class UrlSecrets {
  private static final Pattern USER_INFO =
      Pattern.compile("(://[^\\s/?#:@]*:)\\S*@", Pattern.CASE_INSENSITIVE);
  private static final Pattern PARAMETER =
      Pattern.compile(
          "([?&;](?:[a-z_-]*(?:password|passwd|secret|token)|pwd|api_?key)=)[^&;\\s]*",
          Pattern.CASE_INSENSITIVE);

  private UrlSecrets() {}

  /** The text with {@code ***} in place of each password in a URL. */
  public static String masked(String text) {
    String hidden = USER_INFO.matcher(text).replaceAll("$1***@");
    return PARAMETER.matcher(hidden).replaceAll("$1***");
  }
}
