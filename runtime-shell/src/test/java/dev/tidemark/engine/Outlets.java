package dev.tidemark.engine;

import dev.tidemark.connector.ConnectorException;
import dev.tidemark.connector.Delivery;
import dev.tidemark.connector.Guarantee;
import dev.tidemark.connector.Setting;
import dev.tidemark.connector.Settings;
import dev.tidemark.connector.Sink;
import dev.tidemark.connector.SinkType;
import dev.tidemark.connector.StageContext;
import dev.tidemark.coordinator.Move;
import dev.tidemark.coordinator.Plan;
import dev.tidemark.coordinator.Writer;
import dev.tidemark.record.RowBatch;
import dev.tidemark.record.Schema;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Targets that keep no position: a log that just takes rows, a folder that publishes parts. */
final class Outlets {
  private Outlets() {}

  private abstract static class Outlet implements SinkType {
    @Override
    public String type() {
      return "outlet";
    }

    @Override
    public String description() {
      return "rows in memory";
    }

    @Override
    public List<Setting> settings() {
      return List.of();
    }

    @Override
    public Guarantee guarantee(Settings settings) {
      return new Guarantee(Guarantee.Level.AT_LEAST_ONCE, "in memory", false, true);
    }

    @Override
    public String target(Settings settings) {
      return "memory";
    }
  }

  /** Takes rows: at least once. */
  static final class Log extends Outlet {
    final List<@Nullable Object[]> rows = new CopyOnWriteArrayList<>();

    @Override
    public Sink open(StageContext context) {
      return new LogSink(rows);
    }
  }

  private record LogSink(List<@Nullable Object[]> taken) implements Sink.AtLeastOnce {
    @Override
    public void prepare(Schema schema) {}

    @Override
    public void write(RowBatch rows) {
      taken.addAll(Outlets.rows(rows));
    }

    @Override
    public void close() {}
  }

  /** Publishes prepared parts by name. */
  static final class Folder extends Outlet {
    final Map<String, List<@Nullable Object[]>> hidden = new LinkedHashMap<>();
    final Map<String, List<@Nullable Object[]>> parts = new LinkedHashMap<>();
    Predicate<@Nullable Object[]> refuses = row -> false;
    Table.Hook beforePublish = () -> {};
    Table.Hook afterPublish = () -> {};

    @Override
    public Sink open(StageContext context) {
      return new FolderSink(this, context.stage());
    }

    List<Long> ids() {
      List<Long> ids = new ArrayList<>();
      parts.values().forEach(part -> ids.addAll(Rows.ids(part)));
      return ids;
    }
  }

  private record FolderSink(Folder folder, String stage) implements Sink.Planned {
    @Override
    public void prepare(Schema schema) {}

    @Override
    public Plan stage(Delivery delivery) throws ConnectorException {
      String name = delivery.moves().stream().map(Move::key).collect(Collectors.joining("+"));
      List<@Nullable Object[]> rows = new ArrayList<>();
      delivery.rows().forEach(batch -> rows.addAll(Outlets.rows(batch)));
      if (rows.stream().anyMatch(folder.refuses)) {
        throw new ConnectorException.Refused("check constraint", null);
      }
      folder.hidden.put(name, rows);
      return new Plan(
          new Writer(stage, 0),
          delivery.generation(),
          io.vavr.collection.Vector.ofAll(delivery.moves()),
          name);
    }

    @Override
    public void publish(Plan plan) throws ConnectorException, InterruptedException {
      folder.beforePublish.run();
      folder.parts.putIfAbsent(
          plan.content(), folder.hidden.getOrDefault(plan.content(), List.of()));
      folder.afterPublish.run();
    }

    @Override
    public void close() {}
  }

  private static List<@Nullable Object[]> rows(RowBatch batch) {
    List<@Nullable Object[]> rows = new ArrayList<>();
    for (int i = 0; i < batch.size(); i++) {
      rows.add(batch.row(i));
    }
    return rows;
  }
}
