package dev.tidemark.checkpoint;

import dev.tidemark.coordinator.Partition;
import dev.tidemark.coordinator.Position;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Collections;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/**
 * A record given up on, kept with all that is needed to look at it and put it back (Delivery 24).
 *
 * @param stage the stage that refused the record
 * @param position the source record's own position
 * @param ordinal which of the records made from it; from 0
 * @param place where a person finds it; may be empty
 * @param generation the load that it belongs to
 * @param attempts how often it was tried; at least 1
 * @param sinks the sinks that it is missing from, each with the load that it is missing in; empty
 *     where that was never written down
 */
public record DeadLetter(
    String runId,
    String stage,
    long generation,
    Partition partition,
    Position position,
    int ordinal,
    String place,
    String reason,
    int attempts,
    byte[] payload,
    Instant at,
    Map<String, Long> sinks) {

  private static final int ID_BYTES = 16;

  /** Sorts the sinks. */
  public DeadLetter {
    sinks = Collections.unmodifiableMap(new TreeMap<>(sinks));
  }

  /** One that a sink has refused, and that is missing nowhere else. */
  public DeadLetter(
      String runId,
      String stage,
      long generation,
      Partition partition,
      Position position,
      int ordinal,
      String place,
      String reason,
      int attempts,
      byte[] payload,
      Instant at) {
    this(
        runId,
        stage,
        generation,
        partition,
        position,
        ordinal,
        place,
        reason,
        attempts,
        payload,
        at,
        Map.of(stage, generation));
  }

  /**
   * What it is called: 32 hexadecimal digits, the same for the same record of the same load, no
   * matter in which run it was refused. Unique within a pipeline.
   */
  public String id() {
    MessageDigest digest = sha256();
    add(digest, Long.toString(generation));
    add(digest, stage);
    add(digest, partition.source());
    add(digest, partition.name());
    add(digest, position.text());
    add(digest, Integer.toString(ordinal));
    return HexFormat.of().formatHex(digest.digest(), 0, ID_BYTES);
  }

  /** With its length in front, so that no two lists of texts are one text. */
  private static void add(MessageDigest digest, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    digest.update((bytes.length + ":").getBytes(StandardCharsets.UTF_8));
    digest.update(bytes);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every JDK has SHA-256", impossible);
    }
  }
}
