package dev.tidemark.kafka;

import dev.tidemark.coordinator.Partition;
import dev.tidemark.coordinator.Position;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes down, under a group's name, what every sink has, so that Kafka's own tools show how far a
 * pipeline is. Nobody waits for it, and nothing depends on it.
 */
final class GroupOffsets implements ShownOffsets {

  private static final Logger LOG = LoggerFactory.getLogger(GroupOffsets.class);
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private final SourceSettings settings;
  private final String client;
  private @Nullable Admin admin;
  private KafkaFuture<Void> last = KafkaFuture.completedFuture(null);
  private volatile boolean refused;

  GroupOffsets(SourceSettings settings, String client) {
    this.settings = settings;
    this.client = client;
  }

  @Override
  public void show(Map<Partition, Position> positions) {
    if (settings.group().isEmpty() || positions.isEmpty() || refused) {
      return;
    }
    Map<TopicPartition, OffsetAndMetadata> all = ShownOffsets.of(positions);
    try {
      KafkaFuture<Void> answer =
          admin().alterConsumerGroupOffsets(settings.group().get(), all).all();
      last = answer.whenComplete((nothing, failure) -> told(failure));
    } catch (Exception failure) {
      told(failure);
    }
  }

  private void told(@Nullable Throwable failure) {
    if (failure != null && !refused) {
      refused =
          KafkaFailure.bare(failure)
              instanceof org.apache.kafka.common.errors.AuthorizationException;
      LOG.atDebug()
          .addKeyValue("group", settings.group().orElse(""))
          .addKeyValue("reason", settings.cluster().masked(String.valueOf(failure.getMessage())))
          .log("offsets are not shown");
    }
  }

  private Admin admin() throws Exception {
    Admin open = admin;
    if (open == null) {
      open = settings.cluster().admin(client + ".offsets");
      admin = open;
    }
    return open;
  }

  /** A client that is being closed tries nothing again, so the last answer is waited for. */
  private void awaitLast() {
    try {
      Void unused = last.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException notShown) {
      told(notShown);
    }
  }

  @Override
  public void close() {
    Admin open = admin;
    admin = null;
    if (open != null) {
      awaitLast();
      open.close(PATIENCE);
    }
  }
}
