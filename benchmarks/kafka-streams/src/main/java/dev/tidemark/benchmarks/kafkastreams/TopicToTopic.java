package dev.tidemark.benchmarks.kafkastreams;

import dev.tidemark.benchmarks.contender.BoundOrder;
import dev.tidemark.benchmarks.contender.Contender;
import dev.tidemark.benchmarks.contender.Task;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.Produced;

/**
 * J3: exactly once, one thread, which was faster on two cores than two, and all else by default;
 * that is a commit every 100 ms.
 */
public final class TopicToTopic implements Contender {
  private static final long LOOK_MILLIS = 10;

  @Override
  public void run(Task task) throws Exception {
    try (CommittedOffsets committed =
            new CommittedOffsets(task.text("bootstrap"), task.text("topic"));
        KafkaStreams streams = new KafkaStreams(topology(task), settings(task))) {
      streams.start();
      while (!committed.haveReachedTheEnd(name(task))) {
        if (streams.state().hasStartedOrFinishedShuttingDown()) {
          throw new IllegalStateException("Kafka Streams has ended: " + streams.state());
        }
        Thread.sleep(LOOK_MILLIS);
      }
    }
  }

  private static Topology topology(Task task) {
    StreamsBuilder builder = new StreamsBuilder();
    OrderSerde orders = new OrderSerde();
    builder.stream(task.text("topic"), Consumed.with(Serdes.ByteArray(), orders))
        .filter((key, order) -> order.goesOn())
        .mapValues(BoundOrder::totalled)
        .to(task.text("to"), Produced.with(Serdes.ByteArray(), orders));
    return builder.build();
  }

  private static Properties settings(Task task) {
    Properties settings = new Properties();
    settings.put(StreamsConfig.APPLICATION_ID_CONFIG, name(task));
    settings.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, task.text("bootstrap"));
    settings.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
    settings.put(StreamsConfig.STATE_DIR_CONFIG, task.text("work"));
    settings.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, 1);
    settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    return settings;
  }

  /** A turn has a topic of its own. */
  private static String name(Task task) {
    return "kafka-streams-" + task.text("to");
  }
}
