package dev.tidemark.kafka;

import dev.tidemark.connector.ConnectionAnswer;
import dev.tidemark.connector.ConnectorException;
import dev.tidemark.connector.Settings;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeClusterOptions;
import org.apache.kafka.clients.admin.DescribeClusterResult;
import org.apache.kafka.clients.admin.DescribeTransactionsOptions;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.TransactionalIdNotFoundException;

/** Asks a cluster whether it answers, who is there, and whether it has transactions. */
final class KafkaPing {

  private static final int PATIENCE_MILLIS = 5_000;
  private static final int SHOWN = 5;

  /** Nobody writes under it: whether it is unknown or forbidden is what is asked for. */
  private static final String PROBE = "tidemark-check";

  private KafkaPing() {}

  static ConnectionAnswer answer(Settings settings) throws InterruptedException {
    Cluster cluster = Cluster.of(settings);
    try (Admin admin = cluster.admin(PROBE)) {
      DescribeClusterResult found =
          admin.describeCluster(new DescribeClusterOptions().timeoutMs(PATIENCE_MILLIS));
      return new ConnectionAnswer.Answers(
          "Kafka cluster %s, %s; %s; %s"
              .formatted(
                  found.clusterId().get(),
                  brokers(found.nodes().get()),
                  secured(settings),
                  transactions(admin)));
    } catch (ExecutionException failed) {
      ConnectorException why = KafkaFailure.of(failed, cluster, "no answer to who is there");
      return new ConnectionAnswer.Silent(why.fault(), why.reason());
    } catch (ConnectorException wrong) {
      return new ConnectionAnswer.Silent(wrong.fault(), wrong.reason());
    }
  }

  private static String brokers(Collection<Node> nodes) {
    String shown =
        nodes.stream()
            .limit(SHOWN)
            .map(each -> each.host() + ":" + each.port())
            .collect(Collectors.joining(", "));
    return "%d broker%s (%s%s)"
        .formatted(
            nodes.size(), nodes.size() == 1 ? "" : "s", shown, nodes.size() > SHOWN ? ", ..." : "");
  }

  private static String secured(Settings settings) {
    String security = settings.text(KafkaConnectionType.SECURITY).toUpperCase(Locale.ROOT);
    return switch (security) {
      case "PLAINTEXT" -> "not encrypted";
      case "SASL_PLAINTEXT" -> "SASL, not encrypted";
      case "SASL_SSL" -> "SASL and TLS";
      default -> "TLS";
    };
  }

  /** Asked of whoever would coordinate them; nothing is begun. */
  private static String transactions(Admin admin) throws InterruptedException {
    try {
      var unused =
          admin
              .describeTransactions(
                  List.of(PROBE), new DescribeTransactionsOptions().timeoutMs(PATIENCE_MILLIS))
              .all()
              .get();
      return "has transactions";
    } catch (ExecutionException failed) {
      Throwable cause = KafkaFailure.bare(failed);
      if (cause instanceof TransactionalIdNotFoundException) {
        return "has transactions";
      }
      return cause instanceof AuthorizationException
          ? "transactions need rights: write and describe on transactional ids, as PIPELINE.STAGE.*"
          : "no coordinator of transactions answers, so sinks need delivery: at-least-once (%s)"
              .formatted(cause.getClass().getSimpleName());
    }
  }
}
