package dev.tidemark.checkpoint;

import static dev.tidemark.checkpoint.Histories.PIPELINE;
import static dev.tidemark.checkpoint.Histories.entry;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.lifecycle.Retention;
import dev.tidemark.lifecycle.Runtime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** Whatever has happened, saved at whichever moments, is loaded equal. */
class CheckpointStoreProperties {

  private static final Retention TIGHT = new Retention(5, 3);

  @Property(tries = 300)
  void memoryGivesBackWhatWasSaved(
      @ForAll("histories") List<Histories.Step> steps,
      @ForAll @IntRange(min = 1, max = 9) int stride) {
    try (CheckpointStore store = new StoreUrl("memory:").open()) {
      saveAndLoad(store, steps, stride);
    }
  }

  @Property(tries = 60)
  void sqliteGivesBackWhatWasSaved(
      @ForAll("histories") List<Histories.Step> steps,
      @ForAll @IntRange(min = 1, max = 9) int stride)
      throws IOException {
    Path folder = Files.createTempDirectory("tidemark-store");
    try (CheckpointStore store = new StoreUrl(folder.resolve("state.db").toString()).open()) {
      saveAndLoad(store, steps, stride);
    } finally {
      delete(folder);
    }
  }

  @Provide
  Arbitrary<List<Histories.Step>> histories() {
    return Histories.steps().list().ofMinSize(5).ofMaxSize(60);
  }

  private static void saveAndLoad(CheckpointStore store, List<Histories.Step> steps, int stride) {
    Lease lease = CheckpointStoreContract.own(store);
    Runtime runtime = Runtime.of(PIPELINE).retaining(TIGHT);
    for (int i = 0; i < steps.size(); i++) {
      runtime = steps.get(i).apply(runtime, i);
      if (i % stride == 0) {
        store.save(lease, entry(i + 1, runtime));
        assertThat(store.load(PIPELINE, TIGHT).orElseThrow().runtime()).isEqualTo(runtime);
        assertThat(store.load(PIPELINE.name()).orElseThrow().runtime().signature())
            .isEqualTo(runtime.signature());
      }
    }
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
