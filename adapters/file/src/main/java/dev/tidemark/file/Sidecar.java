package dev.tidemark.file;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.coordinator.Owner;
import dev.tidemark.coordinator.Partition;
import dev.tidemark.coordinator.Position;
import dev.tidemark.coordinator.PositionRow;
import io.vavr.collection.Vector;
import java.io.IOException;
import java.time.Instant;
import java.util.Locale;

/**
 * What a whole-file sink remembers, in a small file beside its target: the truth about how much of
 * the data counts and what it covers (Delivery 14). Immutable.
 *
 * @param pipeline who writes the target, with {@code stage}
 * @param confirmed bytes of the data file that count
 * @param letters bytes of the dead letters' file that count
 * @param lettersKept whether a finished load left a file of dead letters beside the target
 */
record Sidecar(
    String pipeline,
    String stage,
    Owner owner,
    long generation,
    long run,
    Phase phase,
    String resolved,
    Vector<PositionRow> rows,
    String dataName,
    long confirmed,
    String lettersName,
    long letters,
    boolean lettersKept) {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int VERSION = 1;

  /** How far a load has come. */
  enum Phase {
    /** Rows are taken. */
    WRITING,
    /** All is confirmed, and the file is getting its name. */
    FINISHING,
    /** The target is there. */
    COMPLETE
  }

  /** Before anything was written. */
  static Sidecar fresh(String pipeline, String stage) {
    return new Sidecar(
        pipeline,
        stage,
        new Owner(0, ""),
        0,
        0,
        Phase.WRITING,
        "",
        Vector.empty(),
        "",
        0,
        "",
        0,
        false);
  }

  Sidecar withOwner(Owner next) {
    return new Sidecar(
        pipeline,
        stage,
        next,
        generation,
        run,
        phase,
        resolved,
        rows,
        dataName,
        confirmed,
        lettersName,
        letters,
        lettersKept);
  }

  Sidecar withPhase(Phase next) {
    return new Sidecar(
        pipeline,
        stage,
        owner,
        generation,
        run,
        next,
        resolved,
        rows,
        dataName,
        confirmed,
        lettersName,
        letters,
        lettersKept);
  }

  Sidecar withFiles(String data, long dataLength, String lettersFile, long lettersLength) {
    return new Sidecar(
        pipeline,
        stage,
        owner,
        generation,
        run,
        phase,
        resolved,
        rows,
        data,
        dataLength,
        lettersFile,
        lettersLength,
        lettersKept);
  }

  Sidecar withRows(Vector<PositionRow> next) {
    return new Sidecar(
        pipeline,
        stage,
        owner,
        generation,
        run,
        phase,
        resolved,
        next,
        dataName,
        confirmed,
        lettersName,
        letters,
        lettersKept);
  }

  Sidecar withRun(long nextRun, String nextResolved) {
    return new Sidecar(
        pipeline,
        stage,
        owner,
        generation,
        nextRun,
        phase,
        nextResolved,
        rows,
        dataName,
        confirmed,
        lettersName,
        letters,
        lettersKept);
  }

  Sidecar withLettersKept(boolean kept) {
    return new Sidecar(
        pipeline,
        stage,
        owner,
        generation,
        run,
        phase,
        resolved,
        rows,
        dataName,
        confirmed,
        lettersName,
        letters,
        kept);
  }

  /** The same with nothing loaded, for a new generation. */
  Sidecar emptied(long nextGeneration) {
    return new Sidecar(
        pipeline,
        stage,
        owner,
        nextGeneration,
        run,
        Phase.WRITING,
        "",
        Vector.empty(),
        "",
        0,
        "",
        0,
        lettersKept);
  }

  byte[] toJson() {
    ObjectNode json = JSON.createObjectNode().put("version", VERSION);
    json.put("pipeline", pipeline).put("stage", stage);
    json.put("epoch", owner.epoch()).put("owner", owner.id());
    json.put("generation", generation).put("run", run);
    json.put("phase", phase.name().toLowerCase(Locale.ROOT)).put("resolved", resolved);
    json.put("data", dataName).put("confirmed_bytes", confirmed);
    json.put("letters", lettersName).put("letters_bytes", letters);
    json.put("letters_kept", lettersKept);
    var list = json.putArray("positions");
    for (PositionRow row : rows) {
      ObjectNode entry = list.addObject().put("partition", row.partition().text());
      entry.put("lane", row.lane()).put("position", row.position().text()).put("key", row.key());
      entry.put("records", row.records()).put("read", row.read());
      entry.put("event_time", row.eventTime().toString());
    }
    try {
      return JSON.writeValueAsBytes(json);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree is always JSON", e);
    }
  }

  /**
   * Reads what {@link #toJson} wrote.
   *
   * @throws IOException when it is something else
   */
  static Sidecar parse(byte[] bytes) throws IOException {
    try {
      JsonNode json = JSON.readTree(bytes);
      if (json.required("version").intValue() != VERSION) {
        throw new IOException("written by another version of Tidemark");
      }
      Vector<PositionRow> rows = Vector.empty();
      for (JsonNode entry : json.required("positions")) {
        rows = rows.append(row(entry));
      }
      return new Sidecar(
          json.required("pipeline").textValue(),
          json.required("stage").textValue(),
          new Owner(json.required("epoch").longValue(), json.required("owner").textValue()),
          json.required("generation").longValue(),
          json.required("run").longValue(),
          Phase.valueOf(json.required("phase").textValue().toUpperCase(Locale.ROOT)),
          json.required("resolved").textValue(),
          rows,
          json.required("data").textValue(),
          json.required("confirmed_bytes").longValue(),
          json.required("letters").textValue(),
          json.required("letters_bytes").longValue(),
          json.required("letters_kept").booleanValue());
    } catch (RuntimeException e) {
      throw new IOException("no sidecar of a file sink: " + e.getMessage(), e);
    }
  }

  private static PositionRow row(JsonNode entry) {
    return new PositionRow(
        Partition.parse(entry.required("partition").textValue()),
        entry.required("lane").intValue(),
        new Position(entry.required("position").textValue()),
        entry.required("key").textValue(),
        entry.required("records").longValue(),
        entry.path("read").longValue(),
        Instant.parse(entry.required("event_time").textValue()));
  }
}
