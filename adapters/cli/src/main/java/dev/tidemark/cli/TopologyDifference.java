package dev.tidemark.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** What tells two topologies apart, by stage and key (Delivery 12). */
final class TopologyDifference {

  private static final int SHOWN = 60;

  private TopologyDifference() {}

  /** One text a difference; empty when they are equal. */
  static List<String> between(String before, String now) {
    List<String> differences = new ArrayList<>();
    try {
      ObjectMapper mapper = new ObjectMapper();
      JsonNode old = mapper.readTree(before).path("stages");
      JsonNode present = mapper.readTree(now).path("stages");
      for (String stage : names(old, present)) {
        if (!present.has(stage)) {
          differences.add("stage " + stage + " is gone");
        } else if (!old.has(stage)) {
          differences.add("stage " + stage + " is new");
        } else {
          compare("stage " + stage + ": ", "", old.get(stage), present.get(stage), differences);
        }
      }
    } catch (JsonProcessingException unreadable) {
      differences.add("the flow that the run was begun with can't be read any more");
    }
    return differences;
  }

  private static void compare(
      String stage, String path, JsonNode before, JsonNode now, List<String> differences) {
    if (before.equals(now)) {
      return;
    }
    if (before.isObject() && now.isObject()) {
      for (String key : names(before, now)) {
        String inner = path.isEmpty() ? key : path + "." + key;
        compare(stage, inner, before.path(key), now.path(key), differences);
      }
    } else {
      differences.add("%s%s was %s, is now %s".formatted(stage, path, shown(before), shown(now)));
    }
  }

  private static String shown(JsonNode node) {
    return node.isMissingNode()
        ? "not there"
        : Wording.shortened(node.isTextual() ? "'" + node.asText() + "'" : node.toString(), SHOWN);
  }

  private static TreeSet<String> names(JsonNode one, JsonNode other) {
    TreeSet<String> names = new TreeSet<>();
    one.fieldNames().forEachRemaining(names::add);
    other.fieldNames().forEachRemaining(names::add);
    return names;
  }
}
