package dev.tidemark.simulation;

import dev.tidemark.coordinator.Beginning;
import dev.tidemark.coordinator.BookPosition;
import dev.tidemark.coordinator.Entry;
import dev.tidemark.coordinator.Owner;
import dev.tidemark.coordinator.PartitionBounds;
import dev.tidemark.coordinator.Plan;
import dev.tidemark.coordinator.Writer;
import dev.tidemark.lifecycle.Runtime;
import io.vavr.collection.Seq;
import io.vavr.collection.TreeMap;
import io.vavr.collection.Vector;
import io.vavr.control.Option;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** A store that survives every crash, unless the schedule loses it: then there is another. */
final class SimulatedStore {

  Owner owner = new Owner(0, "");
  long saved;
  Option<Runtime> runtime = Option.none();
  Option<Beginning.Resumption> resumption = Option.none();
  final Map<String, BookPosition> books = new LinkedHashMap<>();
  final Map<Writer, Plan> plans = new LinkedHashMap<>();
  final Set<Item> letters = new LinkedHashSet<>();
  final Map<String, Set<Item>> copies = new LinkedHashMap<>();

  Beginning acquire(String id) {
    owner = new Owner(owner.epoch() + 1, id);
    saved = 0;
    return new Beginning(
        runtime, Vector.ofAll(books.values()), resumption, Vector.ofAll(plans.values()), owner);
  }

  boolean save(
      Owner by,
      Entry entry,
      Seq<PartitionBounds> bounds,
      io.vavr.collection.Map<String, Long> generations) {
    if (!by.equals(owner)) {
      return false;
    }
    if (entry.number() <= saved) {
      return true;
    }
    saved = entry.number();
    runtime = Option.some(entry.runtime());
    for (BookPosition book : entry.positions()) {
      books.put(book.writer() + book.partition().text(), book);
    }
    entry
        .start()
        .forEach(
            start ->
                resumption =
                    Option.some(
                        new Beginning.Resumption(
                            start.runId(),
                            start.topology(),
                            start.resolved(),
                            bounds,
                            TreeMap.ofEntries(generations))));
    return true;
  }

  /** Keeps copies of what a sink has set aside, each once. */
  void copy(String sink, java.util.Collection<Item> items) {
    copies.computeIfAbsent(sink, name -> new LinkedHashSet<>()).addAll(items);
  }
}
