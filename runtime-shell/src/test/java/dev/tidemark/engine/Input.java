package dev.tidemark.engine;

import dev.tidemark.connector.ConnectorException;
import dev.tidemark.connector.Setting;
import dev.tidemark.connector.Settings;
import dev.tidemark.connector.Source;
import dev.tidemark.connector.SourceType;
import dev.tidemark.connector.StageContext;
import dev.tidemark.coordinator.Partition;
import dev.tidemark.coordinator.Position;
import dev.tidemark.record.Schema;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Lists to be read, by partition: what outlives the runs of a test. Guarded by itself. */
final class Input implements SourceType {

  /** Runs within a read, before anything is read. */
  interface Hook {
    void run() throws ConnectorException, InterruptedException;
  }

  final Map<String, List<@Nullable Object[]>> partitions = new LinkedHashMap<>();
  final Deque<Hook> reads = new ArrayDeque<>();
  final AtomicLong handedOut = new AtomicLong();
  final AtomicLong sampled = new AtomicLong();
  final List<Map<Partition, Position>> acknowledged = new ArrayList<>();
  final List<Long> starts = new ArrayList<>();
  final Map<Integer, Instant> times = new HashMap<>();
  Schema schema = Rows.SCHEMA;
  Predicate<@Nullable Object[]> unreadable = row -> false;
  Hook everyRead = () -> {};
  int most = 4;
  boolean bounded = true;

  static Input of(List<@Nullable Object[]> rows) {
    return new Input().with("p", rows);
  }

  Input with(String partition, List<@Nullable Object[]> rows) {
    synchronized (this) {
      partitions.computeIfAbsent(partition, name -> new ArrayList<>()).addAll(rows);
      notifyAll();
    }
    return this;
  }

  Input endless() {
    bounded = false;
    return this;
  }

  @Override
  public String type() {
    return "input";
  }

  @Override
  public String description() {
    return "lists";
  }

  @Override
  public List<Setting> settings() {
    return List.of();
  }

  @Override
  public boolean bounded(Settings settings, boolean streaming) {
    return bounded;
  }

  @Override
  public Source open(StageContext context) {
    return new ListSource(this, context.stage());
  }
}
