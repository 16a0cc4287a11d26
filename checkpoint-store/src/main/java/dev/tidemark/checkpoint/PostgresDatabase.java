package dev.tidemark.checkpoint;

import static org.jooq.impl.DSL.inline;

import dev.tidemark.checkpoint.StoreException.Kind;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;
import org.jooq.DSLContext;
import org.jooq.ExecuteListener;
import org.jooq.SQLDialect;
import org.jooq.exception.DataAccessException;
import org.jooq.impl.DSL;
import org.jooq.impl.DefaultConfiguration;

/**
 * A schema in a PostgreSQL database: a few connections, one transaction each at a time, on the
 * server's clock. All that a transaction needs set is set in it, so that nothing is left behind in
 * a session.
 */
final class PostgresDatabase implements StoreDatabase {

  /** Shorter than a lease, so that a frozen owner keeps nobody out for longer (Delivery 18). */
  private static final String TIMEOUTS =
      """
      set_config('lock_timeout', '%dms', true),
      set_config('statement_timeout', '30s', true),
      set_config('idle_in_transaction_session_timeout', '8s', true)\
      """;

  /** Delivery 30; a server that waits for more than its own disk goes on doing so. */
  private static final String DURABLE =
      """
      case when current_setting('synchronous_commit') in ('off', 'local')
      then set_config('synchronous_commit', 'on', true) end\
      """;

  private static final String ONE_STATE =
      "set transaction isolation level repeatable read, read only; ";

  private final PostgresUrl url;
  private final PostgresSessions sessions;
  private final PostgresTerms terms;
  private final DefaultConfiguration configuration = new DefaultConfiguration();
  private final Liveness liveness;
  private final String settings;

  /**
   * Connects to nothing yet.
   *
   * @param listeners see each statement
   */
  PostgresDatabase(PostgresUrl url, PostgresTerms terms, ExecuteListener... listeners) {
    this.url = url;
    this.sessions = new PostgresSessions(url);
    this.terms = terms;
    this.configuration.set(SQLDialect.POSTGRES).set(listeners);
    this.liveness = new AdvisoryLiveness(url, sessions, terms.settling());
    String path = inline(DSL.name(url.schema()).toString()).toString();
    this.settings =
        "set_config('search_path', %s, true), ".formatted(path)
            + TIMEOUTS.formatted(terms.patience().toMillis());
  }

  @Override
  public <T> T write(Function<DSLContext, T> work) {
    return transaction("select %s, %s".formatted(settings, DURABLE), work);
  }

  @Override
  public <T> T read(Function<DSLContext, T> work) {
    return transaction(ONE_STATE + "select " + settings, work);
  }

  @Override
  public Instant now(DSLContext sql) {
    return terms.clock().apply(sql);
  }

  @Override
  public boolean hasTable(DSLContext sql, String name) {
    return sql.fetchSingle(
            """
            select exists (select from pg_class c join pg_namespace n on n.oid = c.relnamespace
            where n.nspname = ? and c.relname = ? and c.relkind in ('r', 'p'))\
            """,
            url.schema(),
            name)
        .into(boolean.class);
  }

  @Override
  public boolean hasTables(DSLContext sql) {
    return sql.fetchSingle(
            """
            select exists (select from pg_class c join pg_namespace n on n.oid = c.relnamespace
            where n.nspname = ? and c.relkind in ('r', 'p', 'v', 'm', 'f'))\
            """,
            url.schema())
        .into(boolean.class);
  }

  @Override
  public void reserve(DSLContext sql) {
    sql.fetch(
        "select pg_advisory_xact_lock(hashtextextended('tidemark store ' || ?, 0))", url.schema());
    if (hasSchema(sql)) {
      return;
    }
    var rights =
        sql.fetchSingle(
            "select has_database_privilege(current_database(), 'CREATE'), current_user::text");
    if (!rights.get(0, boolean.class)) {
      String text = "store %s: the role %s may not create the schema %s; nothing was changed. %s";
      String role = rights.get(1, String.class);
      throw new StoreException(
          Kind.UNUSABLE,
          text.formatted(url.shown(), role, url.schema(), Grants.toCreate(url, role)),
          null);
    }
    sql.createSchema(DSL.name(url.schema())).execute();
  }

  @Override
  public String dialect() {
    return "postgres";
  }

  /** Compared byte by byte, whatever the database's language, as times in text need it. */
  @Override
  public String adapted(String step) {
    return step.replace("${bytes}", "bytea").replaceAll("\\bvarchar\\b", "text collate \"C\"");
  }

  @Override
  public Liveness liveness() {
    return liveness;
  }

  @Override
  public String location() {
    return url.shown();
  }

  @Override
  public void close() {
    try (liveness) {
      sessions.close();
    }
  }

  /** Refuses a server that isn't one: called once, before anything else. */
  void check() {
    sessions.enter();
    Connection connection = null;
    try {
      connection = sessions.open();
      PoolerCheck.refuse(url, connection, sessions);
    } finally {
      sessions.leave(connection);
    }
  }

  private static final String SCHEMA_EXISTS =
      "select exists (select from pg_namespace where nspname = ?)";

  private boolean hasSchema(DSLContext sql) {
    return sql.fetchSingle(SCHEMA_EXISTS, url.schema()).into(boolean.class);
  }

  private <T> T transaction(String begin, Function<DSLContext, T> work) {
    sessions.enter();
    Connection sound = null;
    try {
      Connection connection = begun(begin);
      boolean committed = false;
      try {
        T result = work.apply(DSL.using(configuration.derive(connection)));
        connection.commit();
        committed = true;
        sound = connection;
        return result;
      } finally {
        if (!committed && rolledBack(connection)) {
          sound = connection;
        }
      }
    } catch (DataAccessException e) {
      throw PostgresErrors.explain(url, e);
    } catch (SQLException e) {
      throw PostgresErrors.explain(url, e);
    } finally {
      sessions.leave(sound);
    }
  }

  /**
   * One that has begun; an idle one that died meanwhile is replaced, since nothing was done yet.
   */
  private Connection begun(String begin) throws SQLException {
    Optional<Connection> idle = sessions.idle();
    if (idle.isPresent()) {
      try {
        begin(idle.get(), begin);
        return idle.get();
      } catch (SQLException e) {
        PostgresSessions.close(idle.get());
        if (!PostgresErrors.lost(e)) {
          throw e;
        }
        sessions.dropIdle();
      }
    }
    Connection fresh = sessions.open();
    try {
      begin(fresh, begin);
      return fresh;
    } catch (SQLException e) {
      PostgresSessions.close(fresh);
      throw e;
    }
  }

  private static void begin(Connection connection, String settings) throws SQLException {
    connection.setAutoCommit(false);
    try (Statement statement = connection.createStatement()) {
      statement.execute(settings);
    }
  }

  /** Whether the connection is good for another transaction. */
  private static boolean rolledBack(Connection connection) {
    try {
      connection.rollback();
      return true;
    } catch (SQLException gone) {
      PostgresSessions.close(connection);
      return false;
    }
  }
}
