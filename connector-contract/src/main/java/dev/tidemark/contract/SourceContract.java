package dev.tidemark.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.tidemark.connector.Known;
import dev.tidemark.connector.ReadLimits;
import dev.tidemark.connector.Source;
import dev.tidemark.connector.SourceBatch;
import dev.tidemark.contract.ReadThrough.Task;
import dev.tidemark.coordinator.Assignment;
import dev.tidemark.coordinator.Partition;
import dev.tidemark.coordinator.PartitionBounds;
import dev.tidemark.coordinator.Position;
import dev.tidemark.coordinator.PositionOrder;
import dev.tidemark.record.Schema;
import io.vavr.collection.Vector;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * What every {@link Source} must hold. A connector's test extends it and says how its source is
 * opened: on an input of at least {@link #FEWEST} records that doesn't change in between.
 */
public abstract class SourceContract {

  /** An input of fewer records would leave too little to resume at. */
  protected static final int FEWEST = 10;

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration LONG_LINGER = Duration.ofHours(1);

  private final Random random = new Random(7);
  private final List<Source> opened = new ArrayList<>();

  /** A new source of a job, on the test's one input, as another process would open it. */
  protected abstract Source newSource();

  /** How many records the input has, bad ones included. */
  protected abstract int records();

  /** A new source of a stream on the same input, if the connector can have one without end. */
  protected Optional<Source> newStream() {
    return Optional.empty();
  }

  /** Whether a later run finds the same records behind a position. */
  protected boolean lasting() {
    return true;
  }

  @AfterEach
  void closeAll() {
    opened.forEach(Source::close);
  }

  protected final Source source() {
    return kept(newSource());
  }

  private Source kept(Source source) {
    opened.add(source);
    return source;
  }

  private static List<PartitionBounds> resolve(Source source) throws Exception {
    return source.resolve(new Known(Map.of(), List.of())).partitions();
  }

  /** Each partition that a new run would read, with its columns. */
  private List<Task> tasks() throws Exception {
    Source source = source();
    List<PartitionBounds> all = resolve(source);
    Schema columns = source.schema();
    return all.stream().map(bounds -> new Task(bounds, columns, random)).toList();
  }

  private ReadThrough whole(Task task) throws Exception {
    return ReadThrough.of(resolved(task), task, task.bounds().start(), List.of());
  }

  /** A source as a resumed run has it. */
  private Source resolved(Task task) throws Exception {
    Source source = source();
    source.resolve(new Known(Map.of(), List.of(task.bounds())));
    return source;
  }

  @Test
  void everyRecordIsReadOnce() throws Exception {
    int read = 0;
    for (Task task : tasks()) {
      read += whole(task).records().size();
    }
    assertThat(read).isEqualTo(records()).isGreaterThanOrEqualTo(FEWEST);
  }

  @Test
  void aNewProcessFindsTheSamePartitionsAndColumns() throws Exception {
    Source first = source();
    Source second = source();
    assertThat(resolve(first)).isNotEmpty().isEqualTo(resolve(second));
    assertThat(first.schema()).isEqualTo(second.schema());
  }

  @Test
  void aJobsPartitionsHaveAnEnd() throws Exception {
    for (Task task : tasks()) {
      PositionOrder order = source().order();
      assertThat(task.bounds().end().isDefined()).isTrue();
      assertThat(order.compare(task.bounds().start(), task.bounds().end().get())).isNegative();
    }
  }

  @Test
  void aResumedRunIsGivenTheBoundsThatItBeganWith() throws Exception {
    List<PartitionBounds> bounds = resolve(source());
    Map<Partition, Position> reached = new LinkedHashMap<>();
    bounds.forEach(each -> reached.put(each.partition(), each.end().get()));
    assertThat(source().resolve(new Known(Map.of(), bounds)).partitions()).isEqualTo(bounds);
    assertThat(source().resolve(new Known(reached, bounds)).partitions()).isEqualTo(bounds);
  }

  @Test
  void aNewRunFindsNothingNewBehindTheEnd() throws Exception {
    if (!lasting()) {
      return;
    }
    Map<Partition, Position> reached = new LinkedHashMap<>();
    resolve(source()).forEach(each -> reached.put(each.partition(), each.end().get()));
    Source next = source();
    for (PartitionBounds bounds : next.resolve(new Known(reached, List.of())).partitions()) {
      assertThat(reached).containsKey(bounds.partition());
      Position at = reached.get(bounds.partition());
      assertThat(next.order().covers(at, bounds.end().get())).isTrue();
    }
  }

  @Test
  void resumingBeforeAnyRecordGivesTheRest() throws Exception {
    for (Task task : tasks()) {
      ReadThrough whole = whole(task);
      for (int i = 0; i < whole.records().size(); i++) {
        Position from = whole.records().get(i).before();
        ReadThrough rest = ReadThrough.of(resolved(task), task, from, List.of());
        assertThat(rest.contents())
            .as("from %s", from)
            .isEqualTo(whole.contents().subList(i, whole.contents().size()));
      }
    }
  }

  @Test
  void everyCutIsTheEndOfABatch() throws Exception {
    for (Task task : tasks()) {
      ReadThrough whole = whole(task);
      List<Position> positions = whole.positions();
      for (int round = 0; round < FEWEST; round++) {
        List<Position> cuts =
            positions.stream().filter(position -> random.nextInt(3) == 0).toList();
        ReadThrough cut = ReadThrough.of(resolved(task), task, task.bounds().start(), cuts);
        assertThat(cut.contents()).isEqualTo(whole.contents());
        assertThat(cut.stops()).containsAll(cuts);
      }
    }
  }

  @Test
  void positionsAreTotallyOrdered() throws Exception {
    for (Task task : tasks()) {
      List<Position> positions = new ArrayList<>(List.of(task.bounds().start()));
      positions.addAll(whole(task).positions());
      positions.add(task.bounds().end().get());
      PositionOrder order = source().order();
      for (int i = 0; i < positions.size(); i++) {
        for (int j = 0; j < positions.size(); j++) {
          int compared = order.compare(positions.get(i), positions.get(j));
          assertThat(Integer.signum(compared))
              .as("%s against %s", positions.get(i), positions.get(j))
              .isEqualTo(Integer.compare(i, j));
        }
      }
    }
  }

  @Test
  void aPersonIsToldWhereEachRecordIs() throws Exception {
    for (Task task : tasks()) {
      Source source = source();
      for (ReadThrough.Item record : whole(task).records()) {
        assertThat(source.describe(task.bounds().partition(), record.before())).isNotBlank();
      }
    }
  }

  @Test
  void onlyTheColumnsAskedForAreRead() throws Exception {
    for (Task task : tasks()) {
      List<String> all = whole(task).contents();
      Schema last = Schema.of(List.of(task.columns().columns().getLast()));
      Task narrow = new Task(task.bounds(), last, random);
      List<String> some =
          ReadThrough.of(resolved(narrow), narrow, task.bounds().start(), List.of()).contents();
      assertThat(some).hasSameSizeAs(all);
      for (int i = 0; i < all.size(); i++) {
        if (!all.get(i).startsWith("bad") && !some.get(i).startsWith("bad")) {
          String value = some.get(i).substring(1, some.get(i).length() - 1);
          assertThat(all.get(i)).endsWith(value + "]");
        }
      }
    }
  }

  @Test
  void theEndIsKnownAtOnce() throws Exception {
    for (Task task : tasks()) {
      Source source = resolved(task);
      ReadThrough unused = ReadThrough.of(source, task, task.bounds().start(), List.of());
      Optional<SourceBatch> after =
          assertTimeoutPreemptively(
              PATIENCE, () -> source.read(new ReadLimits(10, Long.MAX_VALUE, LONG_LINGER)));
      assertThat(after).isEmpty();
    }
  }

  @Test
  void whatIsAskedAtTheEndOfAllIsNothing() throws Exception {
    for (Task task : tasks()) {
      Source source = resolved(task);
      Position end = task.bounds().end().get();
      assertThat(ReadThrough.of(source, task, end, List.of()).records()).isEmpty();
    }
  }

  @Test
  void acknowledgingChangesNothingThatIsStillToCome() throws Exception {
    for (Task task : tasks()) {
      List<String> all = whole(task).contents();
      Source source = resolved(task);
      source.acknowledge(Map.of());
      source.acknowledge(Map.of(task.bounds().partition(), task.bounds().start()));
      assertThat(ReadThrough.of(source, task, task.bounds().start(), List.of()).contents())
          .isEqualTo(all);
      source.acknowledge(Map.of(task.bounds().partition(), task.bounds().end().get()));
    }
  }

  @Test
  void aStreamWithNothingToReadAnswersAfterItsLinger() throws Exception {
    Optional<Source> stream = newStream().map(this::kept);
    if (stream.isEmpty()) {
      return;
    }
    Source source = stream.get();
    List<PartitionBounds> all = resolve(source);
    List<Assignment> work =
        all.stream()
            .map(each -> new Assignment(each.partition(), each.start(), each.end(), Vector.empty()))
            .toList();
    source.assign(work, source.schema());
    ReadLimits limits = new ReadLimits(1000, Long.MAX_VALUE, Duration.ofMillis(50));
    int read = 0;
    while (read < records()) {
      read += source.read(limits).map(SourceBatch::records).orElse(0);
    }
    assertThat(read).isEqualTo(records());
    assertThat(assertTimeoutPreemptively(PATIENCE, () -> source.read(limits))).isEmpty();
  }

  @Test
  void closingTwiceIsHarmless() throws Exception {
    Source untouched = source();
    untouched.close();
    untouched.close();
    for (Task task : tasks()) {
      Source source = resolved(task);
      source.assign(
          List.of(
              new Assignment(
                  task.bounds().partition(),
                  task.bounds().start(),
                  task.bounds().end(),
                  Vector.empty())),
          task.columns());
      assertThat(source.read(new ReadLimits(1, 1, Duration.ofSeconds(5)))).isPresent();
      source.close();
      source.close();
    }
  }
}
