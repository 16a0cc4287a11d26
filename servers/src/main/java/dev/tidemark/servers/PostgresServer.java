package dev.tidemark.servers;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A real PostgreSQL server in a temporary folder, on a free port of this host. It can be stopped
 * hard and started again on the same folder and port, and it goes when this JVM goes, also when
 * that is killed. Works as root, where {@code unshare} lets it run as somebody else.
 *
 * <p>Commits are synchronous; {@code fsync} is off, which only a crash of the whole machine would
 * show. Databases may be made by several threads; start and stop are for one at a time.
 */
public final class PostgresServer implements AutoCloseable {
  /** The superuser. */
  public static final String USER = "postgres";

  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final Map<String, String> SETTINGS =
      Map.of(
          "fsync", "off",
          "full_page_writes", "off",
          "synchronous_commit", "on",
          "max_connections", "100",
          "unix_socket_directories", "");

  private final AtomicInteger databases = new AtomicInteger();
  private final Path folder;
  private final ParentWatch watch;
  private final Map<String, String> settings;
  private final int port;
  private EmbeddedPostgres launched;

  private PostgresServer(Path folder, Map<String, String> settings) throws IOException {
    this.folder = folder;
    this.settings = settings;
    this.watch = ParentWatch.over(folder, pidFile(), "QUIT");
    try {
      this.launched = launch(0);
      this.port = launched.getPort();
    } catch (IOException | RuntimeException failure) {
      watch.close();
      throw failure;
    }
  }

  /** A server of its own; the caller closes it. Takes a second or two. */
  public static PostgresServer start() throws IOException {
    return start(Map.of());
  }

  /** As {@link #start()}, with settings of {@code postgresql.conf} on top of the usual ones. */
  public static PostgresServer start(Map<String, String> settings) throws IOException {
    return new PostgresServer(Files.createTempDirectory("postgres-"), settings);
  }

  /** The server that all tests of this JVM share, started on first use; not to be stopped. */
  public static PostgresServer shared() {
    return Shared.SERVER;
  }

  public int port() {
    return port;
  }

  /** A new empty database. */
  public PostgresDatabase newDatabase() throws SQLException {
    String name = "t" + databases.incrementAndGet();
    system().execute("create database " + name);
    return new PostgresDatabase("localhost", port, name, USER);
  }

  /** The database {@code postgres}, for what concerns the whole server. */
  public PostgresDatabase system() {
    return new PostgresDatabase("localhost", port, "postgres", USER);
  }

  /** What the server has logged so far. */
  public String log() throws IOException {
    return Files.readString(logFile());
  }

  /** Ends the server at once, as {@code pg_ctl stop -m immediate}: it recovers when started. */
  public void stopHard() throws IOException {
    ProcessHandle process = process();
    if (process == null) {
      throw new IllegalStateException("the server on port " + port + " isn't running");
    }
    new ProcessBuilder("kill", "-s", "QUIT", Long.toString(process.pid())).start();
    process.onExit().join();
    Files.deleteIfExists(pidFile());
    launched.close();
  }

  /** Starts a server that was stopped, on the same folder and port; returns when it answers. */
  public void startAgain() throws IOException {
    if (process() != null) {
      throw new IllegalStateException("the server on port " + port + " is running");
    }
    launched = launch(port);
  }

  /** Ends the server and removes its folder. */
  @Override
  public void close() throws IOException {
    watch.close();
  }

  private EmbeddedPostgres launch(int wanted) throws IOException {
    EmbeddedPostgres.Builder builder =
        EmbeddedPostgres.builder()
            .setDataDirectory(folder.resolve("data"))
            .setCleanDataDirectory(false)
            .setRegisterShutdownHook(false)
            .setPGStartupWait(PATIENCE)
            .setOutputRedirector(ProcessBuilder.Redirect.appendTo(logFile().toFile()))
            .setErrorRedirector(ProcessBuilder.Redirect.appendTo(logFile().toFile()));
    SETTINGS.forEach(builder::setServerConfig);
    settings.forEach(builder::setServerConfig);
    if (wanted != 0) {
      builder.setPort(wanted);
    }
    try {
      return builder.start();
    } catch (IOException failure) {
      throw new IOException("no server: " + log(), failure);
    }
  }

  private @Nullable ProcessHandle process() throws IOException {
    if (!Files.exists(pidFile())) {
      return null;
    }
    long pid = Long.parseLong(Files.readAllLines(pidFile()).getFirst().trim());
    return ProcessHandle.of(pid).orElse(null);
  }

  private Path pidFile() {
    return folder.resolve("data").resolve("postmaster.pid");
  }

  private Path logFile() {
    return folder.resolve("server.log");
  }

  /**
   * Starts a server for a person: prints where it is, and ends it when standard input ends or on
   * Ctrl-C.
   *
   * @param arguments settings as {@code name=value}
   */
  public static void main(String... arguments) throws Exception {
    Map<String, String> settings = new LinkedHashMap<>();
    for (String argument : arguments) {
      int equals = argument.indexOf('=');
      if (equals < 1) {
        throw new IllegalArgumentException("expected settings as name=value, not " + argument);
      }
      settings.put(argument.substring(0, equals), argument.substring(equals + 1));
    }
    try (PostgresServer server = start(settings)) {
      System.out.println(server.system().url());
      while (System.in.read() >= 0) {
        // Whatever is typed says nothing; the end of it says to stop.
      }
    }
  }

  private static final class Shared {
    private static final PostgresServer SERVER = open();

    private static PostgresServer open() {
      try {
        return start();
      } catch (IOException failure) {
        throw new UncheckedIOException("no PostgreSQL server could be started", failure);
      }
    }
  }
}
