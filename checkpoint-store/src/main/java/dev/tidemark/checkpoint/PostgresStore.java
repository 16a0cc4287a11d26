package dev.tidemark.checkpoint;

import dev.tidemark.checkpoint.PostgresDatabase.StoreClock;
import java.time.Duration;
import org.jooq.ExecuteListener;

/** Opens stores on PostgreSQL. The only way in: who uses SQLite loads no driver for it. */
final class PostgresStore {

  private PostgresStore() {}

  static JooqCheckpointStore open(PostgresUrl url) {
    return open(url, StoreSchema.CURRENT, StoreClock.SERVER, AdvisoryLiveness.SETTLING);
  }

  /** Opens it at a version, by another clock, with listeners that see each statement. */
  static JooqCheckpointStore open(
      PostgresUrl url,
      StoreSchema schema,
      StoreClock clock,
      Duration settling,
      ExecuteListener... listeners) {
    PostgresDatabase database = new PostgresDatabase(url, clock, settling, listeners);
    return JooqCheckpointStore.open(database, schema, database::check);
  }

  static boolean exists(PostgresUrl url) {
    try (PostgresDatabase database =
        new PostgresDatabase(url, StoreClock.SERVER, AdvisoryLiveness.SETTLING)) {
      return database.read(sql -> database.hasTable(sql, "store"));
    }
  }
}
