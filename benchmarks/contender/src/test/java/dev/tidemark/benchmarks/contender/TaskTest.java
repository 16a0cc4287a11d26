package dev.tidemark.benchmarks.contender;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Map;
import org.junit.jupiter.api.Test;

class TaskTest {
  @Test
  void aLineGivesTheTaskBack() {
    var task =
        new Task(
            Map.of(
                "job", "J1", "url", "jdbc:postgresql://h/db?user=a&password=b=c", "to", "t\t\nü"));
    assertThat(task.line()).doesNotContain("\n");
    assertThat(Task.parse(task.line())).isEqualTo(task);
  }

  @Test
  void aMissingSettingIsNamed() {
    var task = new Task(Map.of("job", "J1"));
    assertThat(task.number("batch", 7)).isEqualTo(7);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> task.text("file"))
        .withMessageContaining("'file'");
  }

  @Test
  void whatIsNoNumberIsShown() {
    var task = new Task(Map.of("records", "many"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> task.number("records"))
        .withMessageContaining("'many'");
  }
}
