package dev.tidemark.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.util.List;
import java.util.function.Predicate;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;

/** Whatever happens to its owners, to the power and to the disk: each record is there once. */
class FileSinkProperties {

  private static final List<String> TARGETS =
      List.of(
          "all.jsonl",
          "all.csv.gz",
          "all-{sequence}.jsonl",
          "all-{sequence}.jsonl.gz",
          "all-{sequence}.csv.gz");
  private static final int STORIES = 2_000;

  @Property(tries = STORIES, shrinking = ShrinkingMode.OFF)
  void everyRecordIsThereOnceWhateverHappens(@ForAll("targets") String target, @ForAll long seed) {
    tell(seed, target, sync -> false);
  }

  @Provide
  Arbitrary<String> targets() {
    return Arbitraries.of(TARGETS);
  }

  private static void tell(long seed, String target, Predicate<String> careless) {
    SinkStory story = new SinkStory(seed, target, careless);
    try {
      story.play();
    } catch (Exception | AssertionError e) {
      throw new AssertionError(
          "seed " + seed + ", " + target + ": " + e.getMessage() + "\n" + story, e);
    }
  }

  /** Each sync is there for a reason: without it, some story ends badly. */
  @Example
  void aMissingSyncIsFound() {
    assertFound("of rows, whole", "all.jsonl", sync -> sync.matches("sync .*\\d\\.part"));
    assertFound(
        "of rows, rolled", "all-{sequence}.jsonl", sync -> sync.matches("sync .*\\d\\.part"));
    assertFound("of dead letters", "all.jsonl", sync -> sync.endsWith("letters.part"));
    assertFound("of the sidecar", "all.jsonl", sync -> sync.endsWith(".json.tmp"));
    assertFound("of the folder, whole", "all.jsonl", "sync folder /data/out"::equals);
    assertFound("of the folder, rolled", "all-{sequence}.jsonl", "sync folder /data/out"::equals);
    assertFound("of the folder's folder", "all.jsonl", "sync folder /data"::equals);
    assertFound("of the folders above", "all.jsonl", "sync folder /"::equals);
  }

  private static void assertFound(String what, String target, Predicate<String> careless) {
    for (long seed = 1; seed <= STORIES; seed++) {
      try {
        tell(seed, target, careless);
      } catch (AssertionError found) {
        assertThat(found).hasMessageContaining("seed " + seed);
        return;
      }
    }
    fail("nobody misses the sync " + what);
  }
}
