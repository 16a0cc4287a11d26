package dev.tidemark.flow.load;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tidemark.connector.Settings;
import dev.tidemark.document.FlowProblem;
import dev.tidemark.flow.BatchLimits;
import dev.tidemark.flow.Emission;
import dev.tidemark.flow.FlowGraph;
import dev.tidemark.flow.Node;
import dev.tidemark.flow.Node.OnError;
import dev.tidemark.flow.spec.FlowSpec;
import dev.tidemark.flow.spec.KubernetesSpec;
import dev.tidemark.flow.spec.QueueSpec;
import dev.tidemark.lifecycle.Schedule;
import dev.tidemark.lifecycle.Stage;
import dev.tidemark.lifecycle.StageKind;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yaml.snakeyaml.Yaml;

class FlowsTest {
  @TempDir Path home;

  static String packages() throws IOException {
    try (InputStream in = FlowsTest.class.getResourceAsStream("packages.yaml")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private FlowCheck check(String file, String text, Map<String, String> variables) {
    return Flows.read(file, text, home.resolve("flows"), FakeTypes.environment(home, variables));
  }

  private FlowGraph graph(String text) {
    FlowCheck check = check("flow.yaml", text, Map.of());
    assertThat(check.problems()).extracting(FlowProblem::text).isEmpty();
    return check.graph().orElseThrow();
  }

  @Test
  void aWholeFlowReadsAsItStands() throws IOException {
    FlowGraph graph = graph(packages());

    assertThat(graph.name()).isEqualTo("debian-packages");
    assertThat(graph.streaming()).isFalse();
    assertThat(graph.batch()).isEqualTo(BatchLimits.DEFAULT);
    assertThat(graph.nodes())
        .extracting(Node::name)
        .containsExactly("packages", "split", "large", "essentials", "warehouse", "essential-file");
    Node.SourceNode source = (Node.SourceNode) graph.node("packages");
    assertThat(source.rate()).isEqualTo(OptionalLong.of(50_000));
    assertThat(source.queueRecords()).isEqualTo(200_000);
    assertThat(source.emission()).isEqualTo(new Emission.ToOne("split"));
    assertThat(source.settings().path("path"))
        .isEqualTo(home.resolve("flows/packages.jsonl.gz").toAbsolutePath());
    assertThat(((Node.ForkNode) graph.node("split")).emission())
        .isEqualTo(new Emission.Broadcast(List.of("large", "essentials")));
    Node.TransformNode large = (Node.TransformNode) graph.node("large");
    assertThat(large.threads()).isEqualTo(2);
    assertThat(large.onError()).isEqualTo(OnError.DEAD_LETTER);
    assertThat(large.queueRecords()).isEqualTo(100_000);
    assertThat(large.next()).containsExactly("warehouse");
    Settings warehouse = ((Node.SinkNode) graph.node("warehouse")).settings();
    assertThat(warehouse.texts("key")).containsExactly("package");
    assertThat(warehouse.connection("connection").settings().path("path"))
        .isEqualTo(home.resolve("flows/out/packages.db").toAbsolutePath());
    assertThat(graph.node("essentials").next()).containsExactly("essential-file");
    assertThat(graph.node("essential-file")).isInstanceOf(Node.SinkNode.class);
  }

  @Test
  void theLifecycleGetsAValidPipelineWithTheContracts() throws IOException {
    FlowGraph graph = graph(packages());

    assertThat(graph.pipeline().valid()).isTrue();
    assertThat(graph.pipeline().schedule())
        .isEqualTo(new Schedule.Cron("0 2 * * *", ZoneId.of("Europe/Paris")));
    assertThat(graph.pipeline().stages())
        .contains(
            Stage.source("packages", "package@1"),
            Stage.transform("split", "package@1", "package@1"),
            Stage.transform("large", "package@1", "large"),
            Stage.sink("warehouse", "large"),
            Stage.sink("essential-file", "essentials"));
  }

  @Test
  void jsonAndYamlGiveEqualGraphs() throws IOException {
    Object tree = new Yaml().load(packages());
    ObjectMapper json = new ObjectMapper();

    FlowCheck compact = check("flow.json", json.writeValueAsString(tree), Map.of());
    FlowCheck pretty =
        check(
            "flow.json",
            json.writerWithDefaultPrettyPrinter().writeValueAsString(tree).replace("  ", "\t"),
            Map.of());

    FlowGraph yaml = graph(packages());
    assertThat(compact.problems()).isEmpty();
    assertThat(pretty.problems()).isEmpty();
    assertSame(compact.graph().orElseThrow(), yaml);
    assertSame(pretty.graph().orElseThrow(), yaml);
  }

  /** Equal in all but the instances of the types, which each environment makes anew. */
  private static void assertSame(FlowGraph one, FlowGraph other) {
    assertThat(one.topology()).isEqualTo(other.topology());
    assertThat(one.pipeline()).isEqualTo(other.pipeline());
    assertThat(one.batch()).isEqualTo(other.batch());
    assertThat(one.execution()).isEqualTo(other.execution());
    assertThat(one.nodes())
        .usingRecursiveComparison()
        .ignoringFieldsMatchingRegexes(".*type")
        .isEqualTo(other.nodes());
  }

  @Test
  void aFlowOfFlowPipeLoadsAsItStands() {
    String text =
        """
        name: simple-pipeline-job
        execution:
          mode: EXECUTION_MODE_JOB
        kubernetes:
          image: example.org/runtime:main
          image_pull_policy: IMAGE_PULL_POLICY_IF_NOT_PRESENT
          restart_policy: RESTART_POLICY_ON_FAILURE
          cpu_pinning: { source: { cpu: [0, 1] }, sink: [2] }
          resources: { cpu_cores: 2, memory_mb: 512, profile: high }
        kubernetes_options:
          podLabels: { team: data }
          streaming_workload_kind: STREAMING_WORKLOAD_KIND_DAEMONSET
          cron: { schedule: "*/5 * * * *", time_zone: UTC, concurrency_policy: forbid }
        env: { LEVEL: debug, N: 4 }
        queues:
          - name: q1
            type: QUEUE_TYPE_IN_MEMORY
            capacity: 256
            schema: { format: QUEUE_SCHEMA_FORMAT_JSON, schema_id: orders, version: 2 }
          - name: q2
            capacity: 0
        stages:
          - name: source
            type: noop_source
            threads: 1
            output_queue: q1
            config: { delay_ms: 200, message: "DEADBEEF", max_messages: 20 }
          - name: transform_1
            type: noop_transform
            threads: 2
            inputQueue: q1
            outputQueue: q2
            plugin: libother.so
            realtime_priority: 10
            config: { verbose: true, delay_ms: 50 }
          - name: sink
            type: stdout_sink
            threads: 1
            input_queue: q2
        observability:
          metrics_enabled: true
          logsEnabled: false
          transport: OTLP_TRANSPORT_GRPC
          tracing: { trace_hint: TRACE_HINT_ALWAYS, stage_spans_enabled: true }
          metrics: { stage_metrics_disabled: true, collection_interval_ms: 500 }
          logging: { processor: LOG_PROCESSOR_BATCH, batch: { max_queue_size: 64 } }
        """;

    FlowGraph graph = graph(text);
    FlowSpec spec = check("flow.yaml", text, Map.of()).spec().orElseThrow();

    assertThat(graph.node("source").next()).containsExactly("transform_1");
    assertThat(((Node.SourceNode) graph.node("source")).queueRecords()).isEqualTo(256);
    assertThat(((Node.TransformNode) graph.node("transform_1")).queueRecords()).isEqualTo(100_000);
    assertThat(spec.kubernetes().imagePullPolicy())
        .isEqualTo(KubernetesSpec.PullPolicy.IF_NOT_PRESENT);
    assertThat(spec.kubernetes().cpuPinning())
        .isEqualTo(Map.of("source", List.of(0, 1), "sink", List.of(2)));
    assertThat(spec.kubernetesOptions().podLabels()).containsEntry("team", "data");
    assertThat(spec.env()).containsEntry("N", "4");
    assertThat(spec.queues().get(0).type()).isEqualTo(QueueSpec.Type.IN_MEMORY);
    assertThat(spec.stages().get(1).work().realtimePriority()).isEqualTo(OptionalInt.of(10));
    assertThat(spec.observability().metrics().groups().stages()).contains(false);
    assertThat(graph.pipeline().stages().head()).isEqualTo(Stage.source("source", "orders@2"));
  }

  @Test
  void readersThatNameTheirQueueShareItsRecords() {
    FlowGraph graph =
        graph(
            """
            stages:
              - { name: source, type: noop_source, output_queue: q_in }
              - { name: transform_a, type: noop_transform, input_queue: q_in, output_queue: q_a }
              - { name: transform_b, type: noop_transform, input_queue: q_in, output_queue: q_b }
              - { name: sink_a, type: stdout_sink, input_queue: q_a }
              - { name: sink_b, type: stdout_sink, input_queue: q_b }
            """);

    assertThat(((Node.SourceNode) graph.node("source")).emission())
        .isEqualTo(new Emission.Shared(List.of("transform_a", "transform_b")));
    assertThat(graph.name()).isEqualTo("flow");
  }

  @Test
  void twoSourcesFanIntoOneQueue() {
    FlowGraph graph =
        graph(
            """
            name: fan-in
            stages:
              - { name: a, type: file, output_queue: all, config: { path: a, format: csv } }
              - { name: b, type: file, output_queue: all, config: { path: b, format: csv } }
              - { name: out, type: file, config: { path: c } }
            """);

    assertThat(graph.node("a").next()).containsExactly("out");
    assertThat(graph.node("b").next()).containsExactly("out");
    assertThat(graph.pipeline().valid()).isTrue();
    assertThat(graph.pipeline().stages().map(Stage::kind))
        .containsExactly(StageKind.SOURCE, StageKind.SOURCE, StageKind.SINK);
  }

  @Test
  void aBranchMayBeFedByTwoForks() {
    FlowGraph graph =
        graph(
            """
            name: forks
            stages:
              - { name: a, type: noop_source }
              - { name: split-a, type: broadcast, config: { routes: [all, only-a] } }
              - { name: only-a, type: stdout_sink }
              - { name: all, type: stdout_sink }
              - { name: b, type: noop_source }
              - name: split-b
                type: route
                config: { by: status, routes: { paid: all, 7: only-b }, default: only-b }
              - { name: only-b, type: stdout_sink }
            """);

    assertThat(((Node.ForkNode) graph.node("split-b")).emission().next())
        .containsExactlyInAnyOrder("all", "only-b");
    assertThat(graph.pipeline().problems()).isEmpty();
  }

  @Test
  void valuesComeFromTheEnvironment() {
    FlowCheck check =
        check(
            "flow.yaml",
            """
            name: ${NAME}
            description: "$${NOT} ${EMPTY:-empty} ${UNSET:-}"
            execution: { mode: "${MODE:-streaming}", max_dead_letters: "${MOST}" }
            batch: { bytes: 1GiB, linger: PT0.5S }
            stages:
              - { name: a, type: endless }
              - { name: b, type: stdout_sink }
            """,
            Map.of("NAME", "from-outside", "EMPTY", "", "MOST", "5"));

    assertThat(check.problems()).isEmpty();
    FlowGraph graph = check.graph().orElseThrow();
    assertThat(graph.name()).isEqualTo("from-outside");
    assertThat(check.spec().orElseThrow().description()).isEqualTo("${NOT} empty ");
    assertThat(graph.streaming()).isTrue();
    assertThat(graph.execution().maxDeadLetters()).isEqualTo(5);
    assertThat(graph.batch()).isEqualTo(new BatchLimits(50_000, 1L << 30, Duration.ofMillis(500)));
  }

  @Test
  void columnsAreKnownAsFarAsTheyFollowFromTheSource() {
    FlowCheck check =
        check(
            "flow.yaml",
            """
            name: columns
            stages:
              - name: in
                type: file
                config: { path: a, format: csv, columns: { id: int64 not null, who: text } }
              - { name: pick, type: sql, config: { query: SELECT who FROM input } }
              - { name: out, type: file, kind: sink, config: { path: b } }
            """,
            Map.of());

    assertThat(check.problems()).isEmpty();
    assertThat(check.schemas().get("in")).hasToString("[id int64 not null, who text]");
    assertThat(check.schemas().get("out")).hasToString("[who text]");
    assertThat(check.guarantees()).containsOnlyKeys("out");
  }

  @Test
  void anchorsAndMergesAreFollowed() {
    FlowGraph graph =
        graph(
            """
            name: anchors
            stages:
              - &in { name: a, type: file, output_queue: all, config: &c { path: a, format: csv } }
              - { <<: *in, name: b, config: { <<: *c, path: b } }
              - { name: out, type: file, kind: sink, config: { path: c } }
            """);

    Node.SourceNode b = (Node.SourceNode) graph.node("b");
    assertThat(b.settings().path("path").getFileName()).hasToString("b");
    assertThat(b.settings().text("format")).isEqualTo("csv");
  }

  @Test
  void topologyKnowsWhatDecidesAndNothingElse() throws IOException {
    String text = packages();
    String topology = graph(text).topology();

    String faster =
        text.replace("rate: 50000", "rate: 7")
            .replace("threads: 2", "threads: 1")
            .replace("records: 50000", "records: 9")
            .replace("capacity: 200000", "capacity: 5")
            .replace("team: platform", "team: other")
            .replace("description: Large", "description: Big");
    assertThat(graph(faster).topology()).isEqualTo(topology);
    assertThat(graph(text.replace("10240", "20480")).topology()).isNotEqualTo(topology);
    assertThat(graph(text.replace("dead_letter", "drop")).topology()).isNotEqualTo(topology);
    assertThat(graph(text.replace("[large, essentials]", "[essentials, large]")).topology())
        .isEqualTo(topology);
    assertThat(topology).contains("\"path\":\"out/packages.db\"").doesNotContain(home.toString());
  }

  @Test
  void aFileIsReadFromItsFolder() throws IOException {
    Path file = Files.writeString(home.resolve("flow.yaml"), packages());

    FlowCheck check = Flows.load(file, FakeTypes.environment(home, Map.of()));

    Node.SourceNode source = (Node.SourceNode) check.graph().orElseThrow().node("packages");
    assertThat(source.settings().path("path"))
        .isEqualTo(home.resolve("packages.jsonl.gz").toAbsolutePath());
  }

  @Test
  void aMissingFileIsAProblem() {
    FlowCheck check = Flows.load(home.resolve("none.yaml"), FakeTypes.environment(home, Map.of()));

    assertThat(check.problems())
        .extracting(FlowProblem::text)
        .containsExactly(home.resolve("none.yaml") + ": there is no such file");
  }

  @Test
  void aFileThatIsNoTextIsAProblem() throws IOException {
    Path file = Files.write(home.resolve("flow.yaml"), new byte[] {'a', (byte) 0xff, 'b'});

    assertThat(Flows.load(file, FakeTypes.environment(home, Map.of())).problems())
        .extracting(FlowProblem::message)
        .containsExactly("it is not UTF-8 text");
  }

  @Test
  void whatAVariableHoldsIsNotShownWhereverItIsPut() {
    String flow =
        """
        name: a
        schedule: { cron: "${TOKEN}" }
        stages:
          - { name: a, type: "x${TOKEN}" }
          - { name: b, type: stdout_sink, input_queue: "q-${TOKEN}" }
        """;
    FlowCheck check =
        Flows.read(
            "flow.yaml", flow, home, FakeTypes.environment(home, Map.of("TOKEN", "hush-hush")));

    assertThat(check.problems()).hasSizeGreaterThan(2);
    assertThat(check.problems().toString())
        .contains("no such type of stage: 'x${TOKEN}'")
        .doesNotContain("hush");
  }
}
