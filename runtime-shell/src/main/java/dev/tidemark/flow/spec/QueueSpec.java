package dev.tidemark.flow.spec;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * What a flow says of one of its queues.
 *
 * @param path where it is written: {@code queues[0]}
 * @param capacity in records; empty for the default
 * @param schema the contract of its records
 */
public record QueueSpec(
    String path, String name, OptionalInt capacity, Type type, Optional<SchemaSpec> schema) {

  /** How records are held. */
  public enum Type {
    UNSPECIFIED,
    IN_MEMORY,
    MPSC,
    MPMC
  }

  /**
   * A contract in a registry.
   *
   * @param version 0 for the active one
   * @param registryUrl empty for the default one
   */
  public record SchemaSpec(Format format, String schemaId, long version, String registryUrl) {

    /** What the pipeline's boundaries call it: {@code orders@2}. */
    public String contract() {
      return schemaId + "@" + (version == 0 ? "active" : Long.toString(version));
    }
  }

  /** In what a schema is written. */
  public enum Format {
    UNSPECIFIED,
    ARROW,
    PROTOBUF,
    FLATBUFFERS,
    JSON,
    AVRO,
    PARQUET
  }
}
