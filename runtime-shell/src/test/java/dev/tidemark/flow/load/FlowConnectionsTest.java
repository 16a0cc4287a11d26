package dev.tidemark.flow.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.connection.ConnectionResolver;
import dev.tidemark.connection.ConnectionScope;
import dev.tidemark.connector.Connection;
import dev.tidemark.document.Findings;
import dev.tidemark.document.FlowProblem;
import dev.tidemark.document.Value;
import dev.tidemark.document.YamlDocument;
import dev.tidemark.flow.Node;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FlowConnectionsTest {
  private static final String SECRET = "hunter2";
  private static final String FLOW =
      """
      name: loads
      connections:
        warehouse: { kind: postgres, host: from-flow, database: w, password: "${PASSWORD:-}" }
      stages:
        - { name: a, type: noop_source }
        - { name: b, type: sqlite, config: { connection: warehouse, table: t } }
      """;

  @TempDir Path home;
  private final Map<String, String> variables = new HashMap<>();

  private FlowCheck check(String flow) {
    return Flows.read(
        "flow.yaml", flow, home.resolve("flows"), FakeTypes.environment(home, variables));
  }

  private Connection resolved() {
    FlowCheck check = check(FLOW);
    assertThat(check.problems()).extracting(FlowProblem::text).isEmpty();
    Node.SinkNode sink = (Node.SinkNode) check.graph().orElseThrow().node("b");
    return sink.settings().connection("connection");
  }

  private void write(String file, String text) throws IOException {
    Path path = home.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text);
  }

  private static String host(Connection connection) {
    return connection.settings().text("host");
  }

  private static String toml(String host) {
    return "[connections.warehouse]\nkind = \"postgres\"\nhost = \""
        + host
        + "\"\ndatabase = \"w\"\n";
  }

  @Test
  void theFirstPlaceThatHasItWins() throws IOException {
    assertThat(host(resolved())).isEqualTo("from-flow");
    write(".config/tidemark/connections.toml", toml("from-home"));
    assertThat(host(resolved())).isEqualTo("from-home");
    write("work/tidemark.toml", toml("from-work"));
    assertThat(host(resolved())).isEqualTo("from-work");
    write("flows/tidemark.toml", toml("from-folder"));
    assertThat(host(resolved())).isEqualTo("from-folder");
    variables.put("TIDEMARK_CONNECTION_WAREHOUSE", "postgresql://me:" + SECRET + "@from-url:99/w");
    assertThat(host(resolved())).isEqualTo("from-url");
    variables.put(
        "TIDEMARK_CONNECTION_WAREHOUSE",
        "{\"kind\": \"postgres\", \"host\": \"from-json\", \"database\": \"w\"}");
    assertThat(host(resolved())).isEqualTo("from-json");
    assertThat(resolved().settings().integer("port")).isEqualTo(5432);
  }

  @Test
  void keysAddToAUrlAndOverrideIt() throws IOException {
    variables.put("WAREHOUSE_PASSWORD", SECRET);
    write(
        "flows/tidemark.toml",
        """
        [connections.warehouse]
        kind = "postgres"
        url = "postgresql://loader@db.internal/warehouse"
        port = 6000
        password = "${WAREHOUSE_PASSWORD}"
        """);

    Connection connection = resolved();

    assertThat(connection.name()).isEqualTo("warehouse");
    assertThat(host(connection)).isEqualTo("db.internal");
    assertThat(connection.settings().text("user")).isEqualTo("loader");
    assertThat(connection.settings().integer("port")).isEqualTo(6000);
    assertThat(connection.settings().text("password")).isEqualTo(SECRET);
  }

  @Test
  void ofAUrlThatIsntKnownNothingElseIsSaid() {
    for (String kind : List.of("kind: postgres, ", "")) {
      String of = "{ %surl: \"postgresql://${WAREHOUSE}/w\" }".formatted(kind);
      assertThat(check(FLOW.replaceFirst("\\{ kind.*}", Matcher.quoteReplacement(of))).problems())
          .extracting(FlowProblem::message)
          .containsExactly("the environment variable WAREHOUSE is not set");
    }
  }

  @Test
  void problemsOfAFileNameThatFile() throws IOException {
    write(
        "flows/tidemark.toml",
        """
        [connections.other]
        kind = "postgres"
        host = "${NOT_NEEDED}"

        [connections.warehouse]
        kind = "postgres"
        hots = "h"
        database = "${NO_SUCH}"
        """);
    String file = home.resolve("flows/tidemark.toml").toString();

    assertThat(check(FLOW).problems())
        .extracting(FlowProblem::text)
        .containsExactly(
            file + ":5:1: connections.warehouse: 'host' is missing: the server",
            file + ":7:1: connections.warehouse.hots: unknown key; did you mean 'host'?",
            file
                + ":8:1: connections.warehouse.database: the environment variable NO_SUCH is not"
                + " set; set it, or give a default: ${NO_SUCH:-...}");
  }

  @Test
  void aBrokenFileIsReportedOnceAndNothingElse() throws IOException {
    write("flows/tidemark.toml", "[connections.warehouse\nkind = " + SECRET);

    assertThat(check(FLOW).problems())
        .hasSize(1)
        .allSatisfy(problem -> assertThat(problem.message()).isEqualTo("not valid TOML"));
  }

  @Test
  void aWrongVariableDoesNotShowWhatItHolds() {
    variables.put("TIDEMARK_CONNECTION_WAREHOUSE", "mongodb://me:" + SECRET + "@host/w");

    FlowCheck check = check(FLOW);

    assertThat(check.problems())
        .extracting(FlowProblem::text)
        .containsExactly(
            "environment variable TIDEMARK_CONNECTION_WAREHOUSE: url: no kind of connection has"
                + " URLs like this one; known: postgres:, postgresql:, sqlite:");
  }

  @Test
  void secretsNeverShow() throws IOException {
    variables.put("PASSWORD", SECRET);
    variables.put("TIDEMARK_CONNECTION_OTHER", "postgres://me:" + SECRET + "@h/w");
    FlowEnvironment environment = FakeTypes.environment(home, variables);
    String flow =
        FLOW
            + """
              - { name: c, type: http, config: { token: "${PASSWORD}", url: "http://a:${PASSWORD}@h" } }
              - { name: d, type: sqlite, config: { connection: other, table: t } }
              - name: e
                type: http
                config: { token: hunter2, url: "https://e:hunter2@h/?api_key=hunter2" }
              - { name: f, type: stdout_sink }
            """;

    FlowCheck check = Flows.read("flow.yaml", flow, home, environment);

    assertThat(check.problems()).isEmpty();
    assertThat(check.warnings()).hasSize(2);
    assertThat(check.toString()).doesNotContain(SECRET);
    assertThat(check.graph().orElseThrow().toString()).doesNotContain(SECRET);
    assertThat(check.graph().orElseThrow().topology()).doesNotContain(SECRET);
    assertThat(environment.toString()).doesNotContain(SECRET);
    assertThat(check.warnings())
        .allSatisfy(warning -> assertThat(warning.text()).doesNotContain(SECRET));
  }

  @Test
  void everySecretInAWrongFlowStaysHidden() {
    variables.put("PASSWORD", SECRET);
    String flow =
        """
        name: wrong
        batch: { records: "${PASSWORD}", linger: "${PASSWORD}", bytes: "${PASSWORD}" }
        execution: { mode: "${PASSWORD}" }
        connections:
          a: { kind: "${PASSWORD}", password: [hunter2] }
          b: { kind: postgres, url: "pg://me:hunter2@h" }
          c: { url: "x://me:hunter2@h", password: { a: hunter2 } }
        stages:
          - { name: a, type: http, config: { token: [hunter2], url: { a: hunter2 } } }
          - { name: b, type: sqlite, config: { connection: "postgres://me:hunter2@h/w" } }
          - { name: "${PASSWORD}!", type: "${PASSWORD}", input_queue: "${PASSWORD}?" }
        """;

    FlowCheck check = check(flow);

    assertThat(check.problems()).hasSizeGreaterThan(8);
    assertThat(check.toString()).doesNotContain(SECRET);
  }

  @Test
  void originsAreListedWithoutValues() throws IOException {
    variables.put("TIDEMARK_CONNECTION_WARE_HOUSE", "postgres://me:" + SECRET + "@h/w");
    write("work/tidemark.toml", toml("h"));
    ConnectionScope scope =
        new ConnectionScope(
            variables,
            home,
            home.resolve("work"),
            home.resolve("flows"),
            FakeTypes.environment(home, variables).connectionTypes());
    Value.Mapping inFlow = YamlDocument.read("flow.yaml", "lake: { kind: sqlite }").root();

    assertThat(new ConnectionResolver(scope, new Findings(inFlow), inFlow).origins())
        .isEqualTo(
            Map.of(
                "ware-house", "environment variable TIDEMARK_CONNECTION_WARE_HOUSE",
                "warehouse", home.resolve("work/tidemark.toml").toString(),
                "lake", "the flow"));
    assertThat(List.of(scope.toString())).noneMatch(text -> text.contains(SECRET));
  }
}
