package dev.tidemark.file;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.coordinator.Owner;
import dev.tidemark.coordinator.Partition;
import dev.tidemark.coordinator.Position;
import dev.tidemark.coordinator.PositionRow;
import io.vavr.collection.HashSet;
import io.vavr.collection.Set;
import io.vavr.collection.Vector;
import java.io.IOException;
import java.time.Instant;
import java.util.Locale;

/** A sidecar as bytes. The one place that knows the stored format. */
final class SidecarJson {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int VERSION = 1;

  private SidecarJson() {}

  static byte[] write(Sidecar sidecar) {
    ObjectNode json = JSON.createObjectNode().put("version", VERSION);
    Load load = sidecar.load();
    json.put("pipeline", sidecar.stage().pipeline()).put("stage", sidecar.stage().name());
    json.put("epoch", sidecar.owner().epoch()).put("owner", sidecar.owner().id());
    json.put("generation", load.generation()).put("run", load.run());
    json.put("phase", sidecar.phase().name().toLowerCase(Locale.ROOT));
    json.put("resolved", load.resolved());
    json.put("data", sidecar.data().name()).put("confirmed_bytes", sidecar.data().length());
    json.put("letters", sidecar.letters().name());
    json.put("letters_bytes", sidecar.letters().length());
    json.put("letters_kept", sidecar.lettersKept());
    var list = json.putArray("positions");
    for (PositionRow row : load.rows()) {
      ObjectNode entry = list.addObject().put("partition", row.partition().text());
      entry.put("lane", row.lane()).put("position", row.position().text()).put("key", row.key());
      entry.put("records", row.records()).put("read", row.read());
      entry.put("event_time", row.eventTime().toString());
    }
    if (load.applied().nonEmpty()) {
      var applied = json.putArray("applied");
      load.applied().toSortedSet().forEach(applied::add);
    }
    if (!sidecar.rolling().equals(Rolling.NONE)) {
      write(sidecar.rolling(), json.putObject("rolled"));
    }
    try {
      return JSON.writeValueAsBytes(json);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree is always JSON", e);
    }
  }

  private static void write(Rolling rolling, ObjectNode json) {
    json.put("sequence", rolling.sequence()).put("records", rolling.records());
    json.put("since", rolling.since().toString());
    var plans = json.putArray("plans");
    for (Rolling.Plan plan : rolling.plans()) {
      ObjectNode entry = plans.addObject().put("sequence", plan.sequence());
      entry.put("part", plan.part().name()).put("bytes", plan.part().length());
      entry.put("sha256", plan.sha256());
    }
  }

  /**
   * Reads what {@link #write} wrote.
   *
   * @throws IOException when it is something else
   */
  static Sidecar parse(byte[] bytes) throws IOException {
    try {
      JsonNode json = JSON.readTree(bytes);
      if (json.required("version").intValue() != VERSION) {
        throw new IOException("written by another version of Tidemark");
      }
      return new Sidecar(
          new Sidecar.Stage(text(json, "pipeline"), text(json, "stage")),
          new Owner(number(json, "epoch"), text(json, "owner")),
          load(json),
          Sidecar.Phase.valueOf(text(json, "phase").toUpperCase(Locale.ROOT)),
          new Extent(text(json, "data"), number(json, "confirmed_bytes")),
          new Extent(text(json, "letters"), number(json, "letters_bytes")),
          json.required("letters_kept").booleanValue(),
          json.has("rolled") ? rolling(json.required("rolled")) : Rolling.NONE);
    } catch (RuntimeException e) {
      throw new IOException("no sidecar of a file sink: " + e.getMessage(), e);
    }
  }

  private static Load load(JsonNode json) {
    Vector<PositionRow> rows = Vector.empty();
    for (JsonNode entry : json.required("positions")) {
      rows =
          rows.append(
              new PositionRow(
                  Partition.parse(text(entry, "partition")),
                  entry.required("lane").intValue(),
                  new Position(text(entry, "position")),
                  text(entry, "key"),
                  number(entry, "records"),
                  entry.path("read").longValue(),
                  Instant.parse(text(entry, "event_time"))));
    }
    Set<String> applied = HashSet.ofAll(json.path("applied")).map(JsonNode::textValue);
    return new Load(
        number(json, "generation"), number(json, "run"), text(json, "resolved"), rows, applied);
  }

  private static Rolling rolling(JsonNode json) {
    Vector<Rolling.Plan> plans = Vector.empty();
    for (JsonNode entry : json.required("plans")) {
      Extent part = new Extent(text(entry, "part"), number(entry, "bytes"));
      plans =
          plans.append(new Rolling.Plan(number(entry, "sequence"), part, text(entry, "sha256")));
    }
    Instant since = Instant.parse(text(json, "since"));
    return new Rolling(number(json, "sequence"), number(json, "records"), since, plans);
  }

  private static String text(JsonNode json, String key) {
    return json.required(key).textValue();
  }

  private static long number(JsonNode json, String key) {
    return json.required(key).longValue();
  }
}
