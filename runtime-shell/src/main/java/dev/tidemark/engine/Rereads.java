package dev.tidemark.engine;

import dev.tidemark.checkpoint.CheckpointStore;
import dev.tidemark.checkpoint.KeptLetter;
import dev.tidemark.checkpoint.Lease;
import dev.tidemark.checkpoint.LetterFilter;
import dev.tidemark.checkpoint.LetterMark;
import dev.tidemark.checkpoint.LetterPages;
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
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;

/**
 * Takes dead letters back whose records are read again: a letter is stored before its record is
 * covered, so a crash may leave it behind while the record comes again, maybe to a flow that has
 * been mended and takes it. It waits again when it is refused again. Without this, a replay would
 * bring such a record twice (Delivery 24, 25). Thread-safe.
 */
final class Rereads {

  private static final LetterFilter DEALT_WITH_OR_NOT =
      LetterFilter.ALL.in(EnumSet.of(LetterState.WAITING, LetterState.REPLAYED));

  private record Place(String sink, long generation, Partition partition) {}

  private final CheckpointStore store;
  private final Map<Place, List<Position>> places = new ConcurrentHashMap<>();
  private final Set<String> opened = ConcurrentHashMap.newKeySet();
  private final Set<String> assigned = ConcurrentHashMap.newKeySet();

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

  /**
   * Before any of these partitions is read. Only a source's first can have letters: those that
   * appear later are new.
   */
  void before(Lease lease, PositionOrder order, Seq<Assignment> assignments, Instant now) {
    Set<Partition> read =
        assignments.toJavaStream().map(Assignment::partition).collect(Collectors.toSet());
    Set<String> sources = read.stream().map(Partition::source).collect(Collectors.toSet());
    if (!assigned.containsAll(sources)) {
      takeBack(lease, order, read, now);
      // Only now: until it is done, it is done again with each attempt.
      assigned.addAll(sources);
    }
  }

  private void takeBack(Lease lease, PositionOrder order, Set<Partition> read, Instant now) {
    if (store.deadLetters(lease.pipeline(), DEALT_WITH_OR_NOT) == 0) {
      return;
    }
    store.load(lease.pipeline()).map(SavedPipeline::positions).orElse(List.of()).stream()
        .filter(book -> !opened.contains(book.writer().sink()))
        .forEach(this::add);
    LetterPages pages = new LetterPages(store, lease.pipeline(), DEALT_WITH_OR_NOT, Long.MAX_VALUE);
    for (List<KeptLetter> page = pages.next(); !page.isEmpty(); page = pages.next()) {
      List<LetterMark> marks =
          page.stream()
              .filter(kept -> read.contains(kept.letter().partition()) && comesAgain(kept, order))
              .map(kept -> new LetterMark(kept.id(), LetterState.REREAD, now, "read again"))
              .toList();
      if (!marks.isEmpty()) {
        store.mark(lease, marks);
      }
    }
  }

  private void add(BookPosition book) {
    add(new Place(book.writer().sink(), book.generation(), book.partition()), book.position());
  }

  private void add(Place place, Position position) {
    places.computeIfAbsent(place, each -> new CopyOnWriteArrayList<>()).add(position);
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
