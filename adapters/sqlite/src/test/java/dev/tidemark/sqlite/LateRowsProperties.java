package dev.tidemark.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.connector.Known;
import dev.tidemark.connector.ReadLimits;
import dev.tidemark.connector.Source;
import dev.tidemark.connector.SourceBatch;
import dev.tidemark.coordinator.Assignment;
import dev.tidemark.coordinator.Partition;
import dev.tidemark.coordinator.PartitionBounds;
import dev.tidemark.coordinator.Position;
import dev.tidemark.coordinator.PositionOrder;
import dev.tidemark.query.IncrementalPlace;
import dev.tidemark.query.KeyValues;
import dev.tidemark.query.Overlap;
import io.vavr.collection.Vector;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.constraints.IntRange;

/**
 * A table that changes while it is read, three sinks that stop anywhere, runs that are resumed:
 * each sink gets each version of a row at most once, and every one that stays, exactly once.
 */
class LateRowsProperties {

  private static final int OVERLAP = 5;
  private static final int SINKS = 3;
  private static final ReadLimits LIMITS = new ReadLimits(3, Long.MAX_VALUE, Duration.ofSeconds(5));

  /** What one sink holds. */
  private static final class Reader {
    private final List<List<Object>> rows = new ArrayList<>();
    private Position position = IncrementalPlace.START.position();
  }

  private final List<Reader> readers = new ArrayList<>();
  private final Set<List<Object>> present = new HashSet<>();
  private long greatest = 100;
  private long nextId = 1;
  private boolean quiet;
  private Random random = new Random(0);

  @Property(tries = 40, shrinking = ShrinkingMode.OFF)
  void lateRowsAreReadExactlyOnce(@ForAll @IntRange(max = 1_000_000) int seed) throws Exception {
    random = new Random(seed);
    Path file = Files.createTempFile("tidemark-late", ".db");
    Database database = new Database(file);
    database.execute(
        "PRAGMA journal_mode = WAL",
        "CREATE TABLE t (id INTEGER, at INTEGER, PRIMARY KEY (id, at))");
    quiet = false;
    readers.clear();
    present.clear();
    for (int i = 0; i < SINKS; i++) {
      readers.add(new Reader());
    }
    try (Connection connection = database.connect();
        Statement pragma = connection.createStatement()) {
      pragma.execute("PRAGMA synchronous = OFF");
      for (int run = 0; run < 4; run++) {
        change(connection);
        run(connection, file);
      }
      // What appeared after a run had begun is the next one's.
      quiet = true;
      run(connection, file);
    }
    for (Reader reader : readers) {
      assertThat(reader.rows).doesNotHaveDuplicates().containsAll(present);
    }
    Files.delete(file);
  }

  /** New rows, also some that are late but not too late; some vanish, some get a greater cursor. */
  private void change(Connection connection) throws SQLException {
    if (quiet) {
      return;
    }
    try (Statement statement = connection.createStatement()) {
      for (int i = random.nextInt(8); i > 0; i--) {
        long at = greatest - OVERLAP + random.nextInt(OVERLAP + 4);
        insert(statement, nextId++, at);
      }
      List<List<Object>> all = new ArrayList<>(present);
      all.sort(KeyValues::compare);
      for (int i = random.nextInt(3); i > 0 && !all.isEmpty(); i--) {
        List<Object> gone = all.remove(random.nextInt(all.size()));
        statement.execute("DELETE FROM t WHERE at = " + gone.get(0) + " AND id = " + gone.get(1));
        present.remove(gone);
        if (random.nextBoolean()) {
          insert(statement, (Long) gone.get(1), greatest + 1);
        }
      }
    }
  }

  private void insert(Statement statement, long id, long at) throws SQLException {
    statement.execute("INSERT INTO t VALUES (" + id + ", " + at + ")");
    present.add(List.of(at, id));
    greatest = Math.max(greatest, at);
  }

  /** A run that is resumed until it ends, with changes in between. */
  private void run(Connection connection, Path file) throws Exception {
    List<PartitionBounds> bounds = List.of();
    boolean ended = false;
    while (!ended) {
      try (Source source = Sources.open(file, false, Sources.incremental("" + OVERLAP))) {
        bounds = source.resolve(new Known(greatestPosition(source, bounds), bounds)).partitions();
        ended = attempt(source, bounds.get(0), random.nextInt(12));
      }
      if (!ended) {
        change(connection);
      }
    }
  }

  private Map<Partition, Position> greatestPosition(Source source, List<PartitionBounds> bounds) {
    Map<Partition, Position> known = new LinkedHashMap<>();
    if (readers.stream().anyMatch(reader -> !reader.rows.isEmpty()) && bounds.isEmpty()) {
      known.put(
          new Partition("in", "t by at, id"),
          readers.stream()
              .map(reader -> reader.position)
              .max(comparator(source.order()))
              .orElseThrow());
    }
    return known;
  }

  private static Comparator<Position> comparator(PositionOrder order) {
    return order::compare;
  }

  /** Reads for so many batches; whether the end was reached by all. */
  private boolean attempt(Source source, PartitionBounds bounds, int batches) throws Exception {
    PositionOrder order = source.order();
    Position end = bounds.end().get();
    List<Position> positions =
        readers.stream().map(reader -> reader.position).sorted(order::compare).distinct().toList();
    List<Position> cuts =
        positions.stream()
            .filter(at -> order.compare(at, positions.get(0)) > 0 && order.compare(at, end) < 0)
            .toList();
    source.assign(
        List.of(
            new Assignment(bounds.partition(), positions.get(0), bounds.end(), Vector.ofAll(cuts))),
        source.schema());
    Set<Reader> stopped = new HashSet<>();
    for (int i = 0; i < batches; i++) {
      Optional<SourceBatch> batch = source.read(LIMITS);
      if (batch.isEmpty()) {
        break;
      }
      for (Reader reader : readers) {
        if (!stopped.contains(reader) && !deliver(order, reader, batch.get())) {
          stopped.add(reader);
        }
      }
    }
    return readers.stream().allMatch(reader -> order.covers(reader.position, end));
  }

  /** Whether the sink goes on. */
  private boolean deliver(PositionOrder order, Reader reader, SourceBatch batch) {
    if (order.covers(reader.position, batch.to())) {
      return true;
    }
    assertThat(reader.position).as("no batch crosses where a sink stands").isEqualTo(batch.from());
    // A sink may write the first part of a batch, and die before the rest.
    boolean dies = random.nextInt(6) == 0;
    int until = dies ? random.nextInt(batch.records() + 1) : batch.records();
    for (int i = 0; i < until; i++) {
      Object[] row = batch.rows().row(i);
      reader.rows.add(List.of(row[1], row[0]));
    }
    reader.position = dies ? batch.before().apply(until) : batch.to();
    return !dies;
  }

  @Property(tries = 200)
  void positionsAreReadAsWritten(@ForAll @IntRange(max = 1_000_000) int seed) {
    Random numbers = new Random(seed);
    IncrementalPlace place = IncrementalPlace.START;
    Overlap overlap = Overlap.parse(numbers.nextBoolean() ? "0" : "3").orElseThrow();
    long at = 0;
    for (int i = 0; i < 10; i++) {
      at += numbers.nextInt(3);
      IncrementalPlace next = place.after(List.of(List.of(at, (long) i, "k" + i)), overlap);
      assertThat(IncrementalPlace.parse(next.position())).isEqualTo(next);
      assertThat(IncrementalPlace.ORDER.compare(place.position(), next.position())).isNegative();
      place = next;
    }
  }
}
