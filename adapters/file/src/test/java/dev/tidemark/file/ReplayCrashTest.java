package dev.tidemark.file;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.connector.Replay;
import dev.tidemark.connector.StageContext;
import dev.tidemark.contract.SampleLoad;
import dev.tidemark.coordinator.Owner;
import dev.tidemark.record.RowBatch;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Stops a replay after every single change of a file, and lets another go on. */
class ReplayCrashTest {

  private static final int LOADED = 6;
  private static final int LETTERS = 3;

  /** The process is gone. */
  private static final class Halt extends Error {
    private static final long serialVersionUID = 1L;
  }

  /** A disk that stops the process at a change, counted from 1. */
  private static final class HaltingDisk {
    private static final Set<String> CHANGES =
        Set.of(
            "replace",
            "publish",
            "delete",
            "create",
            "createFolder",
            "syncFolder",
            "openOrCreate",
            "write",
            "truncate",
            "sync");

    private final int at;
    private int changes;

    private HaltingDisk(int at) {
      this.at = at;
    }

    private Disk disk() {
      return watched(Disk.class, new LocalDisk());
    }

    private <T> T watched(Class<T> type, T real) {
      return type.cast(
          Proxy.newProxyInstance(
              type.getClassLoader(),
              new Class<?>[] {type},
              (proxy, method, arguments) -> {
                boolean stops = CHANGES.contains(method.getName()) && ++changes == at;
                Object answer;
                try {
                  answer = method.invoke(real, arguments);
                } catch (InvocationTargetException failed) {
                  throw failed.getCause();
                }
                if (answer instanceof Disk.OpenFile file) {
                  answer = watched(Disk.OpenFile.class, file);
                }
                if (stops) {
                  throw new Halt();
                }
                return answer;
              }));
    }
  }

  @Test
  void aFinishedFileTakesEachLetterOnceWhereverTheReplayIsStopped() throws Exception {
    int steps = steps("out.jsonl", Map.of());
    assertThat(steps).isGreaterThan(10);
    for (int at = 1; at <= steps; at++) {
      Path folder = Fixture.folder();
      stopped(folder, "out.jsonl", Map.of(), new HaltingDisk(at));
      assertThat(ids(folder)).as("whole, at %d", at).hasSizeBetween(LOADED, LOADED + LETTERS);
      replay(folder, "out.jsonl", Map.of(), new Owner(3, "third"), new HaltingDisk(0));
      assertExact(folder);
    }
  }

  @Test
  void theNextRunFinishesAReplacementThatWasBegun() throws Exception {
    int steps = steps("out.jsonl", Map.of());
    for (int at = 1; at <= steps; at += 2) {
      Path folder = Fixture.folder();
      stopped(folder, "out.jsonl", Map.of(), new HaltingDisk(at));
      try (FileSink sink = sink(folder, "out.jsonl", Map.of(), new HaltingDisk(0))) {
        sink.claim(new Owner(3, "third"));
        sink.prepare(SampleLoad.COLUMNS);
        sink.finish(new Owner(3, "third"));
      }
      replay(folder, "out.jsonl", Map.of(), new Owner(4, "fourth"), new HaltingDisk(0));
      assertExact(folder);
    }
  }

  @Test
  void rolledFilesTakeEachLetterOnceWhereverTheReplayIsStopped() throws Exception {
    Map<String, Object> roll = Map.of("roll", Map.of("records", "4"));
    int steps = steps("out-{sequence}.jsonl", roll);
    for (int at = 1; at <= steps; at += 2) {
      Path folder = Fixture.folder();
      stopped(folder, "out-{sequence}.jsonl", roll, new HaltingDisk(at));
      replay(folder, "out-{sequence}.jsonl", roll, new Owner(3, "third"), new HaltingDisk(0));
      assertExact(folder);
    }
  }

  private static int steps(String name, Map<String, Object> more) throws Exception {
    HaltingDisk counting = new HaltingDisk(0);
    Path folder = Fixture.folder();
    stopped(folder, name, more, counting);
    assertExact(folder);
    return counting.changes;
  }

  /** A whole load, then a replay that may be stopped. */
  private static void stopped(Path folder, String name, Map<String, Object> more, HaltingDisk disk)
      throws Exception {
    Owner first = new Owner(1, "first");
    try (FileSink sink = sink(folder, name, more, new HaltingDisk(0))) {
      sink.claim(first);
      sink.prepare(SampleLoad.COLUMNS);
      sink.open(SampleLoad.opening(first, 1));
      sink.write(SampleLoad.delivery(first, 1, 0, LOADED));
      sink.finish(first);
    }
    try {
      replay(folder, name, more, new Owner(2, "second"), disk);
    } catch (Halt gone) {
      assertThat(disk.changes).isEqualTo(disk.at);
    }
  }

  private static void replay(
      Path folder, String name, Map<String, Object> more, Owner owner, HaltingDisk disk)
      throws Exception {
    List<Replay.Letter> letters =
        IntStream.range(LOADED, LOADED + LETTERS).mapToObj(ReplayCrashTest::letter).toList();
    try (FileSink sink = sink(folder, name, more, disk)) {
      sink.claim(owner);
      sink.prepare(SampleLoad.COLUMNS);
      sink.replay(new Replay(owner, 1, letters, false));
    }
  }

  private static Replay.Letter letter(int at) {
    Object[][] rows = {SampleLoad.row(at)};
    return new Replay.Letter("id-" + at, new RowBatch(SampleLoad.COLUMNS, rows, new int[1], 1));
  }

  private static FileSink sink(
      Path folder, String name, Map<String, Object> more, HaltingDisk disk) {
    Map<String, Object> given = new java.util.HashMap<>(more);
    given.put("path", folder.resolve(name));
    var settings = Fixture.settings(new FileSinkType().settings(), given);
    return FileSink.open(
        new StageContext("orders", "out", false, settings, 1024),
        disk.disk(),
        InstantSource.system());
  }

  private static List<Long> ids(Path folder) throws Exception {
    try (Stream<Path> files = Files.list(folder)) {
      List<Path> visible =
          files
              .filter(file -> String.valueOf(file.getFileName()).startsWith("out"))
              .filter(file -> !file.toString().contains("dead-letters"))
              .toList();
      List<Long> ids = new java.util.ArrayList<>();
      for (Path file : visible) {
        for (String line : Files.readAllLines(file)) {
          ids.add(Long.parseLong(line.replaceAll("^\\{\"id\":(\\d+),.*$", "$1")));
        }
      }
      return ids.stream().sorted().toList();
    }
  }

  private static void assertExact(Path folder) throws Exception {
    assertThat(ids(folder))
        .containsExactlyElementsOf(
            IntStream.range(0, LOADED + LETTERS).mapToObj(Long::valueOf).toList());
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files.map(Path::toString))
          .noneMatch(file -> file.endsWith(".part") && !file.endsWith("letters.part"));
    }
  }
}
