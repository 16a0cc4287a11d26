package dev.tidemark.connector;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Hides the passwords that URLs may hold; rather too much than too little. */
public final class UrlSecrets {
  private static final Pattern USER = Pattern.compile("://[^\\s/?#:@]*:");
  private static final Pattern SPACE = Pattern.compile("\\s");
  private static final Pattern PARAMETER =
      Pattern.compile(
          "([?&;](?:[a-z_-]*(?:password|passwd|secret|token)|pwd|api_?key)=)[^&;\\s]*",
          Pattern.CASE_INSENSITIVE);

  private UrlSecrets() {}

  /** The text with {@code ***} in place of each password in a URL. */
  public static String masked(String text) {
    return PARAMETER.matcher(withoutPasswords(text)).replaceAll("$1***");
  }

  /** From the user's name to the last {@code @} before a space; each space is looked for once. */
  private static String withoutPasswords(String text) {
    Matcher user = USER.matcher(text);
    Matcher space = SPACE.matcher(text);
    StringBuilder hidden = new StringBuilder();
    int copied = 0;
    while (user.find(copied)) {
      int end = space.find(user.end()) ? space.start() : text.length();
      int at = text.lastIndexOf('@', end - 1);
      if (at >= user.end()) {
        hidden.append(text, copied, user.end()).append("***@");
        copied = at + 1;
      } else {
        hidden.append(text, copied, end);
        copied = end;
      }
    }
    return hidden.append(text, copied, text.length()).toString();
  }
}
