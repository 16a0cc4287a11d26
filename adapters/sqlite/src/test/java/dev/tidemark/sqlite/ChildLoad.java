package dev.tidemark.sqlite;

import dev.tidemark.connector.ConnectorException;
import dev.tidemark.connector.LoadMode;
import dev.tidemark.contract.SampleLoad;
import dev.tidemark.coordinator.Owner;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A load in a process of its own that stops before one of its statements: {@code PATH MODE WHAT
 * TEXT NUMBER}, where WHAT is {@code halt} or {@code pause} and the statement is the NUMBERth that
 * begins with TEXT.
 */
public final class ChildLoad {

  static final int HALTED = 137;
  static final int FENCED = 3;

  private ChildLoad() {}

  public static void main(String[] arguments) throws Exception {
    List<String> given = List.of(arguments);
    Database database = new Database(Path.of(given.get(0)));
    LoadMode mode = LoadMode.valueOf(given.get(1));
    boolean halts = given.get(2).equals("halt");
    int number = Integer.parseInt(given.get(4));
    AtomicInteger seen = new AtomicInteger();
    TappedSource.Tap stopping =
        (sql, call) -> {
          if (sql.startsWith(given.get(3)) && seen.incrementAndGet() == number) {
            if (halts) {
              Runtime.getRuntime().halt(HALTED);
            }
            pause();
          }
          return call.run();
        };
    SinkTarget target =
        mode == LoadMode.MERGE ? database.target(mode, "id") : database.target(mode);
    try (SqliteSink sink =
        new SqliteSink(target, new TappedSource(SessionSource.DRIVER, stopping))) {
      SampleLoad.run(sink, new Owner(1, "child"));
    } catch (ConnectorException.Fenced fenced) {
      System.exit(FENCED);
    }
  }

  private static void pause() throws Exception {
    System.out.println("paused");
    new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)).readLine();
  }
}
