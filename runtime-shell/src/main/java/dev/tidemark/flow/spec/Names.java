package dev.tidemark.flow.spec;

import dev.tidemark.document.Quoted;
import dev.tidemark.document.Section;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Which names are legal. */
final class Names {
  private static final Pattern FLOW = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");
  private static final Pattern PART =
      Pattern.compile("[A-Za-z0-9]([A-Za-z0-9_-]{0,61}[A-Za-z0-9])?");

  private Names() {}

  static boolean legalForFlow(String name) {
    return FLOW.matcher(name).matches();
  }

  /** What the flow's name might be instead. */
  static String legalised(String name) {
    String plain =
        name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-+|-+$", "");
    String bounded = plain.length() > 63 ? plain.substring(0, 63).replaceAll("-+$", "") : plain;
    return bounded.isEmpty() ? "flow" : bounded;
  }

  /** Reports a flow's name that isn't legal. */
  static void checkFlow(Section section, String name) {
    if (!legalForFlow(name)) {
      section
          .findings()
          .problem(
              section.path("name"),
              shown(section, "name")
                  + " is no legal name: a to z, 0 to 9 and hyphens between them, at most 63",
              "for example " + legalised(name));
    }
  }

  /** The name of a stage or queue under a key; reported when it isn't legal. */
  static Optional<String> part(Section section, String key) {
    Optional<String> name = section.text(key);
    if (name.isPresent() && !PART.matcher(name.get()).matches()) {
      section
          .findings()
          .problem(
              section.path(key),
              shown(section, key)
                  + " is no legal name: letters, digits, and between them - and _, at most 63",
              "");
      return Optional.empty();
    }
    return name;
  }

  private static String shown(Section section, String key) {
    return section.value(key).map(Quoted::of).orElse("nothing");
  }
}
