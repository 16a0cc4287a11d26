package dev.tidemark.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Runs the unpacked program from elsewhere, through a link, with a space in every path. */
class ArchiveIT {

  private static final String FLOW =
      """
      name: cities
      stages:
        - name: cities
          type: file
          config: { path: cities.csv }
        - name: large
          type: sql
          config: { query: "SELECT city FROM input WHERE people > 1000000" }
        - name: out
          type: file
          kind: sink
          config: { path: out/large.jsonl }
      """;

  private static Unpacked unpacked;

  private Path temporary;
  private Path link;
  private Path caches;
  private Shell shell;

  @BeforeAll
  static void unpack() throws Exception {
    unpacked = Unpacked.into(Files.createTempDirectory("an archive"));
  }

  @BeforeEach
  void link() throws IOException {
    // Not a @TempDir, which would warn of each link.
    temporary = Files.createTempDirectory("a test");
    Path bin = Files.createDirectories(temporary.resolve("my bin"));
    Files.createSymbolicLink(bin.resolve("real"), unpacked.program());
    link = Files.createSymbolicLink(bin.resolve("tidemark"), Path.of("real"));
    caches = temporary.resolve("home of mine/.cache/tidemark");
    shell = Unpacked.shell(temporary.resolve("work here"), temporary.resolve("home of mine"));
  }

  @Test
  void firstRunsAtOnceAndWarmOnesAndOnesWithATornCacheAnswerTheSame() throws Exception {
    Path flow = Files.createDirectories(temporary.resolve("a flow")).resolve("flow.yaml");
    Files.writeString(flow, FLOW);
    Files.writeString(
        flow.resolveSibling("cities.csv"), "city,people\nTokyo,14000000\nZug,31000\n");
    firstRuns(flow);
    assertThat(flow.resolveSibling("out/large.jsonl")).hasContent("{\"city\":\"Tokyo\"}");

    Path cache = ClassCache.awaitIn(caches);
    Shell insisting = shell.with("TIDEMARK_OPTS", insistingOn(cache));
    Shell.Outcome version = insisting.run(link.toString(), "version");
    assertThat(version.exitCode()).as(version.all()).isZero();
    Shell.Outcome run = insisting.run(link.toString(), "run", "../a flow/flow.yaml");
    assertThat(run.exitCode()).as(run.all()).isZero();
    assertThat(run.out()).startsWith("cities is up to date since cities-1");
    assertThat(run.err()).isEmpty();

    Files.writeString(cache, "torn");
    assertThat(shell.run(link.toString(), "version")).isEqualTo(version);
  }

  /** Three at once, none of which finds a cache. */
  private void firstRuns(Path flow) throws Exception {
    List<List<String>> commands =
        List.of(List.of("version"), List.of("run", flow.toString()), List.of("version"));
    List<String> answers = List.of("tidemark ", "Completed cities-1", "tidemark ");
    List<Process> running = new ArrayList<>();
    for (int i = 0; i < commands.size(); i++) {
      List<String> command = new ArrayList<>(List.of(link.toString()));
      command.addAll(commands.get(i));
      running.add(shell.start(output("out", i), output("err", i), command.toArray(String[]::new)));
    }
    for (int i = 0; i < running.size(); i++) {
      assertThat(running.get(i).waitFor()).as(Files.readString(output("err", i))).isZero();
      assertThat(output("out", i)).content().startsWith(answers.get(i));
      assertThat(output("err", i)).isEmptyFile();
    }
  }

  private Path output(String name, int number) {
    return temporary.resolve(name + number);
  }

  @Test
  void whereNoCacheCanBeWrittenItRunsWithout() throws Exception {
    Path file = Files.createFile(temporary.resolve("a file"));
    for (Shell poor : List.of(shell.with("XDG_CACHE_HOME", file), shell.with("HOME", ""))) {
      Shell.Outcome outcome = poor.run(link.toString(), "version");
      assertThat(outcome.exitCode()).as(outcome.all()).isZero();
      assertThat(outcome.err()).isEmpty();
    }
    assertThat(caches).doesNotExist();
  }

  /** The JVM would warn of a part of the heap that is larger than the whole. */
  @Test
  void aHeapOfAnySizeIsTakenWithoutAWarning() throws Exception {
    for (String options : List.of("-Xmx128m", "-XX:MaxRAM=512m", "-XX:+UseSerialGC", "-Xmx2g")) {
      Shell.Outcome outcome = shell.with("TIDEMARK_OPTS", options).run(link.toString(), "version");
      assertThat(outcome.exitCode()).as(outcome.all()).isZero();
      assertThat(outcome.err()).as(options).isEmpty();
    }
  }

  @Test
  void aNewerJdkIsFoundBesideAnOlderOneOnThePath() throws Exception {
    Path old = jdk17();
    Path jdks = Files.createDirectories(temporary.resolve("home of mine/.jdks"));
    Files.createSymbolicLink(jdks.resolve("newer"), Path.of(System.getProperty("java.home")));
    Shell.Outcome outcome =
        shell
            .with("TIDEMARK_JAVA_HOME", "")
            .with("JAVA_HOME", old)
            .with("PATH", old.resolve("bin") + ":" + System.getenv("PATH"))
            .run(link.toString(), "version");
    assertThat(outcome.exitCode()).as(outcome.all()).isZero();
  }

  @Test
  void aJdkThatIsTooOldIsNamed() throws Exception {
    Path old = jdk17();
    Shell.Outcome outcome = shell.with("TIDEMARK_JAVA_HOME", old).run(link.toString(), "version");
    assertThat(outcome.exitCode()).isEqualTo(3);
    assertThat(outcome.err())
        .isEqualTo(
            "tidemark: TIDEMARK_JAVA_HOME is " + old + ", where there is no JDK 21 or newer.\n");
  }

  /** A JDK 17 as far as its looks go. */
  private Path jdk17() throws IOException {
    Path home = temporary.resolve("jdk 17");
    Path java = Files.createDirectories(home.resolve("bin")).resolve("java");
    Files.writeString(java, "#!/bin/sh\necho too old >&2\nexit 1\n");
    assertThat(java.toFile().setExecutable(true)).isTrue();
    Files.copy(java, java.resolveSibling("javac"));
    assertThat(java.resolveSibling("javac").toFile().setExecutable(true)).isTrue();
    Files.writeString(home.resolve("release"), "JAVA_VERSION=\"17.0.9\"\n");
    return home;
  }

  /** Options under which the JVM doesn't start without the cache. */
  private static String insistingOn(Path cache) {
    return cache.toString().endsWith(".aot") ? "-XX:AOTMode=on" : "-Xshare:on";
  }
}
