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

  private static final Pattern SECRET_KEY =
      Pattern.compile(
          "password|passwd|secret|token|jaas|credential|keystore[._-]key"
              + "|(?:^|[._-])(?:pwd|api[._-]?key|private[._-]?key)(?:$|[._-])",
          Pattern.CASE_INSENSITIVE);

  private UrlSecrets() {}

  /** Whether what stands under such a key of a map is rather not to be shown. */
  public static boolean isSecretKey(String key) {
    return SECRET_KEY.matcher(key).find();
  }

  /** A map's entries as they may be shown. */
  public static java.util.Map<String, String> masked(java.util.Map<?, ?> entries) {
    java.util.Map<String, String> shown = new java.util.LinkedHashMap<>();
    entries.forEach(
        (key, value) ->
            shown.put(
                String.valueOf(key),
                isSecretKey(String.valueOf(key)) ? "***" : masked(String.valueOf(value))));
    return shown;
  }

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
