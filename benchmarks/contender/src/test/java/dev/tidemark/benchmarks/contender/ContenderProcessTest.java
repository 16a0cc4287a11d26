package dev.tidemark.benchmarks.contender;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.StringReader;
import org.junit.jupiter.api.Test;

class ContenderProcessTest {
  private final ByteArrayOutputStream answers = new ByteArrayOutputStream();

  @Test
  void everyTaskIsAnsweredByALine() throws Exception {
    var jobs = new StringBuilder();
    serve(task -> jobs.append(task.job()), "job=J1\njob=J2\n");
    assertThat(jobs).hasToString("J1J2");
    assertThat(answers.toString(UTF_8)).matches("done\theap=\\d+\\R".repeat(2));
  }

  @Test
  void aFailureIsAnAnswer() throws Exception {
    serve(
        task -> {
          throw new IOException("no\nroom");
        },
        "job=J1\n");
    assertThat(answers.toString(UTF_8)).matches("failed java.io.IOException: no room\\R");
  }

  private void serve(Contender contender, String tasks) throws Exception {
    new ContenderProcess(contender, new PrintStream(answers, true, UTF_8))
        .serve(new BufferedReader(new StringReader(tasks)));
  }
}
