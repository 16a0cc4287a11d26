package dev.tidemark.checkpoint;

import dev.tidemark.checkpoint.StoreException.Kind;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import org.jooq.ExecuteListener;

/**
 * Where a store is: {@code sqlite:/path/state.db}, or just the path of the file; {@code memory:} is
 * a new one that ends with the process.
 *
 * @param text as the user wrote it
 */
public record StoreUrl(String text) {

  private static final String SQLITE = "sqlite:";
  private static final String MEMORY = "memory:";

  /** Opens the store by the system's clock. */
  public CheckpointStore open() {
    return open(InstantSource.system());
  }

  /**
   * Opens the store, creating it and its folders, or upgrading it, as needed. Blocks while another
   * program does the same.
   *
   * @param clock the store's clock; leases end by it
   * @throws StoreException when it can't be used; it is then as it was before
   */
  public CheckpointStore open(InstantSource clock) {
    if (text.equals(MEMORY)) {
      return new InMemoryCheckpointStore(clock);
    }
    return sqlite(path(), StoreSchema.CURRENT, SqliteDatabase.PATIENCE, clock);
  }

  /** Opens a SQLite store at a version, with listeners that see each statement. */
  static JooqCheckpointStore sqlite(
      Path path,
      StoreSchema schema,
      Duration patience,
      InstantSource clock,
      ExecuteListener... listeners) {
    SqliteDatabase database = SqliteDatabase.open(path, patience, clock, listeners);
    boolean opened = false;
    try {
      schema.check(database);
      database.prepare();
      JooqCheckpointStore store = new JooqCheckpointStore(database, schema.upgrade(database));
      opened = true;
      return store;
    } finally {
      if (!opened) {
        database.close();
      }
    }
  }

  private Path path() {
    String path = text.startsWith(SQLITE) ? text.substring(SQLITE.length()) : text;
    if (path.isBlank() || path.matches("[A-Za-z][A-Za-z0-9+.-]+:.*")) {
      throw unusable("expected sqlite:PATH, or the path of a file", null);
    }
    try {
      return Path.of(path);
    } catch (InvalidPathException e) {
      throw unusable(e.getReason(), e);
    }
  }

  private StoreException unusable(String why, @org.jspecify.annotations.Nullable Throwable cause) {
    int scheme = text.indexOf("://");
    String shown = scheme < 0 ? text : text.substring(0, scheme + 3) + "...";
    return new StoreException(Kind.UNUSABLE, "no store at '%s': %s".formatted(shown, why), cause);
  }
}
