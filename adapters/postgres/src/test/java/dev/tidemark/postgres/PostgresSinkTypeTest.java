package dev.tidemark.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.connector.ConnectionAnswer;
import dev.tidemark.connector.Settings;
import dev.tidemark.connector.StageType;
import dev.tidemark.servers.PostgresDatabase;
import dev.tidemark.servers.PostgresServer;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PostgresSinkTypeTest {

  private static final TestTarget SOMEWHERE =
      new TestTarget(new PostgresDatabase("db", 5432, "shop", "loader"));

  private static List<String> problems(Map<String, Object> given) {
    PostgresSinkType type = new PostgresSinkType();
    Map<String, Object> values = new HashMap<>();
    values.put("connection", SOMEWHERE.connection());
    values.put("table", "orders");
    values.put("mode", "append");
    values.put("update", List.of("all"));
    values.put("positions_schema", "tidemark");
    values.putAll(given);
    return type.check(new Settings(type.settings(), values)).stream()
        .map(StageType.Problem::setting)
        .toList();
  }

  @Test
  void settingsThatContradictEachOtherAreFound() {
    assertThat(problems(Map.of())).isEmpty();
    assertThat(problems(Map.of("mode", "merge"))).containsExactly("key");
    assertThat(problems(Map.of("key", List.of("id")))).containsExactly("key");
    assertThat(problems(Map.of("delete_when", "gone"))).containsExactly("delete_when");
    assertThat(problems(Map.of("mode", "merge", "key", List.of("a", "a")))).containsExactly("key");
    assertThat(problems(Map.of("mode", "merge", "key", List.of("a"), "update", List.of("a", "b"))))
        .containsExactly("update");
    assertThat(
            problems(
                Map.of(
                    "mode", "merge", "key", List.of("a"), "update", List.of("b"), "version", "c")))
        .containsExactly("update");
    assertThat(problems(Map.of("table", "a.b.c"))).containsExactly("table");
    assertThat(problems(Map.of("table", "tidemark.t"))).containsExactly("table");
    assertThat(problems(Map.of("table", "\"open"))).containsExactly("table");
  }

  @Test
  void namesAreReadAsSqlHasThem() {
    assertThat(QualifiedName.parse("Orders")).isEqualTo(new QualifiedName("public", "orders"));
    assertThat(QualifiedName.parse("Sales.\"My \"\"Orders\"\"\""))
        .isEqualTo(new QualifiedName("sales", "My \"Orders\""));
    assertThat(QualifiedName.parse("\"a.b\".c")).isEqualTo(new QualifiedName("a.b", "c"));
  }

  @Test
  void aLongNameHasAStagingTableOfItsOwn() {
    QualifiedName longest = new QualifiedName("public", "\u00e9".repeat(31));
    assertThat(QualifiedName.isTooLong(longest.name())).isFalse();
    assertThat(QualifiedName.isTooLong(longest.staging().name())).isFalse();
    assertThat(longest.staging()).isNotEqualTo(longest);
  }

  @Test
  void aUrlStandsForItsParts() {
    assertThat(
            new PostgresConnectionType()
                .fromUrl("postgresql://a%40b:p%2Fw@db.internal:6432/shop?sslmode=require&ssl=true"))
        .isEqualTo(
            Map.of(
                "user", "a@b",
                "password", "p/w",
                "host", "db.internal",
                "port", "6432",
                "database", "shop",
                "sslmode", "require",
                "parameters", "ssl=true"));
  }

  @Test
  void aUrlThatIsNoneIsRefusedWithoutItsPassword() {
    assertThatThrownBy(() -> new PostgresConnectionType().fromUrl("postgresql://u:secret@host"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("the database is missing")
        .hasMessageNotContaining("secret");
  }

  @Test
  void aPropertyThatTheDriverDoesNotKnowIsFound() {
    assertThatThrownBy(() -> SOMEWHERE.with("properties", Map.of("sslMode", "require")).endpoint())
        .hasMessageContaining("no property 'sslMode'");
    assertThatThrownBy(() -> SOMEWHERE.with("properties", Map.of("password", "x")).endpoint())
        .hasMessageContaining("this connection's 'password'");
  }

  @Test
  void aServerSaysWhatTheRoleMayDo() throws Exception {
    TestTarget there = new TestTarget(PostgresServer.shared().newDatabase());
    String role = "reader_" + there.database().name();
    there
        .database()
        .execute(
            "create role %1$s login; revoke temporary on database %2$s from public;"
                    .formatted(role, there.database().name())
                + " create schema mine");
    TestTarget reader = new TestTarget(there.database().as(role));
    assertThat(said(reader))
        .endsWith("may create nothing: enough to read; a sink needs its tables made beforehand");
    there.database().execute("grant create on schema mine to " + role);
    assertThat(said(reader)).endsWith("may create tables in mine");
  }

  private static String said(TestTarget target) {
    return ((ConnectionAnswer.Answers) new PostgresConnectionType().check(target.settings()))
        .detail();
  }

  @Test
  void aServerThatAnswersSaysWhichItIs() throws Exception {
    TestTarget there = new TestTarget(PostgresServer.shared().newDatabase());
    assertThat(new PostgresConnectionType().check(there.settings()))
        .isEqualTo(
            new ConnectionAnswer.Answers(
                "PostgreSQL "
                    + there.database().value("SHOW server_version")
                    + " as postgres; not encrypted; a superuser, who may do everything"));
    assertThat(new PostgresConnectionType().check(there.with("port", 1L).settings()))
        .isInstanceOf(ConnectionAnswer.Silent.class);
  }

  @Test
  void aPortThatIsNoneIsFound() {
    assertThatThrownBy(() -> SOMEWHERE.with("port", 65_536L).endpoint())
        .hasMessage("port: expected a number from 1 to 65535, was 65536");
  }

  @Test
  void whatListensAndNeverAnswersIsGivenUp() throws Exception {
    try (ServerSocket silent = new ServerSocket(0)) {
      TestTarget there =
          SOMEWHERE
              .with("host", "localhost")
              .with("port", (long) silent.getLocalPort())
              .with("connect_timeout", Duration.ofSeconds(1));
      assertThat(new PostgresConnectionType().check(there.settings()))
          .isInstanceOf(ConnectionAnswer.Silent.class);
    }
  }

  @Test
  void aHostThatIsNotThereIsSaidToBeSo() throws Exception {
    assertThat(new PostgresConnectionType().check(SOMEWHERE.with("host", "db.invalid").settings()))
        .isInstanceOfSatisfying(
            ConnectionAnswer.Silent.class,
            silent -> assertThat(silent.toString()).contains("There is no host of this name"));
  }
}
