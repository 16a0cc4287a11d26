package dev.tidemark.checkpoint;

import dev.tidemark.coordinator.BookPosition;
import dev.tidemark.coordinator.Move;
import dev.tidemark.coordinator.Partition;
import dev.tidemark.coordinator.Plan;
import dev.tidemark.coordinator.Position;
import java.util.HashMap;
import java.util.Map;

/** When a stored plan has had its day (Delivery 14). */
final class PlanConfirmation {

  private PlanConfirmation() {}

  /**
   * Whether its writer's books stand where the plan ends, in its generation and in every partition
   * that it moves.
   */
  static boolean confirmed(Plan plan, Iterable<BookPosition> books) {
    Map<Partition, Position> left = new HashMap<>();
    for (Move move : plan.moves()) {
      left.put(move.partition(), move.to());
    }
    for (BookPosition book : books) {
      if (book.writer().equals(plan.writer()) && book.generation() == plan.generation()) {
        left.remove(book.partition(), book.position());
      }
    }
    return left.isEmpty();
  }
}
