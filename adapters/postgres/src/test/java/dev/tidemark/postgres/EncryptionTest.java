package dev.tidemark.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.connector.ConnectionAnswer;
import dev.tidemark.coordinator.Fault;
import dev.tidemark.servers.PostgresDatabase;
import dev.tidemark.servers.PostgresServer;
import dev.tidemark.servers.ServerCertificate;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server that wants encryption and a password. */
class EncryptionTest {

  private static final String PASSWORD = "s3cret-of-loader";

  @TempDir private static Path folder;

  private static PostgresServer server;
  private static ServerCertificate certificate;
  private static PostgresDatabase database;

  @BeforeAll
  static void start() throws Exception {
    server = PostgresServer.start();
    certificate = ServerCertificate.in(folder);
    database = server.newDatabase();
    PostgresDatabase system = server.system();
    system.execute("create role loader login password '" + PASSWORD + "'");
    system.execute("alter system set ssl_cert_file = '" + certificate.certificate() + "'");
    system.execute("alter system set ssl_key_file = '" + certificate.key() + "'");
    system.execute("alter system set ssl = on");
    Files.writeString(
        Path.of(system.value("show hba_file")),
        """
        hostssl all loader all scram-sha-256
        host all postgres all trust
        """);
    system.execute("select pg_reload_conf()");
    while (!system.value("show ssl").equals("on")) {
      Thread.onSpinWait();
    }
  }

  @AfterAll
  static void stop() throws Exception {
    server.close();
  }

  private static TestTarget target(String mode, String password) {
    return new TestTarget(database.as("loader")).with("sslmode", mode).with("password", password);
  }

  private static ConnectionAnswer ask(TestTarget target) {
    return new PostgresConnectionType().check(target.settings());
  }

  private static ConnectionAnswer.Silent silent(TestTarget target) {
    assertThat(ask(target)).isInstanceOf(ConnectionAnswer.Silent.class);
    ConnectionAnswer.Silent silent = (ConnectionAnswer.Silent) ask(target);
    assertThat(silent.reason()).doesNotContain(PASSWORD);
    return silent;
  }

  @Test
  void aServerThatIsTrustedIsSpokenToEncrypted() {
    ConnectionAnswer answer =
        ask(target("verify-full", PASSWORD).with("sslrootcert", certificate.certificate()));
    assertThat(answer)
        .isInstanceOfSatisfying(
            ConnectionAnswer.Answers.class,
            said ->
                assertThat(said.detail())
                    .contains("as loader; TLSv1.3 ")
                    .contains("may create temporary tables")
                    .doesNotContain(PASSWORD));
  }

  @Test
  void aServerThatIsNotTrustedIsNotSpokenTo() throws Exception {
    Path other = Files.createDirectory(folder.resolve("other"));
    Path stranger = ServerCertificate.in(other).certificate();
    silent(target("verify-full", PASSWORD).with("sslrootcert", stranger));
  }

  @Test
  void whoeverComesWithoutEncryptionIsToldSo() {
    assertThat(silent(target("disable", PASSWORD)))
        .satisfies(
            said -> {
              assertThat(said.fault()).isEqualTo(Fault.DENIED);
              assertThat(said.reason()).contains("no encryption").contains("pg_hba.conf");
            });
  }

  @Test
  void aWrongPasswordIsDeniedAndNotShown() {
    ConnectionAnswer.Silent said = silent(target("require", PASSWORD + "-not"));
    assertThat(said.fault()).isEqualTo(Fault.DENIED);
    assertThat(said.reason()).contains("check user and password");
  }
}
