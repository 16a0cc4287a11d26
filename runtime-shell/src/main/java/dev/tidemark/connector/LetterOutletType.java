package dev.tidemark.connector;

import dev.tidemark.connector.StageType.Problem;
import java.util.List;

/**
 * How a kind of system takes copies of dead letters: what a flow's {@code dead_letters} may say.
 * Stateless.
 */
public interface LetterOutletType {

  /** The setting of every outlet that names where it is. */
  String CONNECTION = "connection";

  /** The keys of {@code dead_letters}, {@link #CONNECTION} among them. */
  List<Setting> settings();

  /** What is wrong with settings that are each legal on their own. Touches no outside system. */
  default List<Problem> check(Settings settings) {
    return List.of();
  }

  /** What is promised of the copies. */
  Guarantee guarantee(Settings settings);

  /** Where copies go, for people: {@code localhost:9092:orders.dead}. */
  String target(Settings settings);

  /** An outlet that touches nothing yet. */
  LetterOutlet open(String pipeline, Settings settings);
}
