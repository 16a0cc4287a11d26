package dev.tidemark.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteCheckpointStoreTest extends CheckpointStoreContract {

  @TempDir private Path folder;

  @Override
  CheckpointStore connect() {
    return new StoreUrl("sqlite:" + folder.resolve("new/deep/state.db")).open(clock);
  }

  @Test
  void locksGoWithTheirOwners() throws IOException {
    CheckpointStore store = open();
    Lease first = own(store);
    assertThat(locks()).containsExactly("flow%2F1.1.lock");
    clock.advance(LEASE);
    Lease second = own(open(), "second");
    assertThat(locks()).containsExactly("flow%2F1.1.lock", "flow%2F1.2.lock");
    store.release(first);
    assertThat(locks()).containsExactly("flow%2F1.2.lock");
    assertThat(second.owner().epoch()).isEqualTo(2);
  }

  @Test
  void historyOnDiskIsBoundedByTheRetention() {
    CheckpointStore store = open();
    Lease lease = own(store);
    var runtime = Histories.running().retaining(new dev.tidemark.lifecycle.Retention(5, 3));
    for (int i = 1; i <= 50; i++) {
      runtime = Histories.batch(runtime, i);
      store.save(lease, Histories.entry(i, runtime));
    }
    assertThat(store.checkpoints(NAME, "flow/1-1", 1000)).hasSize(12);
    assertThat(rows("applied_key")).isEqualTo(10);
  }

  private int rows(String table) {
    try (SqliteDatabase database =
        SqliteDatabase.open(folder.resolve("new/deep/state.db"), LEASE, clock)) {
      return database.read(sql -> sql.fetchCount(org.jooq.impl.DSL.table(table)));
    }
  }

  private List<String> locks() throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve("new/deep/state.db.locks"))) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }
}
