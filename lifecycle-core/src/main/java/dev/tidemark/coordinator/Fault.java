package dev.tidemark.coordinator;

/**
 * What is at fault when something can't be done. It says who has to mend what, and is for people;
 * what the coordinator does next is decided by {@link Trouble.Kind}.
 */
public enum Fault {
  /** A system doesn't answer, or is busy: a database that is locked, a server that is down. */
  AWAY,
  /** A disk takes no more: no space is left, a limit is reached, or it fails. */
  FULL,
  /** Something may not be read or written by this user. */
  DENIED,
  /** What a stage names isn't there: a file, a table, a column. */
  MISSING,
  /** A system refuses for a reason of its own, and would refuse again. */
  SYSTEM,
  /** The flow doesn't work with what it finds: columns that its stages don't expect. */
  FLOW,
  /** To load again would repeat rows, and nobody has agreed to that. */
  REPEATS,
  /** The target doesn't fit what comes, or belongs to somebody else. */
  MISFIT,
  /** The target isn't where it was left: it was put back, or has lost its position. */
  WENT_BACK,
  /** The target has lost what was written to it, or is damaged. */
  LOST_DATA,
  /** The source isn't what it was when the run began. */
  SOURCE_CHANGED,
  /** The source can't be read to its end, or in order. */
  SOURCE_DAMAGED,
  /** A record is bad, and its stage says to stop then. */
  RECORD,
  /** More records were set aside than a run may set aside. */
  LETTERS,
  /** Another owner has taken over. */
  OWNER,
  /** The store is busy or gone for the moment. */
  STORE_AWAY,
  /** The store can't be written, or not be found. */
  STORE_UNUSABLE,
  /** The store was written by a newer version. */
  STORE_NEWER,
  /** The store is damaged, or no store at all. */
  STORE_FOREIGN,
  /** The process has too little memory. */
  MEMORY,
  /** A mistake in this program or in a connector. */
  BUG
}
