package dev.tidemark.file;

import io.vavr.collection.Vector;
import java.time.Instant;

/**
 * How far a sink of rolled files has come. Immutable.
 *
 * @param sequence the number of the last file that was ended; 0 before the first
 * @param records how many the open file holds
 * @param since when the open file took its first record
 * @param plans the files that were ended and may not have their names yet, in order (Delivery 14)
 */
record Rolling(long sequence, long records, Instant since, Vector<Plan> plans) {

  /** Before the first file. */
  static final Rolling NONE = new Rolling(0, 0, Instant.EPOCH, Vector.empty());

  /**
   * A file that is whole and durable, and is to be given its name.
   *
   * @param sequence its number
   * @param part the hidden file
   * @param sha256 of all of it, in hexadecimal digits
   */
  record Plan(long sequence, Extent part, String sha256) {}

  /** The open file has taken records. */
  Rolling grown(long nextRecords, Instant nextSince) {
    return new Rolling(sequence, nextRecords, nextSince, plans);
  }

  /** The open file is ended. */
  Rolling ended(Extent part, String sha256) {
    Plan plan = new Plan(sequence + 1, part, sha256);
    return new Rolling(sequence + 1, 0, Instant.EPOCH, plans.append(plan));
  }

  /** All files have their names. */
  Rolling published() {
    return new Rolling(sequence, records, since, Vector.empty());
  }
}
