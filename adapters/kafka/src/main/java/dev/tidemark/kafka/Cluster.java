package dev.tidemark.kafka;

import dev.tidemark.connector.Connection;
import dev.tidemark.connector.ConnectorException;
import dev.tidemark.connector.Settings;
import dev.tidemark.connector.UrlSecrets;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.SaslConfigs;

/**
 * A cluster as its connection describes it, from which clients are made. Immutable; holds nothing
 * open.
 *
 * @param servers as {@code bootstrap.servers} has them; for messages too
 * @param properties of every client
 */
record Cluster(String servers, Map<String, Object> properties) {

  /** What the delivery depends on: whoever sets these would get something else than promised. */
  static final Set<String> OURS =
      Set.of(
          CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG,
          ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
          ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
          ConsumerConfig.GROUP_ID_CONFIG,
          ConsumerConfig.GROUP_INSTANCE_ID_CONFIG,
          ConsumerConfig.GROUP_PROTOCOL_CONFIG,
          ConsumerConfig.ISOLATION_LEVEL_CONFIG,
          ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG,
          ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG,
          ProducerConfig.ACKS_CONFIG,
          ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
          ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG,
          ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG,
          ProducerConfig.TRANSACTIONAL_ID_CONFIG);

  static Cluster of(Connection connection) {
    return of(connection.settings());
  }

  static Cluster of(Settings settings) {
    Map<String, Object> all = new LinkedHashMap<>();
    String servers = String.join(",", settings.texts(KafkaConnectionType.SERVERS));
    String security = settings.text(KafkaConnectionType.SECURITY);
    all.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, servers);
    all.put(
        CommonClientConfigs.SECURITY_PROTOCOL_CONFIG, security.toUpperCase(java.util.Locale.ROOT));
    settings
        .optionalText(KafkaConnectionType.USERNAME)
        .ifPresent(
            user -> {
              String mechanism = settings.text(KafkaConnectionType.MECHANISM);
              all.put(SaslConfigs.SASL_MECHANISM, mechanism);
              all.put(SaslConfigs.SASL_JAAS_CONFIG, login(mechanism, user, settings));
            });
    settings
        .textMap(KafkaConnectionType.PROPERTIES)
        .forEach(
            (key, value) -> {
              if (!OURS.contains(key)) {
                all.put(key, value);
              }
            });
    return new Cluster(servers, all);
  }

  private static String login(String mechanism, String user, Settings settings) {
    String module = mechanism.equals("PLAIN") ? "plain.Plain" : "scram.Scram";
    return "org.apache.kafka.common.security.%sLoginModule required username=\"%s\" password=\"%s\";"
        .formatted(
            module,
            escaped(user),
            escaped(settings.optionalText(KafkaConnectionType.PASSWORD).orElse("")));
  }

  private static String escaped(String text) {
    return text.replace("\\", "\\\\").replace("\"", "\\\"");
  }

  /** The properties of a client: ours below what the user says, and others above. */
  Map<String, Object> with(Map<String, Object> below, Map<String, Object> above) {
    Map<String, Object> all = new HashMap<>(below);
    all.putAll(properties);
    all.putAll(above);
    return all;
  }

  /**
   * A client for asking and creating.
   *
   * @throws ConnectorException.Terminal when the properties can't be used
   */
  Admin admin(String client) throws ConnectorException {
    // Short: whoever asks asks again where that may help, and a start is to say soon what is wrong.
    // The second must not be less than the first, so whoever sets the first sets both.
    Map<String, Object> below =
        properties.containsKey("request.timeout.ms")
            ? Map.of()
            : Map.of("request.timeout.ms", "6000", "default.api.timeout.ms", "6000");
    try {
      return Admin.create(with(below, Map.of("client.id", client)));
    } catch (KafkaException wrong) {
      throw KafkaFailure.ofProperties(wrong, this);
    }
  }

  /** Whether no server's name can be resolved, which may pass. */
  boolean isUnknown() {
    return Arrays.stream(servers.split(",")).noneMatch(Cluster::isKnown);
  }

  private static boolean isKnown(String server) {
    try {
      return InetAddress.getAllByName(server.replaceFirst(":[0-9]+$", "")).length > 0;
    } catch (UnknownHostException unknown) {
      return false;
    }
  }

  /** A message of Kafka's without the values of properties that may be secret. */
  String masked(String message) {
    String masked = message;
    for (Map.Entry<String, Object> each : properties.entrySet()) {
      String value = each.getValue().toString();
      if (UrlSecrets.isSecretKey(each.getKey()) && !value.isBlank()) {
        masked = masked.replace(value, "***");
      }
    }
    return masked;
  }

  @Override
  public String toString() {
    return servers;
  }
}
