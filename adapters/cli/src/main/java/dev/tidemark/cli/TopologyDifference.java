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
  private static final int CONTEXT = 24;

  private TopologyDifference() {}

  /** One text a difference; empty when they are equal. */
  static List<String> between(String before, String now) {
    if (before.isEmpty()) {
      return List.of("the targets were begun with another flow, which this store doesn't know");
    }
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
      String old = shown(before);
      String present = shown(now);
      int from = old.length() > SHOWN || present.length() > SHOWN ? firstSeen(old, present) : 0;
      differences.add(
          "%s%s was %s, is now %s".formatted(stage, path, part(old, from), part(present, from)));
    }
  }

  private static String shown(JsonNode node) {
    if (node.isMissingNode()) {
      return "not there";
    }
    return node.isTextual() ? "'" + node.asText() + "'" : node.toString();
  }

  /** Of long texts, from a little before they part. */
  private static int firstSeen(String one, String other) {
    int equal = 0;
    while (equal < Math.min(one.length(), other.length())
        && one.charAt(equal) == other.charAt(equal)) {
      equal++;
    }
    return Math.max(0, equal - CONTEXT);
  }

  private static String part(String text, int from) {
    return (from > 0 ? "…" : "") + Wording.shortened(text.substring(from), SHOWN);
  }

  private static TreeSet<String> names(JsonNode one, JsonNode other) {
    TreeSet<String> names = new TreeSet<>();
    one.fieldNames().forEachRemaining(names::add);
    other.fieldNames().forEachRemaining(names::add);
    return names;
  }
}
