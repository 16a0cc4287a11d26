package dev.tidemark.kafka;

import dev.tidemark.connector.Connection;
import dev.tidemark.connector.Settings;
import dev.tidemark.connector.StageType.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** What can be wrong with a connection or a topic's name, before anything is asked. */
final class ConnectionCheck {

  private static final Pattern TOPIC = Pattern.compile("[a-zA-Z0-9._-]{1,249}");

  private static final Pattern SERVER =
      Pattern.compile("[^\\s/:]+:[0-9]{1,5}|\\[[^\\s/]+]:[0-9]{1,5}");

  private ConnectionCheck() {}

  /** What is wrong with a stage's connection, said of the stage's setting. */
  static List<Problem> problems(Connection connection, String setting) {
    List<Problem> problems = new ArrayList<>();
    if (!connection.kind().equals(KafkaConnectionType.KIND)) {
      problems.add(
          new Problem(
              setting,
              "is of kind '%s', a kafka stage needs one of kind 'kafka'"
                  .formatted(connection.kind())));
      return problems;
    }
    Settings settings = connection.settings();
    for (String server : settings.texts(KafkaConnectionType.SERVERS)) {
      if (!SERVER.matcher(server).matches()) {
        problems.add(
            new Problem(
                setting,
                "servers: expected each as host:port, like broker-1:9092, found '%s'"
                    .formatted(server)));
      }
    }
    checkLogin(settings, setting, problems);
    settings
        .textMap(KafkaConnectionType.PROPERTIES)
        .keySet()
        .forEach(
            key -> {
              if (Cluster.OURS.contains(key)) {
                problems.add(
                    new Problem(
                        setting,
                        "properties: %s is Tidemark's to set, since what is delivered depends on it"
                            .formatted(key)));
              }
            });
    return problems;
  }

  private static void checkLogin(Settings settings, String setting, List<Problem> problems) {
    boolean sasl = settings.text(KafkaConnectionType.SECURITY).startsWith("sasl");
    boolean user = settings.has(KafkaConnectionType.USERNAME);
    boolean own =
        settings.textMap(KafkaConnectionType.PROPERTIES).keySet().stream()
            .anyMatch(key -> key.startsWith("sasl.") || key.startsWith("security."));
    if (own) {
      return;
    }
    if (user && !sasl) {
      problems.add(
          new Problem(
              setting,
              "username and password are for security: sasl_ssl or sasl_plaintext; here it is %s"
                  .formatted(settings.text(KafkaConnectionType.SECURITY))));
    } else if (sasl && !user) {
      problems.add(
          new Problem(
              setting,
              "'username' is missing: security: %s needs one, or sasl.jaas.config in properties"
                  .formatted(settings.text(KafkaConnectionType.SECURITY))));
    }
  }

  /** What is wrong with a topic's name. */
  static Optional<String> topicProblem(String topic) {
    boolean legal = TOPIC.matcher(topic).matches() && !topic.equals(".") && !topic.equals("..");
    return legal
        ? Optional.empty()
        : Optional.of("'" + topic + "' is no topic's name: letters, digits, '.', '_' and '-'");
  }
}
