package dev.tidemark.lifecycle;

import java.util.Objects;

/**
 * One step of a pipeline.
 *
 * @param name unique in its pipeline
 * @param kind what it does with records
 * @param boundary what it reads and hands on
 */
public record Stage(String name, StageKind kind, Boundary boundary) {
  /** Takes any values; {@link Pipeline#problems()} judges them. */
  public Stage {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(boundary, "boundary");
  }

  /** A source; its input contract is empty. */
  public static Stage source(String name, String outputContract) {
    return new Stage(name, StageKind.SOURCE, new Boundary("", outputContract));
  }

  /** A transform. */
  public static Stage transform(String name, String inputContract, String outputContract) {
    return new Stage(name, StageKind.TRANSFORM, new Boundary(inputContract, outputContract));
  }

  /** A sink; its output contract is empty. */
  public static Stage sink(String name, String inputContract) {
    return new Stage(name, StageKind.SINK, new Boundary(inputContract, ""));
  }
}
