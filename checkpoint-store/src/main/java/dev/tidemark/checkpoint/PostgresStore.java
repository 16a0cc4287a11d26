package dev.tidemark.checkpoint;

import org.jooq.ExecuteListener;

/** Opens stores on PostgreSQL. The only way in: who uses SQLite loads no driver for it. */
final class PostgresStore {

  private PostgresStore() {}

  static JooqCheckpointStore open(PostgresUrl url) {
    return open(url, StoreSchema.CURRENT, PostgresTerms.USUAL);
  }

  /** Opens it at a version, on other terms, with listeners that see each statement. */
  static JooqCheckpointStore open(
      PostgresUrl url, StoreSchema schema, PostgresTerms terms, ExecuteListener... listeners) {
    PostgresDatabase database = new PostgresDatabase(url, terms, listeners);
    return JooqCheckpointStore.open(database, schema, database::check);
  }

  static boolean exists(PostgresUrl url) {
    try (PostgresDatabase database = new PostgresDatabase(url, PostgresTerms.USUAL)) {
      return database.read(sql -> database.hasTable(sql, "store"));
    }
  }
}
