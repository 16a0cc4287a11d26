package dev.tidemark.benchmarks.kafkaconnect;

import io.debezium.connector.jdbc.JdbcSinkConnector;
import io.debezium.connector.jdbc.JdbcSinkConnectorTask;
import java.util.Collection;
import org.apache.kafka.connect.connector.Task;
import org.apache.kafka.connect.sink.SinkRecord;

/** Debezium's JDBC sink as it is, but that it says what it has written. */
public final class ObservedSink extends JdbcSinkConnector {
  @Override
  public Class<? extends Task> taskClass() {
    return ObservedTask.class;
  }

  /** One of its tasks. */
  public static final class ObservedTask extends JdbcSinkConnectorTask {
    @Override
    public void put(Collection<SinkRecord> records) {
      super.put(records);
      if (getLastProcessingException() == null) {
        WrittenOffsets.written();
      }
    }
  }
}
