package dev.tidemark.simulation;

import static dev.tidemark.simulation.Mutant.ofBooks;
import static dev.tidemark.simulation.Mutant.ofCore;
import static dev.tidemark.simulation.Mutant.ofEngine;
import static dev.tidemark.simulation.Mutant.ofWorld;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Mistakes that people make: the simulation finds each, when it is made on purpose. */
@Execution(ExecutionMode.CONCURRENT)
class MutantsTest {

  private static final Path ROOT = Path.of("").toAbsolutePath().getParent();
  private static final int MOST = 30_000;
  private static final Map<String, String> FOUND = new ConcurrentSkipListMap<>();

  @ParameterizedTest
  @MethodSource("mutants")
  void simulationFindsIt(Mutant mutant, @TempDir Path folder) throws Exception {
    String found;
    try (MutantWorld world = MutantWorld.of(mutant, ROOT, folder)) {
      found = world.hunt(1, MOST);
    }
    FOUND.put(mutant.name(), found);
    assertThat(found).as("no schedule of %,d finds: %s", MOST, mutant).isNotEmpty();
  }

  @AfterAll
  static void tell() {
    StringBuilder table = new StringBuilder("schedules until each mistake was found:\n");
    FOUND.forEach((name, found) -> table.append("%-52s %s%n".formatted(name, found)));
    System.out.println(table);
  }

  static Stream<Mutant> mutants() {
    return Stream.of(ofPositions(), ofWrites(), ofMemory(), ofOwners(), ofLetters(), ofReplays())
        .flatMap(List::stream);
  }

  private static List<Mutant> ofPositions() {
    return List.of(
        ofCore(
            "acknowledge what was read, not what is confirmed",
            "Saving",
            "Place least = draft.least(source, partition);",
            "Place least = Place.at(state.read());"),
        ofCore(
            "acknowledge before the books are saved",
            "Saving",
            "      advance(draft);\n      save(draft, Option.none(), patient(draft));",
            "      advance(draft);\n      acknowledge(draft, acknowledgeable(draft));\n"
                + "      save(draft, Option.none(), patient(draft));"),
        ofCore(
            "greatest instead of least position",
            "Draft",
            "order.compare(left.position(), right.position()) <= 0 ? left : right",
            "order.compare(left.position(), right.position()) >= 0 ? left : right"),
        ofCore(
            "batches not cut at saved positions", "Arrivals", "cuts.toVector()", "Vector.empty()"),
        ofCore(
            "idle branch not covered",
            "Flowing",
            "for (Writer writer : batch.writers()) {\n      BatchRead read",
            "for (Writer writer : holders) {\n      BatchRead read"),
        ofCore(
            "bounds resolved again on resume",
            "Startup",
            "return draft.resuming\n        ? draft",
            "return draft.owner.id().isEmpty()\n        ? draft"),
        ofCore(
            "drain acknowledges early",
            "Ending",
            "draft.draining = Option.some(event.reason());",
            "draft.draining = Option.some(event.reason());\n"
                + "      draft.sources.forEach((name, source) -> draft.emit(\n"
                + "          new Effect.Acknowledge(\n"
                + "              name, source.partitions().mapValues(each -> each.read()))));"));
  }

  private static List<Mutant> ofWrites() {
    return List.of(
        ofCore(
            "unknown commit taken as failed",
            "Writing",
            "} else if (standsAt(write, standing, true)) {",
            "} else if (standing.complete() && standsAt(write, standing, true)) {"),
        ofCore(
            "unknown commit taken as done",
            "Retrying",
            "draft.emit(new Effect.LookUp(write.writer()));",
            "Writing.written(draft, new Event.Written(write.writer(), write.number(), 0));"),
        ofCore(
            "refused batch set aside as a whole",
            "Writing",
            "if (halves.isDefined()) {",
            "if (halves.isDefined() && segment.rows() < 0) {"),
        ofCore(
            "stored plan replaced before its books are saved",
            "Writing",
            "return draft.spec.sink(name.sink()).keeping() == Keeping.PLAN\n        && draft",
            "return draft.spec.sink(name.sink()).keeping() == Keeping.SINK\n        && draft"),
        ofCore(
            "stored plan not finished after a crash",
            "Startup",
            "draft.beginning.plans().filter(plan -> Memory.pending(draft, plan));",
            "draft.beginning.plans().filter(plan -> plan.content().isEmpty());"),
        ofEngine(
            "lanes not by the key",
            "Interpreter",
            "return keeping(sink).laneColumns().orElse(List.of());",
            "return List.of();"));
  }

  private static List<Mutant> ofMemory() {
    return List.of(
        ofBooks(
            "retention forgets a replayable key",
            "Ledger",
            "retention.keysPerSink(), least);\n    Array",
            "retention.keysPerSink(), Long.MAX_VALUE);\n    Array"),
        ofCore(
            "forget to reconcile the sinks",
            "Decision",
            "Reconciling.reconcile(draft, partition -> true);",
            "Reconciling.reconcile(draft, partition -> false);"),
        ofCore(
            "forget to reconcile the sources",
            "Decision",
            "Reconciling.reconcileSources(draft, partition -> true);",
            "Reconciling.reconcileSources(draft, partition -> false);"),
        ofCore(
            "target that went back taken as it is",
            "Reconciling",
            "order(place._1).compare(place._2.position(), each.position()) < 0",
            "order(place._1).compare(place._2.position(), each.position()) < -9"),
        ofCore(
            "target in an earlier load taken for one not yet opened",
            "Reconciling",
            "if (earlier && (moved || ",
            "if (earlier && sink.name().isEmpty() && (moved || "),
        ofCore(
            "flow changed away from a barrier",
            "Decision",
            "|| !changed(draft) || barrier(draft, ended)) {",
            "|| !changed(draft) || barrier(draft, ended) || !draft.resuming || draft.resuming) {"),
        ofCore(
            "lane count changed away from a barrier",
            "Decision",
            "return goesOn && !standing.level() ? standing.lanes() : sink.lanes();",
            "return goesOn && standing.lanes() < 0 ? standing.lanes() : sink.lanes();"),
        ofCore(
            "drain ends away from a barrier",
            "Ending",
            "if (!barrier || !quiet",
            "if ((!barrier && draft.draining.isEmpty()) || !quiet"));
  }

  private static List<Mutant> ofOwners() {
    return List.of(
        ofWorld(
            "sink skips the owner's check",
            "Target",
            "if (!owner.equals(standing.owner())) {\n      throw",
            "if (owner.id().isEmpty()) {\n      throw"),
        ofCore(
            "epoch not raised over the sinks'",
            "Startup",
            "if (greatest >= draft.owner.epoch()) {",
            "if (greatest >= draft.owner.epoch() + 1_000_000) {"),
        ofCore(
            "dropped target taken for an empty load",
            "Decision",
            "return sink.keeping() == Keeping.SINK && standing.empty()",
            "return sink.keeping() == Keeping.STORE && standing.empty()"));
  }

  private static List<Mutant> ofLetters() {
    return List.of(
        ofEngine(
            "dead letter not in the sink's transaction",
            "Interpreter",
            "Letters.ofWrite(effect, batches, stamp()));",
            "List.of());"),
        ofCore(
            "dead letter of a stage not kept before the write",
            "Flowing",
            "boolean ready = event.letters() == 0;",
            "boolean ready = event.letters() >= 0;"),
        ofCore(
            "dead letters not recalled after a crash",
            "Startup",
            "draft.resuming ? draft.spec.sinks().map(SinkSpec::name).toVector() : Vector.empty();",
            "draft.owner.id().isEmpty() ? names : Vector.empty();"),
        ofCore(
            "dead letters not counted again after a crash",
            "Startup",
            "Writing.lettersKnown(draft, event.letters());",
            "Writing.lettersKnown(draft, 0);"));
  }

  private static List<Mutant> ofReplays() {
    return List.of(
        ofWorld(
            "replay of a dead letter twice",
            "Target",
            "if (applied.putIfAbsent(letter, variant) != null) {",
            "if (applied.putIfAbsent(letter, variant) != null && items.isEmpty()) {"),
        ofEngine(
            "letter put back when one of its sinks has it",
            "ReplayWriting",
            "return verdicts.size() == rows.size();",
            "return !verdicts.isEmpty();"),
        ofEngine(
            "letter put back while its record is still to come",
            "Aims",
            "place.generation() < missing.getValue() || !isPast(place, letter)",
            "place.generation() < missing.getValue()"),
        ofEngine(
            "letters of records that come again not taken back",
            "Rereads",
            "if (!assigned.containsAll(sources)) {",
            "if (sources.isEmpty()) {"));
  }
}
