package dev.tidemark.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.coordinator.Partition;
import dev.tidemark.coordinator.PositionRow;
import dev.tidemark.coordinator.RunSpec.Keeping;
import dev.tidemark.coordinator.RunSpec.OnRefusal;
import dev.tidemark.coordinator.Writer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What must hold at the end of every schedule. */
final class Expectations {

  private final World world;
  private final boolean storeLost;

  Expectations(World world, boolean storeLost) {
    this.world = world;
    this.storeLost = storeLost;
  }

  void hold() {
    for (SimulatedSink sink : world.sinks.values()) {
      effects(sink);
      order(sink);
      assertThat(sink.fallen).as("positions that fell at " + sink.spec.name()).isZero();
      if (sink.spec.keeping() == Keeping.SINK) {
        covered(sink);
      }
      if (!storeLost) {
        books(sink);
      }
    }
    if (!storeLost) {
      unreadable();
    }
  }

  private List<Item> expected(SimulatedSink sink, boolean dead) {
    List<Item> items = new ArrayList<>();
    for (var length : world.scenario.lengths.entrySet()) {
      Partition partition = length.getKey();
      if (!world.scenario.spec.source(partition.source()).sinks().contains(sink.spec.name())) {
        continue;
      }
      for (int record = 0; record < length.getValue(); record++) {
        if (world.scenario.refused(sink.spec.name(), partition, record) == dead) {
          add(items, sink, partition, record);
        }
      }
    }
    return items;
  }

  private void add(List<Item> items, SimulatedSink sink, Partition partition, int record) {
    for (int lane = 0; lane < sink.spec.lanes(); lane++) {
      int rows = world.scenario.rows(new Writer(sink.spec.name(), lane), partition, record);
      for (int ordinal = 0; ordinal < rows; ordinal++) {
        items.add(new Item(partition.text(), record, ordinal));
      }
    }
  }

  /** Each record took effect exactly once, or is a dead letter exactly once. */
  private void effects(SimulatedSink sink) {
    List<Item> expected = expected(sink, false);
    List<Item> dead = sink.spec.onRefusal() == OnRefusal.DROP ? List.of() : expected(sink, true);
    String name = sink.spec.toString();
    switch (sink.spec.keeping()) {
      case SINK -> {
        assertThat(sink.visible).as(name).containsExactlyInAnyOrderElementsOf(expected);
        assertThat(sink.letters).as("letters of " + name).containsExactlyInAnyOrderElementsOf(dead);
        if (!storeLost) {
          assertThat(world.store.copies.getOrDefault(sink.spec.name(), Set.of()))
              .as("copies of the letters of " + name)
              .containsExactlyInAnyOrderElementsOf(dead);
        }
      }
      case PLAN -> {
        assertThat(sink.visible).as(name).containsExactlyInAnyOrderElementsOf(expected);
        assertThat(sink.outside).as("letters of " + name).containsExactlyInAnyOrderElementsOf(dead);
      }
      case STORE -> {
        assertThat(sink.visible).as(name).containsAll(expected);
        Set<Item> distinct = new LinkedHashSet<>(sink.visible);
        assertThat(distinct).as(name).containsExactlyInAnyOrderElementsOf(expected);
      }
    }
  }

  private void order(SimulatedSink sink) {
    if (sink.spec.keeping() == Keeping.STORE || sink.spec.lanes() > 1) {
      return;
    }
    Map<String, Integer> last = new HashMap<>();
    for (Item item : sink.visible) {
      Integer before = last.put(item.partition(), item.record());
      assertThat(before == null ? -1 : before)
          .as("order within " + item.partition())
          .isLessThanOrEqualTo(item.record());
    }
  }

  /** Every lane knows that it is covered to the end, records or none. */
  private void covered(SimulatedSink sink) {
    for (PositionRow row : sink.standing().rows()) {
      assertThat(row.position().text())
          .as(sink.spec.name() + " in " + row)
          .isEqualTo(world.scenario.lengths.get(row.partition()).toString());
    }
  }

  /** The books and the telemetry agree with the sinks. */
  private void books(SimulatedSink sink) {
    var runtime = world.store.runtime.get();
    long counted =
        runtime
            .resumePoint(sink.spec.name())
            .map(point -> point.watermark().offset())
            .getOrElse(0L);
    long written = expected(sink, false).size();
    assertThat(runtime.lifecycle().label()).isEqualTo("completed");
    if (runtime.ledger().runs() == 1) {
      assertThat(counted).as("records in the books of " + sink.spec.name()).isEqualTo(written);
    }
    for (PositionRow row : sink.standing().rows()) {
      var book =
          world.store.books.get(new Writer(sink.spec.name(), row.lane()) + row.partition().text());
      assertThat(book.position()).isEqualTo(row.position());
      assertThat(book.records()).isEqualTo(row.records());
    }
  }

  private void unreadable() {
    List<Item> expected = new ArrayList<>();
    for (var length : world.scenario.lengths.entrySet()) {
      for (int record = 0; record < length.getValue(); record++) {
        if (world.scenario.unreadable(length.getKey(), record)) {
          expected.add(new Item(length.getKey().text(), record, -1));
        }
      }
    }
    assertThat(world.store.letters).containsExactlyInAnyOrderElementsOf(expected);
  }
}
