package org.example.orders;

import dev.tidemark.servers.PostgresDatabase;
import java.io.IOException;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;

/** The steps, each of which says what it does. Its answer is whether all was as it should be. */
final class Demonstration {

  /** About so long takes the first run, which is to be killed. */
  private static final int SECONDS = 8;

  private static final int LOOKS_EVERY_MILLIS = 50;

  private final Surroundings surroundings;
  private final long orders;
  private final OrdersTopic topic;
  private final PostgresDatabase database;
  private final OrdersTable table;
  private final Map<String, String> variables;

  private Demonstration(
      Surroundings surroundings, long orders, OrdersTopic topic, PostgresDatabase database) {
    this.surroundings = surroundings;
    this.orders = orders;
    this.topic = topic;
    this.database = database;
    this.table = new OrdersTable(database);
    this.variables = surroundings.variables(topic, database);
  }

  /** Starts the servers. */
  static Demonstration begin(Surroundings surroundings, long orders)
      throws IOException, SQLException {
    step(1, "Start a Kafka broker and a PostgreSQL server, on free ports of this machine");
    Demonstration begun =
        new Demonstration(
            surroundings, orders, surroundings.startKafka(), surroundings.startPostgres());
    say("Kafka answers at %s, PostgreSQL at %s", begun.topic.servers(), begun.database.url());
    return begun;
  }

  /** True when the table holds what it should. */
  boolean run() throws IOException, SQLException, InterruptedException, ExecutionException {
    step(2, "Send %,d orders to the topic orders, which has 4 partitions".formatted(orders));
    topic.make();
    topic.send(0, orders);
    topic.sendNoOrders();
    say("The first: %s", Order.numbered(0).json());
    say("And %d messages that are no orders, as real topics have.", OrdersTopic.NO_ORDERS.size());

    step(3, "Run the pipeline, slowly, and kill it by kill -9 when it has a third");
    killInTheMiddle();
    step(4, "Run it again: it goes on where the table stands");
    command("run", "--quiet");
    step(5, "Once more, with another %,d orders: only those are read".formatted(more()));
    topic.send(orders, orders + more());
    command("run", "--quiet");
    step(6, "Look at it: the runs, what was set aside, the table");
    command("history");
    command("dead-letters", "list");
    System.out.println();
    System.out.print(table.sample());
    return isRight();
  }

  private long more() {
    return orders / 100;
  }

  private void killInTheMiddle() throws IOException, SQLException, InterruptedException {
    Map<String, String> slow = new HashMap<>(variables);
    slow.put("RATE", Long.toString(Math.max(1, orders / SECONDS)));
    shown("RATE=" + slow.get("RATE") + " ", "run", "--quiet");
    Process running = surroundings.tidemark(slow, "run", "--quiet");
    while (table.count() < orders / 3) {
      if (running.waitFor(LOOKS_EVERY_MILLIS, TimeUnit.MILLISECONDS)) {
        throw new IOException(
            "it ended by itself, with exit code %d".formatted(running.exitValue()));
      }
    }
    running.destroyForcibly().waitFor();
    say(
        "Killed: its exit code is %d, and the table has %,d rows",
        running.exitValue(), table.count());
  }

  /** Compares the table with rows that were calculated from the orders, not by the pipeline. */
  private boolean isRight() throws SQLException {
    step(7, "Compare the table with what was sent, calculated without Tidemark");
    Tally expected = new Tally();
    LongStream.range(0, orders + more())
        .mapToObj(Order::numbered)
        .filter(order -> !order.isCancelled())
        .forEach(order -> expected.add(order.row()));
    Tally found = table.tally();
    boolean once = table.distinct() == found.rows();
    String wanted = expected.result();
    String is = found.result();
    say("expected  %s", wanted);
    say("found     %s", is);
    say("%s", once ? "no order is there twice" : "some orders are there more than once");
    boolean right = once && is.equals(wanted);
    say("%s", right ? "equal" : "NOT EQUAL: this is a bug, please report it");
    return right;
  }

  /** How to go on by hand. */
  void explain() {
    step(8, "The servers stay up until Ctrl-C. In another terminal:");
    variables.forEach((name, value) -> say("export %s=%s", name, value));
    shown("", "plan");
    shown("", "run");
    say("psql %s", database.url());
    say("");
    say("Ctrl-C stops both and deletes all that they hold.");
  }

  private void command(String... arguments) throws IOException, InterruptedException {
    shown("", arguments);
    int exitCode = surroundings.tidemark(variables, arguments).waitFor();
    if (exitCode != 0) {
      throw new IOException("tidemark ended with exit code " + exitCode);
    }
  }

  private static void shown(String before, String... arguments) {
    say("$ %stidemark %s flow.yaml", before, String.join(" ", Arrays.asList(arguments)));
  }

  private static void step(int number, String what) {
    System.out.printf("%n%d. %s%n", number, what);
  }

  private static void say(String text, Object... values) {
    System.out.printf("   " + text + "%n", values);
  }
}
