package dev.tidemark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.connector.ConnectionType;
import dev.tidemark.connector.StageType;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A plugin that can't be used is named, with the reason and what to do; nothing else happens. */
class BrokenPluginsTest {

  private static final String SERVICE = "META-INF/services/" + StageType.class.getName();
  private static final String KIND =
      """
      package org.example;

      public final class Kind implements dev.tidemark.connector.ConnectionType {
        public Kind() {
          %1$s
        }

        public String kind() {
          return "%2$s";
        }

        public java.util.List<String> schemes() {
          return java.util.List.of("%2$s");
        }

        public java.util.Map<String, String> fromUrl(String url) {
          return java.util.Map.of();
        }

        public java.util.List<dev.tidemark.connector.Setting> settings() {
          return java.util.List.of();
        }
      }
      """;

  @TempDir Path folder;

  private Path jar(String name, Map<String, byte[]> entries) throws IOException {
    Path jar = folder.resolve(name);
    Files.createDirectories(jar.getParent());
    try (OutputStream out = Files.newOutputStream(jar);
        JarOutputStream written = new JarOutputStream(out)) {
      for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
        written.putNextEntry(new JarEntry(entry.getKey()));
        written.write(entry.getValue());
        written.closeEntry();
      }
    }
    return jar;
  }

  private Path naming(String name, String type) throws IOException {
    return jar(name, Map.of(SERVICE, type.getBytes(StandardCharsets.UTF_8)));
  }

  /** A jar with a kind of connection, whose class file is of a version of Java. */
  private Path compiled(String name, String kind, String construction, int version)
      throws IOException {
    Path source = folder.resolve("Kind.java");
    Files.writeString(source, KIND.formatted(construction, kind));
    int done =
        ToolProvider.getSystemJavaCompiler()
            .run(
                null,
                null,
                null,
                "-proc:none",
                "-d",
                folder.toString(),
                "-cp",
                System.getProperty("java.class.path"),
                source.toString());
    assertThat(done).isZero();
    byte[] bytes = Files.readAllBytes(folder.resolve("org/example/Kind.class"));
    bytes[7] = (byte) version;
    Map<String, byte[]> entries = new LinkedHashMap<>();
    entries.put("org/example/Kind.class", bytes);
    entries.put(
        "META-INF/services/" + ConnectionType.class.getName(),
        "org.example.Kind".getBytes(StandardCharsets.UTF_8));
    return jar(name, entries);
  }

  private void refused(String plugins, String... words) {
    Session.Answer answer =
        new Session(folder).with(Plugins.VARIABLE, plugins).run("validate", "flow.yaml");
    assertThat(answer.code()).as(answer.err()).isEqualTo(ExitCode.WRONG);
    assertThat(answer.out()).isEmpty();
    assertThat(answer.err())
        .startsWith("tidemark: error TM-105: ")
        .contains(words)
        .hasLineCount(1)
        .doesNotContain("\tat ");
  }

  @Test
  void aJarWithoutAConnectorIsNamed() throws IOException {
    refused(jar("empty.jar", Map.of("a.txt", new byte[1])).toString(), "empty.jar", "no connector");
  }

  @Test
  void aFileThatIsNoJarIsNamed() throws IOException {
    Path file = Files.writeString(folder.resolve("text.jar"), "this is no jar");
    refused(file.toString(), "text.jar");
  }

  @Test
  void aConnectorWhoseClassIsMissingIsNamed() throws IOException {
    refused(naming("lost.jar", "org.example.Gone").toString(), "lost.jar", "org.example.Gone");
  }

  @Test
  void aClassThatIsNoConnectorIsNamed() throws IOException {
    String odd = Session.class.getName();
    refused(naming("odd.jar", odd).toString(), "odd.jar", odd);
  }

  @Test
  void aClassThatIsOnlyInTheProgramIsNotThePluginsOwn() throws IOException {
    String own = "dev.tidemark.file.FileSourceType";
    refused(naming("borrowed.jar", own).toString(), "borrowed.jar", "no connector");
  }

  @Test
  void aConnectorForANewerJavaIsNamed() throws IOException {
    Path jar = compiled("newer.jar", "lake", "", 127);
    refused(jar.toString(), "newer.jar", "another version");
  }

  @Test
  void aConnectorThatThrowsIsNamedWithItsReason() throws IOException {
    String throwing = "if (true) throw new IllegalStateException(\"no driver\");";
    refused(compiled("throwing.jar", "lake", throwing, 65).toString(), "throwing.jar", "no driver");
  }

  @Test
  void twoOfOneNameAreBothNamed() throws IOException {
    Path one = compiled("one.jar", "lake", "", 65);
    Path two = Files.copy(one, folder.resolve("two.jar"));
    refused(one + java.io.File.pathSeparator + two, "one.jar", "two.jar", "'lake'", "remove one");
    Path own = compiled("own.jar", "sqlite", "", 65);
    refused(own.toString(), "own.jar", "the program", "'sqlite'");
  }
}
