package dev.tidemark.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.coordinator.Effect;
import dev.tidemark.coordinator.Event;
import dev.tidemark.coordinator.Outcome;
import dev.tidemark.engine.EffectListener;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Ends the process just before and just after each type of effect, then runs again: the targets are
 * those of an undisturbed run. The types come from {@link Effect} itself, so that a new one is
 * covered or complained about.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Execution(ExecutionMode.CONCURRENT)
class HaltAtBoundariesIT {

  private static final int RECORDS = 1_500;
  private static final int OFTEN = 8;

  /** An earlier owner stands in the targets and not in the store: only after a store was lost. */
  private static final Set<String> ADOPTING = Set.of("RaiseEpoch");

  /** Only where a stopped run goes on. */
  private static final Set<String> RESUMING = Set.of("RecallLetters");

  /** Not carried out by a lane, so no listener hears of them: they change nothing outside. */
  private static final Set<String> UNHEARD = Set.of("Release", "Wake", "Stop");

  /** For sinks that plan and for commits whose answer is lost; neither is in this flow. */
  private static final Set<String> ELSEWHERE = Set.of("SavePlan", "Publish", "LookUp");

  private final Map<String, Integer> counts = new ConcurrentHashMap<>();
  private final Set<String> hit = ConcurrentHashMap.newKeySet();

  private Path folder = Path.of("");
  private Targets undisturbed = new Targets(List.of(), List.of(), List.of());
  private List<String> storedLetters = List.of();

  @BeforeAll
  void runUndisturbed(@TempDir Path temporary) throws Exception {
    folder = temporary;
    try (Workspace space = space("undisturbed")) {
      EffectListener counting =
          new EffectListener() {
            @Override
            public void after(Effect effect, Event event) {
              counts.merge(effect.getClass().getSimpleName(), 1, Integer::sum);
            }
          };
      assertThat(RunFlow.run(space.flow(), space.store(), counting))
          .isInstanceOf(Outcome.Completed.class);
      undisturbed = space.targets();
      storedLetters = letters(space);
    }
    assertThat(undisturbed.listing()).hasSize(RECORDS);
    assertThat(undisturbed.letters()).hasSizeBetween(5, 500);
    assertThat(undisturbed.rows()).hasSize(RECORDS - undisturbed.letters().size());
  }

  @Test
  void everyTypeOfEffectIsCoveredOrNamed() {
    Set<String> all = new TreeSet<>();
    for (Class<?> type : Effect.class.getPermittedSubclasses()) {
      all.add(type.getSimpleName());
    }
    Set<String> covered = new TreeSet<>(counts.keySet());
    covered.addAll(ADOPTING);
    covered.addAll(RESUMING);
    covered.addAll(UNHEARD);
    covered.addAll(ELSEWHERE);
    assertThat(covered).isEqualTo(all);
    assertThat(counts).doesNotContainKeys("RaiseEpoch", "SavePlan", "Publish", "LookUp");
  }

  Stream<Boundary> boundaries() {
    List<Boundary> all = new ArrayList<>();
    for (Map.Entry<String, Integer> type : new TreeMap<>(counts).entrySet()) {
      // Of both sinks where there is one for each; else early, and once all is under way.
      int count = Boundary.sure(type.getKey(), type.getValue());
      int second = count < OFTEN ? Math.min(2, count) : 4;
      for (int ordinal : new TreeSet<>(List.of(1, second))) {
        all.add(Boundary.before(type.getKey(), ordinal));
        all.add(Boundary.after(type.getKey(), ordinal));
      }
    }
    all.add(new Boundary("Save", true, 1, "Finish"));
    all.add(new Boundary("Save", false, 1, "Finish"));
    return all.stream();
  }

  @ParameterizedTest
  @MethodSource("boundaries")
  @Execution(ExecutionMode.CONCURRENT)
  void aHaltChangesNothing(Boundary boundary) throws Exception {
    try (Workspace space = space(boundary.toString().replace('/', '-'))) {
      haltAt(space, boundary);
      complete(space, boundary);
      assertThat(letters(space)).containsExactlyInAnyOrderElementsOf(storedLetters);
    }
  }

  Stream<Boundary> resuming() {
    return RESUMING.stream()
        .flatMap(type -> Stream.of(Boundary.before(type, 1), Boundary.after(type, 2)));
  }

  @ParameterizedTest
  @MethodSource("resuming")
  @Execution(ExecutionMode.CONCURRENT)
  void aHaltChangesNothingWhileAStoppedRunIsResumed(Boundary boundary) throws Exception {
    try (Workspace space = space("resuming-" + boundary.toString().replace('/', '-'))) {
      haltAt(space, Boundary.before("CopyLetters", 2));
      haltAt(space, boundary);
      complete(space, boundary);
      assertThat(letters(space)).containsExactlyInAnyOrderElementsOf(storedLetters);
    }
  }

  Stream<Boundary> adopting() {
    return ADOPTING.stream()
        .flatMap(type -> Stream.of(Boundary.before(type, 1), Boundary.after(type, 1)));
  }

  @ParameterizedTest
  @MethodSource("adopting")
  @Execution(ExecutionMode.CONCURRENT)
  void aHaltChangesNothingWhereTheStoreWasLost(Boundary boundary) throws Exception {
    try (Workspace space = space("adopting-" + boundary.toString().replace('/', '-'))) {
      haltAt(space, Boundary.after("Write", 6));
      space.deleteStore();
      haltAt(space, boundary);
      complete(space, boundary);
    }
  }

  private void haltAt(Workspace space, Boundary boundary) {
    Child child = space.listened("halt", boundary.toString());
    assertThat(child.exit())
        .as("halted at %s: %s", boundary, child.said())
        .isEqualTo(RunFlow.HALTED);
    hit.add(boundary.toString());
  }

  private void complete(Workspace space, Boundary boundary) throws Exception {
    Outcome outcome = RunFlow.run(space.flow(), space.store(), EffectListener.NONE);
    assertThat(outcome)
        .as(boundary.toString())
        .isInstanceOfAny(Outcome.Completed.class, Outcome.UpToDate.class);
    Targets after = space.targets();
    assertThat(after.rows()).as("rows, %s", boundary).isEqualTo(undisturbed.rows());
    assertThat(after.letters()).as("letters, %s", boundary).isEqualTo(undisturbed.letters());
    assertThat(after.listing()).as("listing, %s", boundary).isEqualTo(undisturbed.listing());
  }

  private static List<String> letters(Workspace space) {
    return space
        .books()
        .rows(
            "SELECT stage, partition_name, position, ordinal, reason FROM dead_letter"
                + " ORDER BY 1, 2, 3, 4");
  }

  /** With lines that are no records, and records that the table refuses. */
  private Workspace space(String name) throws Exception {
    Workspace space = new Workspace(folder.resolve(name));
    List<String> lines = new ArrayList<>(Packages.reduced(RECORDS));
    for (int at : List.of(1450, 1100, 555, 130)) {
      lines.add(at, "{\"package\": \"cut sho");
    }
    space.write("packages.jsonl", lines);
    space.flow(SampleFlow.job(SampleFlow.UNTHROTTLED));
    Files.createDirectories(space.path("out"));
    space
        .database()
        .execute(
            "CREATE TABLE packages (package TEXT, version TEXT, section TEXT,"
                + " installed_kb INTEGER CHECK (installed_kb < 200000))");
    return space;
  }

  @AfterAll
  void tell() {
    System.out.println("effects of an undisturbed run: " + new TreeMap<>(counts));
    System.out.println("halted at " + hit.size() + " boundaries: " + new TreeSet<>(hit));
    System.out.println("not in this flow: " + ELSEWHERE + ", heard by no listener: " + UNHEARD);
  }
}
