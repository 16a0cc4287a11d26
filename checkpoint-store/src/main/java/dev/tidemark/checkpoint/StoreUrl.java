package dev.tidemark.checkpoint;

import dev.tidemark.checkpoint.StoreException.Kind;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import org.jooq.ExecuteListener;

/**
 * Where a store is: {@code sqlite:/path/state.db}, or just the path of the file; {@code
 * postgresql://user:password@host/database}, with the driver's parameters and {@code schema};
 * {@code memory:} is a new one that ends with the process.
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
   * @param clock the store's clock, where it is no server with its own; leases end by it
   * @throws StoreException when it can't be used; it is then as it was before
   */
  public CheckpointStore open(InstantSource clock) {
    if (text.equals(MEMORY)) {
      return new InMemoryCheckpointStore(clock);
    }
    return remote()
        ? PostgresStore.open(PostgresUrl.parse(text))
        : sqlite(path(), StoreSchema.CURRENT, SqliteDatabase.PATIENCE, clock);
  }

  /** For people; without secrets. */
  public String shown() {
    int scheme = text.indexOf("://");
    if (remote() && scheme > 0) {
      return text.substring(0, scheme + 3)
          + text.substring(scheme + 3).replaceFirst("^[^/?#]*@", "").replaceFirst("[?#].*", "");
    }
    return scheme < 0 ? text : text.substring(0, scheme + 3) + "...";
  }

  /** The secrets stay out of it. */
  @Override
  public String toString() {
    return shown();
  }

  /** Whether it names a server, so that there is no file. */
  public boolean remote() {
    return text.startsWith("postgresql:") || text.startsWith("postgres:");
  }

  /**
   * Refuses what can't be the URL of a store, without looking for one.
   *
   * @throws StoreException that says what is wrong with it
   */
  public void check() {
    if (remote()) {
      PostgresUrl unused = PostgresUrl.parse(text);
    } else if (!text.equals(MEMORY)) {
      Path unused = path();
    }
  }

  /**
   * Whether there is a store; creates none.
   *
   * @throws StoreException when that can't be found out
   */
  public boolean exists() {
    if (text.equals(MEMORY)) {
      return false;
    }
    return remote() ? PostgresStore.exists(PostgresUrl.parse(text)) : Files.exists(path());
  }

  /** Opens a SQLite store at a version, with listeners that see each statement. */
  static JooqCheckpointStore sqlite(
      Path path,
      StoreSchema schema,
      Duration patience,
      InstantSource clock,
      ExecuteListener... listeners) {
    SqliteDatabase database = SqliteDatabase.open(path, patience, clock, listeners);
    return JooqCheckpointStore.open(database, schema, database::prepare);
  }

  private Path path() {
    String path = text.startsWith(SQLITE) ? text.substring(SQLITE.length()) : text;
    if (path.isBlank() || path.matches("[A-Za-z][A-Za-z0-9+.-]+:.*")) {
      throw unusable("expected sqlite:PATH, the path of a file, or postgresql://...", null);
    }
    try {
      return Path.of(path);
    } catch (InvalidPathException e) {
      throw unusable(e.getReason(), e);
    }
  }

  private StoreException unusable(String why, @org.jspecify.annotations.Nullable Throwable cause) {
    return new StoreException(Kind.UNUSABLE, "no store at '%s': %s".formatted(shown(), why), cause);
  }
}
