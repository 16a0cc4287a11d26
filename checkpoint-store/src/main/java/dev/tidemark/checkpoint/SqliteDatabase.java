package dev.tidemark.checkpoint;

import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.noCondition;
import static org.jooq.impl.DSL.table;

import dev.tidemark.checkpoint.StoreException.Kind;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.ExecuteListener;
import org.jooq.SQLDialect;
import org.jooq.exception.DataAccessException;
import org.jooq.impl.DSL;
import org.jooq.impl.DefaultConfiguration;
import org.sqlite.SQLiteConfig;

/**
 * A SQLite file: write-ahead log, every commit synced, one connection that its callers take turns
 * on. The file's settings are changed only by {@link #prepare}, after it is known to be ours.
 */
final class SqliteDatabase implements StoreDatabase {

  /** How long another program may hold the file; less than a lease. */
  static final Duration PATIENCE = Duration.ofSeconds(5);

  private static final long RETRY_NANOS = Duration.ofMillis(10).toNanos();

  private final Path file;
  private final InstantSource clock;
  private final Connection connection;
  private final DSLContext sql;
  private final Liveness liveness;
  private final ReentrantLock turn = new ReentrantLock();

  private SqliteDatabase(
      Path file, InstantSource clock, Connection connection, ExecuteListener... listeners) {
    this.file = file;
    this.clock = clock;
    this.connection = connection;
    this.sql =
        DSL.using(new DefaultConfiguration().set(connection).set(SQLDialect.SQLITE).set(listeners));
    this.liveness = new FileLiveness(file.resolveSibling(file.getFileName() + ".locks"));
  }

  /**
   * Opens the file, creating it and its folders when there are none; changes nothing in one that
   * exists.
   *
   * @param listeners see each statement
   */
  static SqliteDatabase open(
      Path path, Duration patience, InstantSource clock, ExecuteListener... listeners) {
    Path file = locate(path);
    SQLiteConfig config = new SQLiteConfig();
    config.setBusyTimeout(Math.toIntExact(patience.toMillis()));
    config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
    try {
      Connection connection = config.createConnection("jdbc:sqlite:" + file);
      return new SqliteDatabase(file, clock, connection, listeners);
    } catch (SQLException e) {
      throw SqliteErrors.explain(file, e);
    }
  }

  /**
   * Turns the write-ahead log on. Others that are opening the file may be in the way for a while.
   */
  void prepare() {
    long until = System.nanoTime() + PATIENCE.toNanos();
    while (!writeAhead(System.nanoTime() - until < 0)) {
      LockSupport.parkNanos(RETRY_NANOS);
    }
  }

  @Override
  public <T> T write(Function<DSLContext, T> work) {
    return transaction("begin immediate", work);
  }

  @Override
  public <T> T read(Function<DSLContext, T> work) {
    return transaction("begin", work);
  }

  @Override
  public Instant now(DSLContext context) {
    return clock.instant();
  }

  @Override
  public boolean hasTable(DSLContext context, String table) {
    return tables(context, field(name("name"), String.class).eq(table));
  }

  @Override
  public boolean hasTables(DSLContext context) {
    return tables(context, noCondition());
  }

  /** A transaction that writes is alone, and the file is there. */
  @Override
  public void reserve(DSLContext context) {}

  @Override
  public String dialect() {
    return "sqlite";
  }

  @Override
  public String adapted(String step) {
    return step.replace("${bytes}", "blob");
  }

  @Override
  public Liveness liveness() {
    return liveness;
  }

  @Override
  public String location() {
    return "sqlite:" + file;
  }

  @Override
  public void close() {
    turn.lock();
    try (liveness) {
      connection.close();
    } catch (SQLException e) {
      throw SqliteErrors.explain(file, e);
    } finally {
      turn.unlock();
    }
  }

  private <T> T transaction(String begin, Function<DSLContext, T> work) {
    turn.lock();
    try {
      sql.execute(begin);
      return finish(work);
    } catch (DataAccessException e) {
      throw SqliteErrors.explain(file, e);
    } finally {
      turn.unlock();
    }
  }

  private <T> T finish(Function<DSLContext, T> work) {
    boolean committed = false;
    try {
      T result = work.apply(sql);
      sql.execute("commit");
      committed = true;
      return result;
    } finally {
      if (!committed) {
        rollBack();
      }
    }
  }

  /**
   * After some errors SQLite has rolled back by itself; that there is nothing left to do is fine.
   */
  private void rollBack() {
    try {
      sql.execute("rollback");
    } catch (DataAccessException alreadyRolledBack) {
      assert alreadyRolledBack.getMessage() != null;
    }
  }

  private boolean writeAhead(boolean mayWait) {
    turn.lock();
    try {
      sql.fetch("pragma journal_mode = wal");
      return true;
    } catch (DataAccessException e) {
      SQLException cause = e.getCause(SQLException.class);
      if (mayWait && cause != null && SqliteErrors.busy(cause)) {
        return false;
      }
      throw SqliteErrors.explain(file, e);
    } finally {
      turn.unlock();
    }
  }

  private static boolean tables(DSLContext context, Condition condition) {
    return context.fetchExists(
        context
            .selectOne()
            .from(table(name("sqlite_master")))
            .where(field(name("type"), String.class).eq("table"))
            .and(condition));
  }

  private static String trouble(IOException e) {
    return switch (e) {
      case AccessDeniedException denied -> "may not be created or read: permission denied";
      case FileAlreadyExistsException other -> other.getFile() + " is a file, expected a folder";
      default -> "can't be created or read (" + e.getMessage() + ")";
    };
  }

  /** Its real path, so that all who open it agree on where its locks are. */
  private static Path locate(Path path) {
    try {
      Path file = path.toAbsolutePath().normalize();
      if (Files.isDirectory(file)) {
        throw new StoreException(
            Kind.UNUSABLE, "store %s: is a folder; name a file in it".formatted(file), null);
      }
      if (Files.exists(file)) {
        return file.toRealPath();
      }
      Path folder = Objects.requireNonNull(file.getParent(), "only the root, a folder, has none");
      Files.createDirectories(folder);
      return folder.toRealPath().resolve(file.getFileName());
    } catch (IOException e) {
      throw new StoreException(
          Kind.UNUSABLE,
          "store %s: its folder %s; name a file in a folder that may be written"
              .formatted(path, trouble(e)),
          e);
    }
  }
}
