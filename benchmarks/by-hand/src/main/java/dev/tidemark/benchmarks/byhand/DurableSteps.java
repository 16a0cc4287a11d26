package dev.tidemark.benchmarks.byhand;

import dev.tidemark.benchmarks.contender.Contender;
import dev.tidemark.benchmarks.contender.Task;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * J6: one small batch after another, each with the position after it in one statement that commits
 * by itself, so that a step is one round trip.
 */
public final class DurableSteps implements Contender {
  private static final String POSITIONS =
      "create table if not exists by_hand_position (target text primary key, next bigint not null)";
  private static final String STEP =
      """
      with moved as (
        update by_hand_position set next = ? where target = ? and next = ? returning next)
      insert into %s (id, payload)
      select * from unnest(?::bigint[], ?::text[]) as step (id, payload) where exists (select from moved)
      """;

  @Override
  public void run(Task task) throws Exception {
    String table = task.text("to");
    try (Connection connection = DriverManager.getConnection(task.text("url"))) {
      begin(connection, table);
      try (PreparedStatement step = connection.prepareStatement(STEP.formatted(table))) {
        step.setString(2, table);
        steps(step, task.number("records"), (int) task.number("batch"));
      }
    }
  }

  private static void begin(Connection connection, String table) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(POSITIONS);
      statement.execute(
          "insert into by_hand_position values ('"
              + table
              + "', 0) on conflict (target) do update set next = 0");
    }
  }

  private static void steps(PreparedStatement step, long records, int batch) throws SQLException {
    for (long next = 0; next < records; next += batch) {
      int size = (int) Math.min(batch, records - next);
      Long[] ids = new Long[size];
      String[] payloads = new String[size];
      for (int i = 0; i < size; i++) {
        ids[i] = next + i + 1;
        payloads[i] = "payload-" + (next + i + 1);
      }
      Connection connection = step.getConnection();
      step.setLong(1, next + size);
      step.setLong(3, next);
      step.setArray(4, connection.createArrayOf("bigint", ids));
      step.setArray(5, connection.createArrayOf("text", payloads));
      if (step.executeUpdate() != size) {
        throw new SQLException("the step at " + next + " wasn't written");
      }
    }
  }
}
