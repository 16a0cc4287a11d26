package dev.tidemark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InitTest {

  @TempDir Path folder;

  @Test
  void theNextStepsThatItPrintsRunAsTheyStand() {
    var made = new Session(folder).run("init", "my orders");
    assertThat(made.code()).isZero();
    List<String> steps =
        made.out().lines().filter(line -> line.startsWith("  ")).map(String::strip).toList();
    assertThat(steps).first().isEqualTo("cd 'my orders'");
    Session inside = new Session(folder.resolve("my orders"));
    for (String step : steps.subList(1, steps.size())) {
      assertThat(step).startsWith("tidemark ");
      var answer = inside.run(step.substring("tidemark ".length()).split(" "));
      assertThat(answer.code()).as(step).isZero();
      assertThat(answer.err()).as(step).isEmpty();
    }
    assertThat(SqliteRows.ids(folder.resolve("my orders/out/warehouse.db"), "paid_orders"))
        .containsExactly(1L, 3L, 4L);
    assertThat(inside.run("connections", "check").code()).isZero();
  }

  @Test
  void nothingIsOverwrittenAndNothingIsHalfMade() throws IOException {
    Files.writeString(folder.resolve("tidemark.toml"), "# mine\n");
    var refused = new Session(folder).run("init");
    assertThat(refused.code()).isEqualTo(ExitCode.WRONG);
    assertThat(refused.err()).contains("tidemark.toml", "nothing was made");
    assertThat(folder.resolve("tidemark.toml")).hasContent("# mine\n");
    assertThat(folder.resolve("flow.yaml")).doesNotExist();
  }

  @Test
  void aFileInTheWayOfTheFolderIsNamed() throws IOException {
    Files.writeString(folder.resolve("notes"), "");
    var refused = new Session(folder).run("init", "notes");
    assertThat(refused.code()).isEqualTo(ExitCode.WRONG);
    assertThat(refused.err()).contains("is a file");
  }
}
