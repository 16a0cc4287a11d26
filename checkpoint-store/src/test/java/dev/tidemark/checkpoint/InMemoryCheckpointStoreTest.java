package dev.tidemark.checkpoint;

import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

class InMemoryCheckpointStoreTest extends CheckpointStoreContract {

  private final InMemoryCheckpointStore memory = new InMemoryCheckpointStore(clock);

  @Override
  CheckpointStore connect() {
    return memory.sharing();
  }

  @Property(tries = 200)
  void anyHistory(
      @ForAll("stories") List<Histories.Step> steps,
      @ForAll @IntRange(min = 1, max = 7) int stride) {
    anyHistoryIsLoadedEqual(new InMemoryCheckpointStore(clock), steps, stride);
  }

  @Provide
  Arbitrary<List<Histories.Step>> stories() {
    return histories();
  }
}
