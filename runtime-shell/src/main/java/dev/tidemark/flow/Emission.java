package dev.tidemark.flow;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** To which of the stages behind it a stage hands each record. Immutable. */
public sealed interface Emission {

  /** All stages that may get a record. */
  List<String> next();

  /** Everything to one stage. */
  record ToOne(String stage) implements Emission {
    @Override
    public List<String> next() {
      return List.of(stage);
    }
  }

  /** Each record to one of several, always the same by its position: shared work. */
  record Shared(List<String> next) implements Emission {}

  /** Everything to each. */
  record Broadcast(List<String> next) implements Emission {}

  /**
   * Each record to one, by the text of an SQL expression over its columns.
   *
   * @param by a column or an expression
   * @param routes value to stage
   * @param otherwise the stage for any other value; without one, such a record is a bad one
   */
  record ByValue(String by, Map<String, String> routes, Optional<String> otherwise)
      implements Emission {
    @Override
    public List<String> next() {
      LinkedHashSet<String> stages = new LinkedHashSet<>(routes.values());
      otherwise.ifPresent(stages::add);
      return List.copyOf(stages);
    }
  }
}
