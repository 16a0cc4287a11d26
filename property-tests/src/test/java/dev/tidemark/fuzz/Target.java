package dev.tidemark.fuzz;

/** Something that reads what a user wrote. Used by one thread. */
interface Target {

  /** One word. */
  String name();

  /** How much of a campaign it gets: the others' shares are counted beside it. */
  int share();

  /** A new input. */
  String fresh(Chance chance);

  /** A changed input; the other one is for pieces of it. */
  String changed(String input, String other, Chance chance);

  /**
   * Reads it and fails on any answer that should not be.
   *
   * @param chance for what goes with the input: rows, sizes of pieces
   * @return what kind of answer it was: an input with a new one is kept, to be changed further
   */
  String check(String input, Chance chance) throws Exception;
}
