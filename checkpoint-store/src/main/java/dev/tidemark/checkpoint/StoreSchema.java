package dev.tidemark.checkpoint;

import static dev.tidemark.checkpoint.StoreTables.STORE;
import static dev.tidemark.checkpoint.StoreTables.STORE_ID;
import static dev.tidemark.checkpoint.StoreTables.STORE_VERSION;

import dev.tidemark.checkpoint.StoreException.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jooq.DSLContext;

/**
 * The store's tables, as numbered steps: the n-th brings a store of version n - 1 to version n. A
 * step that has been released is never changed; a change is a further one. What only one database
 * needs is in a step of the same name with the database's, such as {@code V3__x.postgres.sql}.
 *
 * @param steps resources beside this class
 */
record StoreSchema(List<String> steps) {

  private static final String LETTERS = "V3__dead_letters.sql";

  static final StoreSchema CURRENT =
      new StoreSchema(List.of("V1__store.sql", "V2__read_records.sql", LETTERS));

  /** What is wrong with opening this database as a store, if anything; changes nothing. */
  void check(StoreDatabase database) {
    database.read(sql -> version(database, sql));
  }

  /** Brings the database to this version in one transaction, and answers the store's id. */
  String upgrade(StoreDatabase database) {
    return database.write(
        sql -> {
          database.reserve(sql);
          int version = version(database, sql);
          for (String step : steps.subList(version, steps.size())) {
            apply(database, sql, step);
            if (step.equals(LETTERS)) {
              LetterTable.nameUnnamed(sql);
            }
          }
          if (version == 0) {
            sql.insertInto(STORE)
                .set(STORE_ID, UUID.randomUUID().toString())
                .set(STORE_VERSION, steps.size())
                .execute();
          } else if (version < steps.size()) {
            sql.update(STORE).set(STORE_VERSION, steps.size()).execute();
          }
          return sql.selectFrom(STORE).fetchSingle().get(STORE_ID);
        });
  }

  private int version(StoreDatabase database, DSLContext sql) {
    if (!database.hasTables(sql)) {
      return 0;
    }
    if (!database.hasTable(sql, "store") || !database.hasTable(sql, "lease")) {
      throw refusal(
          database,
          Kind.FOREIGN,
          "holds tables that are not a Tidemark store's; name another place");
    }
    int version = sql.selectFrom(STORE).fetchSingle().get(STORE_VERSION);
    if (version > steps.size()) {
      throw refusal(
          database,
          Kind.NEWER,
          "was written by a newer Tidemark (store version %d, this one knows %d); use that version,"
                  .formatted(version, steps.size())
              + " or another store");
    }
    return version;
  }

  private static StoreException refusal(StoreDatabase database, Kind kind, String what) {
    return new StoreException(
        kind, "store " + database.location() + ": " + what + "; nothing was changed", null);
  }

  private static void apply(StoreDatabase database, DSLContext sql, String step) {
    String own = step.replace(".sql", "." + database.dialect() + ".sql");
    String text =
        read(step).orElseThrow(() -> new IllegalStateException("no schema step " + step))
            + read(own).orElse("");
    for (String statement : database.adapted(text).split(";\\s*\n")) {
      if (!statement.isBlank()) {
        sql.execute(statement);
      }
    }
  }

  private static Optional<String> read(String step) {
    try (InputStream resource = StoreSchema.class.getResourceAsStream(step)) {
      return resource == null
          ? Optional.empty()
          : Optional.of(new String(resource.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException("schema step " + step, e);
    }
  }
}
