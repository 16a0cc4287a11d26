package dev.tidemark.connector;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A record as it stands in the system that it came from.
 *
 * @param key empty where it has none
 * @param value empty where it has none
 * @param headers in order; a name may occur more than once
 * @param timestamp the record's own, where it has one
 */
public record OriginalRecord(
    Optional<byte[]> key,
    Optional<byte[]> value,
    List<Header> headers,
    Optional<Instant> timestamp) {

  /**
   * What came beside the value.
   *
   * @param value empty where it has none
   */
  public record Header(String name, Optional<byte[]> value) {}
}
