package dev.tidemark.coordinator;

import dev.tidemark.coordinator.Segment.Fate;
import io.vavr.collection.Queue;
import io.vavr.collection.Seq;
import io.vavr.collection.Vector;
import io.vavr.control.Option;

/** Lining segments up, taking them for a write, and cutting them in two. */
final class Segments {

  private Segments() {}

  /** Adds a segment; coverage without rows is joined to coverage before it. */
  static Queue<Segment> append(Queue<Segment> queue, Segment segment) {
    if (segment.rows() == 0 && queue.nonEmpty()) {
      Segment last = queue.last();
      if (last.rows() == 0
          && last.fate() == Fate.WRITE
          && last.partition().equals(segment.partition())) {
        return queue.dropRight(1).enqueue(joined(last, segment));
      }
    }
    return queue.enqueue(segment);
  }

  private static Segment joined(Segment left, Segment right) {
    return new Segment(
        right.batch(),
        left.partition(),
        0,
        0,
        left.from(),
        right.to(),
        0,
        left.read() + right.read(),
        left.eventTime().isAfter(right.eventTime()) ? left.eventTime() : right.eventTime(),
        Fate.WRITE,
        "",
        0);
  }

  /** The segments of the next write, from the head: one that stands alone, or several together. */
  static Seq<Segment> next(Queue<Segment> queue, int records) {
    Vector<Segment> taken = Vector.empty();
    int rows = 0;
    for (Segment segment : queue) {
      boolean together = segment.fate() == Fate.WRITE;
      boolean fits = taken.isEmpty() || (together && rows + segment.rows() <= records);
      if (!fits) {
        return taken;
      }
      taken = taken.append(segment);
      rows += segment.rows();
      if (!together) {
        return taken;
      }
    }
    return taken;
  }

  /**
   * Cuts a segment in two between records, near the middle; none when its rows all come from one
   * record.
   */
  static Option<Seq<Segment>> halves(Segment segment, Event.Rows rows, Event.Cuts cuts) {
    int middle = segment.fromRow() + segment.rows() / 2;
    int cut = middle;
    while (cut < segment.toRow() && (cut == 0 || rows.origin(cut) == rows.origin(cut - 1))) {
      cut++;
    }
    if (cut >= segment.toRow()) {
      cut = middle;
      while (cut > segment.fromRow() && rows.origin(cut) == rows.origin(cut - 1)) {
        cut--;
      }
    }
    if (cut <= segment.fromRow() || cut >= segment.toRow()) {
      return Option.none();
    }
    int record = rows.origin(cut);
    Position at = cuts.before(record);
    return Option.some(Vector.of(segment.before(cut, record, at), segment.after(cut, record, at)));
  }
}
