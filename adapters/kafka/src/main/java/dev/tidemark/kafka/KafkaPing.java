package dev.tidemark.kafka;

import dev.tidemark.connector.ConnectionAnswer;
import dev.tidemark.connector.ConnectorException;
import dev.tidemark.connector.Settings;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeClusterOptions;
import org.apache.kafka.clients.admin.DescribeClusterResult;

/** Asks a cluster whether it answers. */
final class KafkaPing {

  private static final int PATIENCE_MILLIS = 5_000;

  private KafkaPing() {}

  static ConnectionAnswer answer(Settings settings) throws InterruptedException {
    Cluster cluster = Cluster.of(settings);
    try (Admin admin = cluster.admin("tidemark-check")) {
      DescribeClusterResult found =
          admin.describeCluster(new DescribeClusterOptions().timeoutMs(PATIENCE_MILLIS));
      int brokers = found.nodes().get().size();
      return new ConnectionAnswer.Answers(
          "Kafka cluster %s, %d broker%s"
              .formatted(found.clusterId().get(), brokers, brokers == 1 ? "" : "s"));
    } catch (ExecutionException failed) {
      return new ConnectionAnswer.Silent(
          KafkaFailure.of(failed, cluster, "no answer to who is there").reason());
    } catch (ConnectorException wrong) {
      return new ConnectionAnswer.Silent(wrong.reason());
    }
  }
}
