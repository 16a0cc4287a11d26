package dev.tidemark.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.connector.Connection;
import dev.tidemark.connector.ConnectionType;
import dev.tidemark.connector.Guarantee;
import dev.tidemark.connector.LoadMode;
import dev.tidemark.connector.Settings;
import dev.tidemark.connector.StageContext;
import dev.tidemark.connector.StageType;
import dev.tidemark.connector.StageType.Problem;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;

class SqliteSinkTypeTest {

  private final SqliteSinkType type = new SqliteSinkType();
  private final SqliteConnectionType connectionType = new SqliteConnectionType();

  @Test
  void bothTypesAreFoundByServiceLoader() {
    assertThat(ServiceLoader.load(StageType.class))
        .hasAtLeastOneElementOfType(SqliteSinkType.class);
    assertThat(ServiceLoader.load(ConnectionType.class))
        .hasAtLeastOneElementOfType(SqliteConnectionType.class);
  }

  @Test
  void settingsThatFitHaveNoProblem() {
    assertThat(type.check(settings("append"))).isEmpty();
    assertThat(type.check(settings("truncate"))).isEmpty();
    assertThat(type.check(settings("merge", "a", "b"))).isEmpty();
  }

  @Test
  void mergeNeedsAKey() {
    assertThat(type.check(settings("merge"))).extracting(Problem::setting).containsExactly("key");
  }

  @Test
  void keyIsForMergeOnly() {
    assertThat(type.check(settings("append", "a")).get(0).message()).contains("mode is append");
  }

  @Test
  void keyNamesAColumnOnce() {
    assertThat(type.check(settings("merge", "a", "A")).get(0).message()).contains("'A' twice");
  }

  @Test
  void reservedAndEmptyTablesAreProblems() {
    for (String table : List.of(" ", "sqlite_schema", "Tidemark_position", "\"sqlite_x\"")) {
      assertThat(type.check(settingsOf(table, "append", "sqlite")))
          .as(table)
          .extracting(Problem::setting)
          .containsExactly("table");
    }
  }

  @Test
  void connectionOfAnotherKindIsAProblem() {
    Problem problem = type.check(settingsOf("t", "append", "postgres")).get(0);
    assertThat(problem.setting()).isEqualTo("connection");
    assertThat(problem.message()).contains("postgres");
  }

  @Test
  void targetIsPathAndTable() {
    assertThat(type.target(settingsOf("\"odd \"\"name\"", "append", "sqlite")))
        .isEqualTo("/data/a.db:odd \"name");
  }

  @Test
  void eachModeIsExactlyOnce() {
    Guarantee append = type.guarantee(settings("append"));
    Guarantee truncate = type.guarantee(settings("truncate"));
    Guarantee merge = type.guarantee(settings("merge", "a"));
    assertThat(List.of(append, truncate, merge))
        .extracting(Guarantee::level)
        .containsOnly(Guarantee.Level.EXACTLY_ONCE);
    assertThat(append.appends()).isTrue();
    assertThat(truncate.replaces()).isTrue();
    assertThat(merge.appends() || merge.replaces() || append.replaces()).isFalse();
  }

  @Test
  void contextBecomesATarget() {
    StageContext context = new StageContext("flow", "sink", false, settings("merge", "a"), 1024);
    SinkTarget target = SqliteSinkType.target(context);
    assertThat(target)
        .isEqualTo(
            new SinkTarget(
                "flow",
                "sink",
                Path.of("/data/a.db"),
                new Identifier("t"),
                LoadMode.MERGE,
                List.of("a")));
  }

  @Test
  void urlsArePaths() {
    assertThat(connectionType.fromUrl("sqlite:out/a.db")).containsEntry("path", "out/a.db");
    assertThat(connectionType.fromUrl("sqlite://out/a.db")).containsEntry("path", "out/a.db");
    assertThat(connectionType.fromUrl("SQLite:///out/a.db")).containsEntry("path", "/out/a.db");
  }

  @Test
  void urlsThatNameNoFileAreRefused() {
    for (String url : List.of("sqlite:", "sqlite::memory:", "sqlite:a.db?mode=ro", "other:a.db")) {
      assertThatThrownBy(() -> connectionType.fromUrl(url))
          .as(url)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("expected sqlite:PATH");
    }
  }

  private Settings settings(String mode, String... key) {
    return settingsOf("t", mode, "sqlite", key);
  }

  private Settings settingsOf(String table, String mode, String kind, String... key) {
    Settings file = new Settings(connectionType.settings(), Map.of("path", Path.of("/data/a.db")));
    Map<String, Object> values = new HashMap<>();
    values.put("connection", new Connection("", kind, file));
    values.put("table", table);
    values.put("mode", mode);
    if (key.length > 0) {
      values.put("key", List.of(key));
    }
    return new Settings(type.settings(), values);
  }
}
