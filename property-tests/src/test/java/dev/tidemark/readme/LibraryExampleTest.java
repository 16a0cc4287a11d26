package dev.tidemark.readme;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.lifecycle.Runtime;
import io.vavr.collection.List;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Compiles and runs the README's library example with nothing but lifecycle-core and vavr. */
class LibraryExampleTest {

  private static final Path README = Path.of("..", "README.md");

  @TempDir Path folder;

  @Test
  void theExampleCompilesAloneAndPrintsWhatTheReadmeSays() throws Exception {
    String readme = Files.readString(README);
    Path source = folder.resolve("Orders.java");
    Files.writeString(source, block(readme, "```java\n"));
    compile(source);
    assertThat(run()).isEqualTo(block(readme, "It prints\n\n```\n"));
  }

  private static String block(String text, String opening) {
    Matcher matcher =
        Pattern.compile(Pattern.quote(opening) + "(.*?)```", Pattern.DOTALL).matcher(text);
    assertThat(matcher.find()).as("a block after " + opening).isTrue();
    return matcher.group(1);
  }

  private void compile(Path source) {
    ByteArrayOutputStream errors = new ByteArrayOutputStream();
    int result =
        ToolProvider.getSystemJavaCompiler()
            .run(
                null,
                errors,
                errors,
                "-proc:none",
                "-cp",
                libraries(),
                "-d",
                folder.toString(),
                source.toString());
    assertThat(result).as(errors.toString(StandardCharsets.UTF_8)).isZero();
  }

  private String run() throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                folder + File.pathSeparator + libraries(),
                "Orders")
            .redirectErrorStream(true)
            .start();
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(printed).isZero();
    return printed;
  }

  private static String libraries() {
    return home(Runtime.class) + File.pathSeparator + home(List.class);
  }

  private static String home(Class<?> type) {
    return Path.of(type.getProtectionDomain().getCodeSource().getLocation().getPath()).toString();
  }
}
