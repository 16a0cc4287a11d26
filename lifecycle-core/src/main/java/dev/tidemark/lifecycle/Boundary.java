package dev.tidemark.lifecycle;

import java.util.Objects;

/**
 * What a stage reads and what it hands on, each by the name of a contract.
 *
 * @param inputContract what it reads; empty for a source, which reads no other stage
 * @param outputContract what it hands on; empty for a sink, which no stage reads
 */
public record Boundary(String inputContract, String outputContract) {
  /** Takes any text; {@link Pipeline#problems()} judges it. */
  public Boundary {
    Objects.requireNonNull(inputContract, "inputContract");
    Objects.requireNonNull(outputContract, "outputContract");
  }
}
