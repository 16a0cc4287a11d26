package dev.tidemark.kafka;

import dev.tidemark.connector.Connection;
import dev.tidemark.connector.StageType.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** What can be wrong with a connection or a topic's name, before anything is asked. */
final class ConnectionCheck {

  private static final Pattern TOPIC = Pattern.compile("[a-zA-Z0-9._-]{1,249}");

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
    connection
        .settings()
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

  /** What is wrong with a topic's name. */
  static Optional<String> topicProblem(String topic) {
    boolean legal = TOPIC.matcher(topic).matches() && !topic.equals(".") && !topic.equals("..");
    return legal
        ? Optional.empty()
        : Optional.of("'" + topic + "' is no topic's name: letters, digits, '.', '_' and '-'");
  }
}
