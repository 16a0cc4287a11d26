package org.example.orders;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;

/** The command; {@code run} beside the flow starts it. */
public final class Main {

  private Main() {}

  /**
   * Shows it, and exits with 0 when the table is right.
   *
   * @param arguments the flow, how many orders, and {@code keep} or nothing
   */
  public static void main(String... arguments) throws Exception {
    Path folder = Path.of(System.getProperty("java.io.tmpdir"));
    Surroundings surroundings = new Surroundings(Path.of(arguments[0]), folder);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> close(surroundings), "clean-up"));
    try {
      System.exit(show(surroundings, Long.parseLong(arguments[1]), arguments[2].equals("keep")));
    } catch (IOException | SQLException | ExecutionException | RuntimeException failed) {
      if (!surroundings.isClosed()) {
        System.err.println("It can't be shown: " + failed);
        System.exit(1);
      }
    }
  }

  private static int show(Surroundings surroundings, long orders, boolean keep)
      throws IOException, SQLException, InterruptedException, ExecutionException {
    Demonstration shown = Demonstration.begin(surroundings, orders);
    boolean right = shown.run();
    if (keep) {
      shown.explain();
      new CountDownLatch(1).await();
    }
    return right ? 0 : 1;
  }

  private static void close(Surroundings surroundings) {
    try {
      surroundings.close();
      System.out.printf("%nServers and files are gone.%n");
    } catch (IOException left) {
      System.err.println(
          "Something stays in " + System.getProperty("java.io.tmpdir") + ": " + left);
    }
  }
}
