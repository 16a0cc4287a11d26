package dev.tidemark.sql;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/** A path of keys and indexes into JSON: {@code $.a."b c"[0]}. */
final class JsonPath {

  private static final ObjectReader READER =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .build()
          .reader();
  private static final Pattern STEP =
      Pattern.compile("\\.([\\p{L}_$][\\p{L}\\p{N}_$-]*)|\\.\"([^\"]+)\"|\\[(\\d{1,9})]");

  private final List<Object> steps;

  private JsonPath(List<Object> steps) {
    this.steps = steps;
  }

  static JsonPath of(String text, SqlParserPos at) throws InvalidSqlException {
    String path = text.strip().replaceFirst("^(lax|strict)\\s+", "");
    List<Object> steps = new ArrayList<>();
    Matcher matcher = STEP.matcher(path).region(Math.min(1, path.length()), path.length());
    while (path.startsWith("$") && matcher.lookingAt()) {
      if (matcher.group(3) != null) {
        steps.add(Integer.valueOf(matcher.group(3)));
      } else {
        steps.add(matcher.group(1) != null ? matcher.group(1) : matcher.group(2));
      }
      matcher.region(matcher.end(), path.length());
    }
    if (!path.startsWith("$") || matcher.regionStart() != path.length()) {
      throw new InvalidSqlException(at, "expected a path like '$.a.b[0]', was '" + text + "'");
    }
    return new JsonPath(List.copyOf(steps));
  }

  /** The text of the number, boolean or text there; null when there is none, or something else. */
  @Nullable String scalar(String json) {
    return scalar(node(json));
  }

  /** All that is there, as JSON; null when there is nothing, or JSON's null. */
  @Nullable String whole(String json) {
    JsonNode node = node(json);
    return node.isMissingNode() || node.isNull() ? null : node.toString();
  }

  /** The texts at some keys of an object; nulls where there are none, or for something else. */
  static @Nullable String[] scalars(@Nullable String json, List<String> keys) {
    @Nullable String[] texts = new String[keys.size()];
    if (json != null) {
      JsonNode node = read(json);
      Arrays.setAll(texts, i -> scalar(node.path(keys.get(i))));
    }
    return texts;
  }

  private static @Nullable String scalar(JsonNode node) {
    return node.isValueNode() && !node.isNull() ? node.asText() : null;
  }

  private JsonNode node(String json) {
    JsonNode node = read(json);
    for (Object step : steps) {
      node = step instanceof Integer index ? node.path(index) : node.path((String) step);
    }
    return node;
  }

  private static JsonNode read(String json) {
    try {
      return READER.readTree(json);
    } catch (JsonProcessingException e) {
      throw new BadValueException("'" + Texts.shown(json) + "' is no JSON");
    }
  }
}
