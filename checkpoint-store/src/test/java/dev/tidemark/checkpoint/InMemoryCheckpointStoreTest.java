package dev.tidemark.checkpoint;

class InMemoryCheckpointStoreTest extends CheckpointStoreContract {

  private final InMemoryCheckpointStore memory = new InMemoryCheckpointStore(clock);

  @Override
  CheckpointStore connect() {
    return memory.sharing();
  }
}
