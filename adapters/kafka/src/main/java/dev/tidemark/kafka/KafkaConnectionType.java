package dev.tidemark.kafka;

import dev.tidemark.connector.ConnectionAnswer;
import dev.tidemark.connector.ConnectionType;
import dev.tidemark.connector.LetterOutletType;
import dev.tidemark.connector.Setting;
import dev.tidemark.connector.Settings;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A Kafka cluster. As a URL: {@code kafka://broker-1:9092,broker-2:9092}. Whatever Kafka's clients
 * can be told may stand under {@code properties}.
 */
public final class KafkaConnectionType implements ConnectionType {

  static final String KIND = "kafka";
  static final String SERVERS = "servers";
  static final String SECURITY = "security";
  static final String MECHANISM = "mechanism";
  static final String USERNAME = "username";
  static final String PASSWORD = "password";
  static final String PROPERTIES = "properties";

  private static final String PREFIX = KIND + "://";
  private static final String EXPECTED =
      "expected kafka://HOST:PORT, like kafka://localhost:9092 or kafka://one:9092,two:9092";

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public List<Setting> settings() {
    return List.of(
        Setting.required(
            SERVERS, Setting.Kind.TEXTS, "Some of the brokers, each as host:port; any will do."),
        Setting.choice(
            SECURITY,
            List.of("plaintext", "ssl", "sasl_plaintext", "sasl_ssl"),
            "How brokers are spoken to."),
        Setting.choice(
            MECHANISM,
            List.of("PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512"),
            "How username and password are proven, when they are given."),
        Setting.optional(USERNAME, Setting.Kind.TEXT, "Who we are, for sasl."),
        Setting.optional(PASSWORD, Setting.Kind.SECRET, "The proof, for sasl."),
        Setting.optional(
            PROPERTIES,
            Setting.Kind.TEXT_MAP,
            "Any property of Kafka's clients, by its own name: ssl.truststore.location,"
                + " sasl.jaas.config, client.rack. Those that decide what is delivered are ours."));
  }

  @Override
  public List<String> schemes() {
    return List.of(KIND);
  }

  @Override
  public Map<String, String> fromUrl(String url) {
    if (!url.toLowerCase(Locale.ROOT).startsWith(PREFIX)) {
      throw new IllegalArgumentException(EXPECTED);
    }
    String servers = url.substring(PREFIX.length());
    if (servers.isBlank() || servers.chars().anyMatch(each -> "/?#@".indexOf(each) >= 0)) {
      throw new IllegalArgumentException(
          EXPECTED + "; a user and a password are keys of their own, username and password");
    }
    return Map.of(SERVERS, servers);
  }

  @Override
  public ConnectionAnswer check(Settings settings) throws InterruptedException {
    return KafkaPing.answer(settings);
  }

  @Override
  public Optional<LetterOutletType> letterOutlet() {
    return Optional.of(new LetterTopicType());
  }
}
