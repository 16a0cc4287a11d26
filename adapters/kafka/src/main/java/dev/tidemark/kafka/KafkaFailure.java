package dev.tidemark.kafka;

import dev.tidemark.connector.ConnectorException;
import dev.tidemark.coordinator.Fault;
import java.nio.file.NoSuchFileException;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.InvalidConfigurationException;
import org.apache.kafka.common.errors.InvalidReplicationFactorException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.PolicyViolationException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnsupportedVersionException;

/** What a failure of Kafka's clients means here (Delivery 11): by its class, never by its text. */
final class KafkaFailure {

  private static final Set<Class<?>> HOPELESS =
      Set.of(
          InvalidTopicException.class,
          InvalidReplicationFactorException.class,
          InvalidConfigurationException.class,
          PolicyViolationException.class,
          UnsupportedVersionException.class);

  private KafkaFailure() {}

  /**
   * For something that took no effect.
   *
   * @param tried what was being done, for the message
   * @throws InterruptedException when that is what it was
   */
  static ConnectorException of(Throwable failure, Cluster cluster, String tried)
      throws InterruptedException {
    Throwable cause = bare(failure);
    if (cause instanceof InterruptException) {
      Thread.interrupted();
      throw interrupted(cause);
    }
    if (cause instanceof RecordTooLargeException) {
      return new ConnectorException.Refused(tried + ": " + said(cause, cluster), cause);
    }
    // Anything that isn't Kafka's to say is a mistake of ours: it would fail again.
    return isHopeless(cause) || !(cause instanceof KafkaException)
        ? new ConnectorException.Terminal(fault(cause), message(cause, cluster, tried), cause)
        : new ConnectorException.Retryable(message(cause, cluster, tried), cause);
  }

  /** For a client that can't be made: of its settings, or of names that nobody knows now. */
  static ConnectorException ofProperties(KafkaException wrong, Cluster cluster) {
    Throwable root = wrong;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    if (cluster.isUnknown()) {
      return new ConnectorException.Retryable(
          "Kafka at %s: there is no host of this name".formatted(cluster), wrong);
    }
    return new ConnectorException.Terminal(
        "a client of Kafka at %s can't be made: %s; check the connection's properties"
            .formatted(
                cluster,
                root instanceof NoSuchFileException missing
                    ? "there is no file " + missing.getFile()
                    : said(root, cluster)),
        wrong);
  }

  private static Fault fault(Throwable cause) {
    return switch (cause) {
      case AuthenticationException each -> Fault.DENIED;
      case AuthorizationException each -> Fault.DENIED;
      case InvalidTopicException each -> Fault.FLOW;
      default -> cause instanceof KafkaException ? Fault.SYSTEM : Fault.BUG;
    };
  }

  private static boolean isHopeless(Throwable cause) {
    return cause instanceof AuthenticationException
        || cause instanceof AuthorizationException
        || cause instanceof ConfigException
        || HOPELESS.contains(cause.getClass());
  }

  private static InterruptedException interrupted(Throwable cause) {
    InterruptedException interrupted = new InterruptedException("while talking to Kafka");
    interrupted.initCause(cause);
    return interrupted;
  }

  /** The answer about one of those that were asked about. */
  static <K, V> V answer(Map<K, V> answers, K about) {
    V answer = answers.get(about);
    if (answer == null) {
      throw new IllegalStateException("Kafka's client didn't answer about " + about);
    }
    return answer;
  }

  /** What an answer to come was given instead. */
  static Throwable bare(Throwable failure) {
    Throwable cause = failure.getCause();
    boolean wrapper =
        failure instanceof ExecutionException || failure.getClass() == KafkaException.class;
    return wrapper && cause != null ? bare(cause) : failure;
  }

  private static String message(Throwable cause, Cluster cluster, String tried) {
    String hint =
        switch (cause) {
          case AuthenticationException each -> "; check the connection's security and credentials";
          case AuthorizationException each -> "; ask for the right to do that";
          case TimeoutException each -> "; is the cluster up, and the address right?";
          case RetriableException each -> "";
          default -> "";
        };
    return "%s (Kafka at %s): %s%s".formatted(tried, cluster, said(cause, cluster), hint);
  }

  private static String said(Throwable cause, Cluster cluster) {
    String message = cause.getMessage();
    return message == null ? cause.getClass().getSimpleName() : cluster.masked(message);
  }
}
