package dev.tidemark.engine;

import dev.tidemark.checkpoint.CheckpointStore;
import dev.tidemark.checkpoint.KeptLetter;
import dev.tidemark.checkpoint.Lease;
import dev.tidemark.checkpoint.LetterFilter;
import dev.tidemark.checkpoint.LetterMark;
import dev.tidemark.checkpoint.LetterState;
import dev.tidemark.checkpoint.SavedPipeline;
import dev.tidemark.coordinator.Assignment;
import dev.tidemark.coordinator.BookPosition;
import dev.tidemark.coordinator.Opening;
import dev.tidemark.coordinator.Partition;
import dev.tidemark.coordinator.Position;
import dev.tidemark.coordinator.PositionOrder;
import dev.tidemark.coordinator.PositionRow;
import io.vavr.collection.Seq;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * Takes dead letters back whose records are read again: a letter is stored before its record is
 * covered, so a crash may leave it behind while the record comes again, maybe to a flow that has
 * been mended and takes it. It waits again when it is refused again. Without this, a replay would
 * bring such a record twice (Delivery 24, 25). Thread-safe.
 */
final class Rereads {

  private static final int PAGE = 500;
  private static final LetterFilter DEALT_WITH_OR_NOT =
      LetterFilter.ALL.in(EnumSet.of(LetterState.WAITING, LetterState.REPLAYED));

  private record Place(String sink, long generation, Partition partition) {}

  private final CheckpointStore store;
  private final Map<Place, List<Position>> places = new ConcurrentHashMap<>();
  private final Set<String> opened = ConcurrentHashMap.newKeySet();

  Rereads(CheckpointStore store) {
    this.store = store;
  }

  /** Where a sink that keeps its own position stands. */
  void opened(String sink, Opening opening) {
    opened.add(sink);
    for (PositionRow row : opening.rows()) {
      add(new Place(sink, opening.generation(), row.partition()), row.position());
    }
  }

  /** Before any of these partitions is read. */
  void before(Lease lease, PositionOrder order, Seq<Assignment> assignments, Instant now) {
    if (store.deadLetters(lease.pipeline(), DEALT_WITH_OR_NOT) == 0) {
      return;
    }
    store.load(lease.pipeline()).map(SavedPipeline::positions).orElse(List.of()).stream()
        .filter(book -> !opened.contains(book.writer().sink()))
        .forEach(this::add);
    Set<Partition> read =
        assignments.toJavaStream().map(Assignment::partition).collect(Collectors.toSet());
    long after = 0;
    List<KeptLetter> page = page(lease, after);
    while (!page.isEmpty()) {
      List<LetterMark> marks = new ArrayList<>();
      for (KeptLetter kept : page) {
        after = kept.number();
        if (read.contains(kept.letter().partition()) && comesAgain(kept, order)) {
          marks.add(new LetterMark(kept.id(), LetterState.REREAD, now, "read again"));
        }
      }
      if (!marks.isEmpty()) {
        store.mark(lease, marks);
      }
      page = page(lease, after);
    }
  }

  private List<KeptLetter> page(Lease lease, long after) {
    return store.letters(lease.pipeline(), DEALT_WITH_OR_NOT, after, PAGE);
  }

  private void add(BookPosition book) {
    add(new Place(book.writer().sink(), book.generation(), book.partition()), book.position());
  }

  private void add(Place place, Position position) {
    places
        .computeIfAbsent(place, each -> new java.util.concurrent.CopyOnWriteArrayList<>())
        .add(position);
  }

  /** Whether it is missing from a load that goes on, and all of these are still before it. */
  private boolean comesAgain(KeptLetter kept, PositionOrder order) {
    boolean goesOn = false;
    for (Map.Entry<String, Long> sink : kept.letter().sinks().entrySet()) {
      Place place = new Place(sink.getKey(), sink.getValue(), kept.letter().partition());
      for (Position position : places.getOrDefault(place, List.of())) {
        goesOn = true;
        if (order.compare(position, kept.letter().position()) > 0) {
          return false;
        }
      }
    }
    return goesOn;
  }
}
