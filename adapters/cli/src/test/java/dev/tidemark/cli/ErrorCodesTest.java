package dev.tidemark.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tidemark.checkpoint.CheckpointStore;
import dev.tidemark.checkpoint.StoreUrl;
import dev.tidemark.coordinator.Fault;
import dev.tidemark.failure.ErrorCode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What goes wrong is told once, under its code, to people and to programs. */
class ErrorCodesTest {

  private static final String FLOW =
      """
      name: orders
      execution: { max_dead_letters: 2 }
      stages:
        - { name: in, type: file, config: { path: %s, columns: { id: int64 } }, on_error: %s }
        - { name: both, type: broadcast, config: { routes: [table, all] } }
        - name: table
          type: sqlite
          config: { connection: { kind: sqlite, path: out/a.db }, table: rows }
        - { name: all, type: file, kind: sink, config: { path: out/all.jsonl } }
      """;

  @TempDir Path folder;
  private Session session = new Session(Path.of(""));

  /** Brings a command to fail. */
  @FunctionalInterface
  interface Mishap {
    void happen(ErrorCodesTest world) throws Exception;
  }

  @BeforeEach
  void begin() throws IOException {
    session = new Session(folder);
    flow("in.jsonl", "fail");
    input("{\"id\":1}\n{\"id\":2}\n{\"id\":3}\n");
  }

  private void flow(String path, String onError) throws IOException {
    write("flow.yaml", FLOW.formatted(path, onError));
  }

  private void input(String text) throws IOException {
    write("in.jsonl", text);
  }

  private void write(String name, String text) throws IOException {
    Files.writeString(folder.resolve(name), text);
  }

  private void done(String... line) {
    Session.Answer answer = session.run(line);
    assertThat(answer.code()).as(answer.out() + answer.err()).isZero();
  }

  private void sql(String database, String statement) throws Exception {
    try (Connection connection =
            DriverManager.getConnection("jdbc:sqlite:" + folder.resolve(database));
        Statement open = connection.createStatement()) {
      open.executeUpdate(statement);
    }
  }

  private static byte[] gzip(String text) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream gzip = new GZIPOutputStream(bytes)) {
      gzip.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return bytes.toByteArray();
  }

  private static Arguments when(ErrorCode code, int exit, String line, Mishap mishap) {
    return arguments(code, exit, List.of(line.split(" ")), mishap);
  }

  static Stream<Arguments> mishaps() {
    String run = "run --json flow.yaml";
    return Stream.of(
        when(ErrorCode.COMMAND_LINE, 2, "run --json --nonsense flow.yaml", world -> {}),
        when(ErrorCode.COMMAND_LINE, 2, "run --json --limit 0 flow.yaml", world -> {}),
        when(ErrorCode.COMMAND_LINE, 2, "help nonsense", world -> {}),
        when(ErrorCode.UNKNOWN, 2, "status --json", world -> {}),
        when(
            ErrorCode.UNKNOWN,
            2,
            "history --json bills",
            world -> world.done("run", "-q", "flow.yaml")),
        when(ErrorCode.UNKNOWN, 2, "connections check --json bills", world -> {}),
        when(ErrorCode.NOT_AGREED, 2, run + " --restart", world -> world.done("run", "flow.yaml")),
        when(
            ErrorCode.NOT_AGREED,
            2,
            "dead-letters purge --json orders",
            world -> world.done("run", "flow.yaml")),
        when(
            ErrorCode.NOT_AGREED,
            2,
            "positions --json flow.yaml --set table=1",
            world -> world.done("run", "flow.yaml")),
        when(
            ErrorCode.NOT_POSSIBLE,
            2,
            "positions --json flow.yaml --set tables=1",
            world -> world.done("run", "flow.yaml")),
        when(
            ErrorCode.NOT_POSSIBLE,
            2,
            "abandon --json orders --reason why",
            world -> world.done("run", "flow.yaml")),
        when(ErrorCode.NOT_POSSIBLE, 2, "init", world -> {}),
        when(
            ErrorCode.PLUGIN,
            2,
            run,
            world -> world.session.with(Plugins.VARIABLE, "there/is/none.jar")),
        when(ErrorCode.FLOW_UNREADABLE, 2, "run --json other.yaml", world -> {}),
        when(ErrorCode.FLOW_UNREADABLE, 2, "validate --json other.yaml", world -> {}),
        when(ErrorCode.FLOW_WRONG, 2, run, world -> world.flow("in.jsonl", "explode")),
        when(
            ErrorCode.FLOW_WRONG,
            2,
            "validate --json flow.yaml",
            world -> world.flow("in.jsonl", "explode")),
        when(
            ErrorCode.CONNECTION_WRONG,
            2,
            "connections list --json",
            world -> world.write("tidemark.toml", "[connections.w]\nkind = \"nonsense\"\n")),
        when(
            ErrorCode.NO_ANSWER,
            3,
            "connections check --json",
            world -> {
              world.write("a.db", "this is no database, and rather long for nothing at all");
              world.write("tidemark.toml", "[connections.w]\nkind = \"sqlite\"\npath = \"a.db\"\n");
            }),
        when(ErrorCode.NOT_THERE, 2, run, world -> world.flow("nothing-*.jsonl", "fail")),
        when(
            ErrorCode.TARGET_UNFIT,
            2,
            run,
            world -> {
              Files.createDirectories(world.folder.resolve("out"));
              world.sql("out/a.db", "CREATE TABLE rows (id INTEGER, needed TEXT NOT NULL)");
            }),
        when(
            ErrorCode.TARGET_WENT_BACK,
            2,
            run,
            world -> {
              world.done("run", "flow.yaml");
              world.sql("out/a.db", "DELETE FROM tidemark_position");
              world.sql("out/a.db", "DELETE FROM tidemark_sink");
              world.input("{\"id\":1}\n{\"id\":2}\n{\"id\":3}\n{\"id\":4}\n");
            }),
        when(
            ErrorCode.TARGET_LOST_DATA,
            1,
            run,
            world -> {
              world.done("run", "--limit", "1", "flow.yaml");
              try (Stream<Path> parts = Files.list(world.folder.resolve("out"))) {
                for (Path part : parts.filter(each -> each.toString().endsWith("part")).toList()) {
                  Files.delete(part);
                }
              }
            }),
        when(
            ErrorCode.SOURCE_CHANGED,
            2,
            run,
            world -> {
              world.done("run", "--limit", "1", "flow.yaml");
              world.input("{\"id\":77}\n{\"id\":78}\n{\"id\":79}\n");
            }),
        when(
            ErrorCode.SOURCE_DAMAGED,
            1,
            run,
            world -> {
              byte[] whole = gzip("{\"id\":1}\n{\"id\":2}\n");
              Files.write(
                  world.folder.resolve("in.gz.jsonl"), Arrays.copyOf(whole, whole.length - 9));
              world.flow("in.gz.jsonl", "fail");
            }),
        when(ErrorCode.BAD_RECORD, 1, run, world -> world.input("{\"id\":1}\n{\"id\":\"x\"}\n")),
        when(
            ErrorCode.BAD_RECORD,
            1,
            run + " --dry-run",
            world -> world.input("{\"id\":1}\n{\"id\":\"x\"}\n")),
        when(
            ErrorCode.TOO_MANY_LETTERS,
            1,
            run,
            world -> {
              world.flow("in.jsonl", "dead_letter");
              world.input("{}{}\n".repeat(5));
            }),
        when(
            ErrorCode.LETTERS_SET_ASIDE,
            1,
            run + " --fail-on-dead-letters",
            world -> {
              world.flow("in.jsonl", "dead_letter");
              world.input("{\"id\":\"x\"}\n");
            }),
        when(
            ErrorCode.LETTERS_REMAIN,
            1,
            "dead-letters replay --json flow.yaml",
            world -> {
              world.flow("in.jsonl", "dead_letter");
              world.input("{\"id\":\"x\"}\n");
              world.done("run", "flow.yaml");
              world.write("flow.yaml", FLOW.formatted("in.jsonl", "fail").replace("in,", "into,"));
            }),
        when(
            ErrorCode.STORE_UNUSABLE,
            3,
            run + " --store out",
            world -> Files.createDirectories(world.folder.resolve("out"))),
        when(
            ErrorCode.STORE_NEWER,
            2,
            run,
            world -> {
              world.done("run", "flow.yaml");
              world.sql(".tidemark/state.db", "UPDATE store SET version = 99");
            }),
        when(
            ErrorCode.STORE_FOREIGN,
            2,
            run + " --store flow.yaml",
            world -> world.write("flow.yaml", FLOW.formatted("in.jsonl", "fail"))));
  }

  @ParameterizedTest
  @MethodSource("mishaps")
  void isToldOnceUnderItsCode(ErrorCode code, int exit, List<String> line, Mishap mishap)
      throws Exception {
    mishap.happen(this);
    Session.Answer answer = session.run(line.toArray(String[]::new));
    assertThat(answer.err()).containsOnlyOnce("tidemark: error " + code.code() + ": ");
    assertThat(answer.err()).containsOnlyOnce("error TM-").doesNotContain("\tat ");
    assertThat(answer.code()).as(answer.err()).isEqualTo(exit);
    if (line.contains("--json")) {
      JsonNode error = new ObjectMapper().readTree(answer.out()).path("error");
      assertThat(error.path("code").asText()).as(answer.out()).isEqualTo(code.code());
      String first = error.path("message").asText().lines().findFirst().orElse("");
      assertThat(answer.err()).contains(first.replace(folder.toString(), "<FOLDER>"));
    }
  }

  @Test
  void aPipelineThatIsOwnedIsTold() {
    done("run", "flow.yaml");
    StoreUrl url = new StoreUrl("sqlite:" + folder.resolve(".tidemark/state.db"));
    try (CheckpointStore store = url.open()) {
      assertThat(store.acquire("orders", "me", "somebody", Duration.ofSeconds(10))).isNotNull();
      for (List<String> line :
          List.of(
              List.of("run", "flow.yaml"),
              List.of("abandon", "orders", "--reason", "why"),
              List.of("positions", "flow.yaml", "--set", "table=1", "--yes"),
              List.of("dead-letters", "replay", "flow.yaml"),
              List.of("dead-letters", "purge", "orders", "--yes"))) {
        Session.Answer answer = session.run(line.toArray(String[]::new));
        assertThat(answer.err()).startsWith("tidemark: error TM-601: ").contains("somebody");
        assertThat(answer.code()).isEqualTo(ExitCode.OWNED);
      }
    }
  }

  /** The others are what the fault of a connector or of the store says, or end a process. */
  @Test
  void everyCodeIsReached() {
    Set<ErrorCode> reached = EnumSet.of(ErrorCode.OWNED, ErrorCode.STOPPED, ErrorCode.FLOW_CHANGED);
    mishaps().forEach(each -> reached.add((ErrorCode) each.get()[0]));
    Arrays.stream(Fault.values()).map(ErrorCode::of).forEach(reached::add);
    assertThat(reached).isEqualTo(EnumSet.allOf(ErrorCode.class));
  }

  @Test
  void everyCodeIsExplained() {
    String all = session.run("help", "errors").out();
    for (ErrorCode code : ErrorCode.values()) {
      assertThat(all).contains(code.code() + "  " + code.title());
      Session.Answer one = session.run("help", code.code().toLowerCase(java.util.Locale.ROOT));
      assertThat(one.code()).isZero();
      assertThat(one.out())
          .startsWith(code.code() + ": " + code.title())
          .contains("What to do:")
          .doesNotContain("`");
      assertThat(one.out().lines()).allMatch(line -> line.length() <= Terminal.DEFAULT_COLUMNS);
    }
    assertThat(session.run("help", "TM-999").code()).isEqualTo(ExitCode.WRONG);
  }

  @Test
  void noCodeIsUsedTwice() {
    assertThat(Arrays.stream(ErrorCode.values()).map(ErrorCode::code).collect(Collectors.toSet()))
        .hasSameSizeAs(ErrorCode.values())
        .allMatch(code -> code.matches("TM-[1-9]\\d\\d"));
  }
}
