package dev.tidemark.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.checkpoint.DeadLetter;
import dev.tidemark.connector.BadRecord;
import dev.tidemark.connector.InvalidStageException;
import dev.tidemark.connector.SourceBatch;
import dev.tidemark.coordinator.Partition;
import dev.tidemark.coordinator.PartitionBounds;
import dev.tidemark.coordinator.Position;
import dev.tidemark.coordinator.Writer;
import dev.tidemark.flow.Emission;
import dev.tidemark.flow.Node;
import dev.tidemark.record.Column;
import dev.tidemark.record.DataType;
import dev.tidemark.record.DataType.Simple;
import dev.tidemark.record.RowBatch;
import dev.tidemark.record.RowBatchBuilder;
import dev.tidemark.record.Schema;
import io.vavr.control.Option;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class EnginePartsTest {
  private static final Partition PARTITION = new Partition("in", "a/b");

  private static SourceBatch batch(long... ids) {
    return new SourceBatch(
        PARTITION,
        new Position("0"),
        new Position("9"),
        ids.length,
        Rows.batch(ids),
        record -> new Position("at-" + record),
        List.of(),
        10,
        Optional.empty());
  }

  @Test
  void whatARunDecidedIsReadBackAsWritten() {
    Schema schema =
        Schema.of(
            List.of(
                new Column("z", Simple.DECIMAL, false),
                new Column("a not null", new DataType.Array(Simple.UUID), true)));
    Resolved resolved =
        new Resolved(
            List.of(
                new PartitionBounds(PARTITION, new Position("0"), Option.none()),
                new PartitionBounds(
                    new Partition("in", "ü\"x"),
                    new Position("{\"n\":1}"),
                    Option.some(new Position("9")))),
            Map.of("in", schema),
            Map.of("out", 7L),
            Map.of("out", "0123"));
    assertThat(Resolved.parse(resolved.text())).isEqualTo(resolved);
    assertThat(Resolved.parse("")).isEqualTo(Resolved.NOTHING);
  }

  @Test
  void whatWasTamperedWithIsNotTakenForADecision() {
    assertThatThrownBy(() -> Resolved.parse("{]")).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(
            () -> Resolved.parse("{\"columns\":{\"in\":[{\"name\":\"a\",\"type\":\"x\"}]}}"))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void forkByAWrongExpressionIsTheUsersToMend() {
    Emission route = new Emission.ByValue("kindd", Map.of("a", "x"), Optional.empty());
    assertThatThrownBy(() -> Fork.of("by", route, Rows.SCHEMA))
        .isInstanceOf(InvalidStageException.class);
  }

  @Test
  void forkSharesByPositionAndNotByPlaceInTheBatch() throws InvalidStageException {
    Fork fork = Fork.of("in", new Emission.Shared(List.of("x", "y")), Rows.SCHEMA);
    SourceBatch whole = batch(1, 2, 3, 4, 5, 6, 7, 8);
    Fork.Split split = fork.split(whole.rows(), whole, Instant.EPOCH);
    for (int i = 0; i < 8; i++) {
      int at = i;
      SourceBatch alone =
          new SourceBatch(
              PARTITION,
              new Position("at-" + i),
              new Position("9"),
              1,
              Rows.batch(i + 1L),
              record -> new Position("at-" + at),
              List.of(),
              1,
              Optional.empty());
      boolean left = fork.split(alone.rows(), alone, Instant.EPOCH).branches().get("x").size() == 1;
      assertThat(ids(split, "x").contains(i + 1L)).isEqualTo(left);
    }
    assertThat(ids(split, "x").size() + ids(split, "y").size()).isEqualTo(8);
  }

  private static List<Long> ids(Fork.Split split, String branch) {
    var rows = split.branches().get(branch);
    return java.util.stream.IntStream.range(0, rows.size())
        .mapToObj(i -> Rows.id(rows.row(i)))
        .toList();
  }

  @Test
  void rateBoundsTheSizeOfABatchAndTheTimeToTheNext() throws InterruptedException {
    RateLimit limit = new RateLimit(OptionalLong.of(100));
    assertThat(limit.records(50_000)).isEqualTo(20);
    assertThat(new RateLimit(OptionalLong.of(1)).records(50)).isEqualTo(1);
    assertThat(new RateLimit(OptionalLong.empty()).records(50)).isEqualTo(50);
    limit.await();
    limit.took(20);
    long before = System.nanoTime();
    limit.await();
    assertThat(System.nanoTime() - before).isGreaterThan(TimeUnit.MILLISECONDS.toNanos(150));
  }

  @Test
  void letterSaysWhereTheRecordStandsAndWhichOfItsRowsItWas() {
    Node.ForkNode strict =
        new Node.ForkNode("strict", Node.OnError.DEAD_LETTER, new Emission.ToOne("out"));
    Node.ForkNode lax = new Node.ForkNode("lax", Node.OnError.DROP, new Emission.ToOne("out"));
    BadRecord first = new BadRecord(0, "too long", "list:1", new byte[] {1});
    BadRecord second = new BadRecord(2, "too short", "", new byte[] {2});
    Batches batches = new Batches();
    long number = batches.add(batch(1, 2, 3), (partition, position) -> "at " + position.text());
    List<Chain.Refusal> refusals =
        List.of(
            new Chain.Refusal(strict, first, Set.of("out", "other")),
            new Chain.Refusal(strict, first, Set.of()),
            new Chain.Refusal(lax, first, Set.of()),
            new Chain.Refusal(strict, second, Set.of()),
            new Chain.Refusal(strict, first, Set.of()));
    RowBatch nothing = new RowBatchBuilder(Rows.SCHEMA, 0).build();
    batches.made(number, Map.of(new Writer("out", 0), nothing), refusals);
    Map<String, Long> loads = Map.of("out", 2L, "other", 4L);
    List<DeadLetter> letters =
        Letters.ofBatch(batches, number, loads, new Letters.Stamp("run-1", Instant.EPOCH));
    assertThat(letters)
        .extracting(letter -> letter.position().text() + "#" + letter.ordinal())
        .containsExactly("at-0#0", "at-0#1", "at-2#0", "at-0#2");
    assertThat(letters.get(0))
        .extracting(DeadLetter::runId, DeadLetter::stage, DeadLetter::generation, DeadLetter::place)
        .containsExactly("run-1", "strict", 4L, "list:1");
    assertThat(letters.get(0).sinks()).isEqualTo(Map.of("out", 2L));
    assertThat(letters.get(2).place()).isEqualTo("at at-2");
  }
}
