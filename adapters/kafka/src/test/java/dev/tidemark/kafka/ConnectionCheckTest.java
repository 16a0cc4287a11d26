package dev.tidemark.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.connector.Connection;
import dev.tidemark.connector.ConnectorException;
import dev.tidemark.connector.StageContext;
import dev.tidemark.connector.StageType.Problem;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ConnectionCheckTest {

  private static Connection connection(Map<String, Object> changed) {
    Map<String, Object> settings = new HashMap<>(changed);
    settings.putIfAbsent("servers", List.of("localhost:9092"));
    return Topics.connection(settings);
  }

  private static List<String> problems(Map<String, Object> changed) {
    return ConnectionCheck.problems(connection(changed), "connection").stream()
        .map(Problem::message)
        .toList();
  }

  @Test
  void aServerNeedsAPort() {
    assertThat(problems(Map.of("servers", List.of("one:9092", "[::1]:9092")))).isEmpty();
    assertThat(problems(Map.of("servers", List.of("one:9092", "two"))))
        .containsExactly("servers: expected each as host:port, like broker-1:9092, found 'two'");
  }

  @Test
  void aUserIsForSaslAndSaslNeedsOne() {
    assertThat(problems(Map.of("security", "sasl_ssl", "username", "loader"))).isEmpty();
    assertThat(problems(Map.of("username", "loader")))
        .singleElement()
        .asString()
        .contains("security: sasl_ssl or sasl_plaintext", "here it is plaintext");
    assertThat(problems(Map.of("security", "sasl_ssl")))
        .singleElement()
        .asString()
        .startsWith("'username' is missing");
    assertThat(
            problems(
                Map.of(
                    "security",
                    "sasl_ssl",
                    "properties",
                    Map.of("sasl.jaas.config", "some login"))))
        .isEmpty();
  }

  @Test
  void whatDecidesTheDeliveryCanNotBeSet() {
    assertThat(problems(Map.of("properties", Map.of("acks", "1"))))
        .singleElement()
        .asString()
        .contains("acks is Tidemark's to set");
  }

  @Test
  void aHostThatNobodyKnowsMayBeKnownLater() {
    Cluster cluster = Cluster.of(connection(Map.of("servers", List.of("broker.invalid:9092"))));
    assertThatThrownBy(() -> cluster.admin("test"))
        .isInstanceOf(ConnectorException.Retryable.class)
        .hasMessageContaining("there is no host of this name");
  }

  @Test
  void aLongerRequestTimeoutIsTaken() throws Exception {
    Cluster cluster =
        Cluster.of(connection(Map.of("properties", Map.of("request.timeout.ms", "30000"))));
    cluster.admin("test").close();
  }

  @Test
  void aFileThatIsMissingIsNamed() {
    Cluster cluster =
        Cluster.of(
            connection(
                Map.of(
                    "security",
                    "ssl",
                    "properties",
                    Map.of("ssl.truststore.location", "/nowhere.p12"))));
    assertThatThrownBy(() -> cluster.admin("test"))
        .isInstanceOf(ConnectorException.Terminal.class)
        .hasMessageContaining("there is no file /nowhere.p12");
  }

  @Test
  void aTopicHasOneUse() {
    StageContext context =
        Topics.context(
            SinkSettings.SETTINGS,
            Map.of("connection", connection(Map.of()), "topic", "a", "dead_letter_topic", "a"),
            false);
    assertThat(SinkSettings.problems(context.settings()))
        .extracting(Problem::setting)
        .containsExactly("dead_letter_topic");
  }
}
