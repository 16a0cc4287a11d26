package dev.tidemark.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.connector.ConnectionAnswer;
import dev.tidemark.connector.Settings;
import dev.tidemark.connector.Sink;
import dev.tidemark.contract.SampleLoad;
import dev.tidemark.coordinator.Fault;
import dev.tidemark.coordinator.Owner;
import dev.tidemark.servers.KafkaServer;
import dev.tidemark.servers.ServerCertificate;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A broker that wants encryption and a password. */
@Timeout(120)
class SecuredTest {

  private static final String USER = "loader";
  private static final String PASSWORD = "s3cret-of-loader";
  private static final Owner OWNER = new Owner(1, "owner");

  @TempDir private static Path folder;

  private static KafkaServer server;
  private static ServerCertificate certificate;

  @BeforeAll
  static void start() throws Exception {
    certificate = ServerCertificate.in(folder);
    server = KafkaServer.started(certificate, USER, PASSWORD);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static Map<String, Object> connection(String password, boolean trusting) {
    Map<String, Object> given = new HashMap<>();
    given.put(KafkaConnectionType.SERVERS, List.of(server.secured()));
    given.put(KafkaConnectionType.SECURITY, "sasl_ssl");
    given.put(KafkaConnectionType.USERNAME, USER);
    given.put(KafkaConnectionType.PASSWORD, password);
    if (trusting) {
      given.put(
          KafkaConnectionType.PROPERTIES,
          Map.of(
              "ssl.truststore.type",
              "PEM",
              "ssl.truststore.location",
              certificate.certificate().toString()));
    }
    return given;
  }

  private static ConnectionAnswer ask(Map<String, Object> given) throws Exception {
    KafkaConnectionType type = new KafkaConnectionType();
    Settings settings = Topics.settings(type.settings(), given);
    assertThat(Cluster.of(settings).toString()).doesNotContain(PASSWORD);
    return type.check(settings);
  }

  @Test
  void whoKnowsThePasswordAndTrustsTheBrokerIsAnswered() throws Exception {
    assertThat(ask(connection(PASSWORD, true)))
        .isInstanceOfSatisfying(
            ConnectionAnswer.Answers.class,
            said ->
                assertThat(said.detail())
                    .contains("1 broker (" + server.secured() + ")")
                    .contains("SASL and TLS")
                    .contains("has transactions")
                    .doesNotContain(PASSWORD));
  }

  @Test
  void recordsAreWrittenThroughIt() throws Exception {
    Sink.Transactional sink =
        (Sink.Transactional)
            new KafkaSinkType()
                .open(
                    Topics.context(
                        SinkSettings.SETTINGS,
                        Map.of(
                            "connection",
                            Topics.connection(connection(PASSWORD, true)),
                            "topic",
                            "written"),
                        false));
    try (sink) {
      sink.claim(OWNER);
      sink.prepare(SampleLoad.COLUMNS);
      sink.open(SampleLoad.opening(OWNER, 1));
      sink.write(SampleLoad.delivery(OWNER, 1, 0, 3));
      assertThat(sink.lookUp().rows().head().position().text()).isEqualTo("3");
    }
  }

  @Test
  void aWrongPasswordIsDeniedAndNotShown() throws Exception {
    assertThat(ask(connection(PASSWORD + "-not", true)))
        .isInstanceOfSatisfying(
            ConnectionAnswer.Silent.class,
            said -> {
              assertThat(said.fault()).isEqualTo(Fault.DENIED);
              assertThat(said.reason())
                  .contains("check the connection's security and credentials")
                  .doesNotContain(PASSWORD);
            });
  }

  @Test
  void aBrokerThatIsNotTrustedIsNotSpokenTo() throws Exception {
    assertThat(ask(connection(PASSWORD, false)))
        .isInstanceOfSatisfying(
            ConnectionAnswer.Silent.class,
            said -> {
              assertThat(said.fault()).isEqualTo(Fault.DENIED);
              assertThat(said.reason()).doesNotContain(PASSWORD);
            });
  }
}
