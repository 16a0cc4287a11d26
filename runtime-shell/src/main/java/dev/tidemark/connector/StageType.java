package dev.tidemark.connector;

import java.util.List;

/** What every type of stage says of itself. Found through {@code ServiceLoader}; stateless. */
public sealed interface StageType permits SourceType, SinkType, TransformType {

  /** What a flow's {@code type} names; one word, lower case. A source and a sink may share it. */
  String type();

  /** One line for listings. */
  String description();

  /** The keys of {@code config}, in the order in which help lists them. */
  List<Setting> settings();

  /**
   * What is wrong with settings that are each legal on their own; empty when nothing is. Touches no
   * outside system.
   */
  default List<Problem> check(Settings settings) {
    return List.of();
  }

  /**
   * A problem of one setting.
   *
   * @param setting the key at fault, or empty for the whole configuration
   * @param message what is wrong, what was expected, what to do
   */
  record Problem(String setting, String message) {}
}
