package dev.tidemark.benchmarks.jobs;

import java.util.List;
import java.util.Map;

/** What is to be done, and how it is seen that it was. */
interface Job {
  /** J1 to J6. */
  String name();

  /** In a few words. */
  String title();

  /** Who does it; the limit comes first. */
  List<Entrant> entrants();

  /** How many records come in. */
  long records(Entrant entrant);

  /** Makes ready for one turn: an empty target. The settings of its task. */
  Map<String, String> prepare(Entrant entrant) throws Exception;

  /**
   * Looks at what the turn has written, and clears it away.
   *
   * @throws IllegalStateException if it isn't what it has to be
   */
  void check(Entrant entrant) throws Exception;
}
