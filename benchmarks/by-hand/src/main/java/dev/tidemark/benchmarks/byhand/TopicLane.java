package dev.tidemark.benchmarks.byhand;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import dev.tidemark.benchmarks.contender.Orders;
import dev.tidemark.benchmarks.contender.Task;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;

/**
 * Some partitions of a topic into a table. A transaction is a chunk of records: they are copied
 * into a staging table, merged by one statement, and where to go on is stored with them, so that
 * nothing is written twice. For one thread.
 */
final class TopicLane {
  /** Where runs have got to. */
  static final String POSITIONS =
      """
      create table if not exists by_hand_positions (run text, topic text, partition int,
        next_offset bigint not null, primary key (run, topic, partition))\
      """;

  private static final int CHUNK = 50_000;
  private static final int CHUNK_BYTES = 8 << 20;
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  private final JsonFactory json = new JsonFactory();
  private final Order order = new Order();
  private final OrderBytes rows = new OrderBytes(CHUNK_BYTES);
  private final Map<TopicPartition, Long> next = new HashMap<>();
  private final Task task;
  private final Consumer<byte[], byte[]> consumer;
  private final Connection connection;

  TopicLane(Task task, Consumer<byte[], byte[]> consumer, Connection connection) {
    this.task = task;
    this.consumer = consumer;
    this.connection = connection;
  }

  /** Moves what there is now, and returns when all of it is committed. */
  void move(List<TopicPartition> partitions) throws SQLException, IOException {
    consumer.assign(partitions);
    resume(partitions);
    Ends ends = Ends.of(consumer);
    connection.setAutoCommit(false);
    try (StagedOrders orders = new StagedOrders(connection, task.text("to"));
        PreparedStatement save = savePositions()) {
      while (!ends.areReached()) {
        readChunk(ends);
        orders.write(rows);
        savePositions(save);
        connection.commit();
      }
    }
  }

  private void readChunk(Ends ends) throws IOException {
    rows.clear();
    for (int read = 0; read < CHUNK && !ends.areReached(); ) {
      ConsumerRecords<byte[], byte[]> records = consumer.poll(PATIENCE);
      for (ConsumerRecord<byte[], byte[]> each : records) {
        encode(each.value());
      }
      read += records.count();
      records.nextOffsets().forEach((partition, at) -> reached(partition, at.offset(), ends));
    }
    rows.finish();
  }

  private void encode(byte[] value) throws IOException {
    try (JsonParser parser = json.createParser(value)) {
      OrderParser.next(parser, order);
    }
    if (!order.status.equals(Orders.CANCELLED)) {
      rows.add(order);
    }
  }

  private void reached(TopicPartition partition, long offset, Ends ends) {
    next.put(partition, offset);
    ends.reached(partition, offset);
  }

  private void resume(List<TopicPartition> partitions) throws SQLException {
    consumer.seekToBeginning(partitions);
    try (PreparedStatement select =
        connection.prepareStatement(
            "select partition, next_offset from by_hand_positions where run = ? and topic = ?")) {
      select.setString(1, run());
      select.setString(2, task.text("topic"));
      try (ResultSet found = select.executeQuery()) {
        while (found.next()) {
          TopicPartition partition = new TopicPartition(task.text("topic"), found.getInt(1));
          if (partitions.contains(partition)) {
            consumer.seek(partition, found.getLong(2));
          }
        }
      }
    }
  }

  private PreparedStatement savePositions() throws SQLException {
    return connection.prepareStatement(
        "insert into by_hand_positions values (?, ?, ?, ?) on conflict (run, topic, partition)"
            + " do update set next_offset = excluded.next_offset");
  }

  private void savePositions(PreparedStatement save) throws SQLException {
    for (var each : next.entrySet()) {
      save.setString(1, run());
      save.setString(2, each.getKey().topic());
      save.setInt(3, each.getKey().partition());
      save.setLong(4, each.getValue());
      save.addBatch();
    }
    save.executeBatch();
  }

  /** A turn has a folder of its own. */
  private String run() {
    return task.text("work");
  }
}
