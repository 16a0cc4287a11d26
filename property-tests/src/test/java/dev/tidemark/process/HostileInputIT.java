package dev.tidemark.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Malformed records of many kinds among good ones, with little memory: each is accounted for. */
@Execution(ExecutionMode.CONCURRENT)
class HostileInputIT {

  private static final String FLOW =
      """
      name: hostile
      batch: { records: 2000 }
      stages:
        - name: lines
          type: file
          output_queue: records
          on_error: dead_letter
          rate: RATE
          config:
            path: in/lines-*
            format: jsonl
            columns: { id: int64 not null, name: text, amount: decimal }
        - name: table
          type: file
          output_queue: records
          on_error: dead_letter
          rate: RATE
          config:
            path: in/table-*
            columns: { id: int64 not null, name: text, amount: decimal }
            format: csv
        - name: target
          type: sqlite
          input_queue: records
          config: { connection: { kind: sqlite, path: out/packages.db }, table: records, mode: append }
      """;

  private static final Terms LITTLE_MEMORY = Terms.heap(96);
  private static final int UNTHROTTLED = 10_000_000;

  @TempDir private Path folder;

  @Test
  void eachMalformedRecordIsSetAsideOnceAndEachGoodOneArrivesOnce() throws Exception {
    try (Workspace space = new Workspace(folder)) {
      HostileInput input = input(space);
      space.flow(FLOW.replace("RATE", String.valueOf(UNTHROTTLED)));
      Child child = space.runUnder(LITTLE_MEMORY);
      assertThat(child.exit()).as(child.said()).isZero();
      assertAccountedFor(space, input);
      assertThat(child.out()).contains(input.letters().size() + " dead letters");
    }
  }

  @Test
  void soTheyAreWhenTheRunIsKilledInTheMiddle() throws Exception {
    try (Workspace space = new Workspace(folder)) {
      HostileInput input = input(space);
      space.flow(FLOW.replace("RATE", "1500"));
      for (int kill = 1; kill <= 2; kill++) {
        long enough = 1_500L * kill;
        Child child = space.runUnder(LITTLE_MEMORY);
        Await.until(
            "rows of kill " + kill,
            () -> {
              assertThat(child.alive()).as(child.said()).isTrue();
              return space.database().number("SELECT count(*) FROM records") > enough;
            });
        child.kill();
      }
      space.flow(FLOW.replace("RATE", String.valueOf(UNTHROTTLED)));
      Child child = space.runUnder(LITTLE_MEMORY);
      assertThat(child.exit()).as(child.said()).isZero();
      assertThat(space.story()).contains("crashed", "resumed");
      assertAccountedFor(space, input);
    }
  }

  private static HostileInput input(Workspace space) throws Exception {
    Files.createDirectories(space.path("in"));
    HostileInput input = new HostileInput(space.path("in"));
    Set<String> kinds = new HashSet<>();
    input.letters().forEach(letter -> kinds.add(letter.kind()));
    assertThat(kinds).hasSizeGreaterThanOrEqualTo(20);
    assertThat(input.letters()).hasSizeGreaterThanOrEqualTo(500);
    assertThat(input.rows()).hasSizeGreaterThan(5_000);
    return input;
  }

  private static void assertAccountedFor(Workspace space, HostileInput input) {
    List<String> rows = new ArrayList<>(input.rows());
    rows.sort(null);
    List<String> found =
        new ArrayList<>(space.database().rows("SELECT id, name, amount FROM records"));
    found.sort(null);
    assertThat(found).isEqualTo(rows);

    Map<String, String> letters = new TreeMap<>();
    for (String letter :
        space.books().rows("SELECT place, hex(payload), reason FROM dead_letter ORDER BY place")) {
      String[] parts = letter.split("\\|", 3);
      assertThat(letters.put(parts[0], parts[1] + "|" + parts[2])).as(parts[0]).isNull();
    }
    for (HostileInput.Letter expected : input.letters()) {
      String letter = letters.remove(expected.place());
      assertThat(letter).as(expected.place() + " " + expected.kind()).isNotNull();
      String[] parts = letter.split("\\|", 2);
      assertThat(parts[1]).as(expected.place()).contains(expected.reason());
      // A reason is for a person: a line, without a name of the machinery.
      assertThat(parts[1])
          .hasSizeLessThan(250)
          .doesNotContain("\n", "Exception", "StreamRead", "com.", "java.", "REDACTED");
      assertThat(HexFormat.of().parseHex(parts[0])).isEqualTo(expected.payload());
    }
    assertThat(letters).as("letters of nothing malformed").isEmpty();
  }
}
