package dev.tidemark.engine;

import dev.tidemark.connector.Guarantee;
import dev.tidemark.connector.Setting;
import dev.tidemark.connector.Settings;
import dev.tidemark.connector.Sink;
import dev.tidemark.connector.SinkType;
import dev.tidemark.connector.StageContext;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** A table that keeps what each pipeline writes apart, so that a test sees whose it is. */
final class Tables implements SinkType {

  private final Map<String, Table> byPipeline = new ConcurrentHashMap<>();

  Table of(String pipeline) {
    return byPipeline.computeIfAbsent(pipeline, name -> new Table());
  }

  /** Waits until a pipeline has written so many rows. */
  void awaitRows(String pipeline, int rows) throws InterruptedException {
    Table table = of(pipeline);
    synchronized (table) {
      while (table.rows.size() < rows) {
        table.wait();
      }
    }
  }

  @Override
  public String type() {
    return "tables";
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
    return new Guarantee(Guarantee.Level.EXACTLY_ONCE, "in memory", false, true);
  }

  @Override
  public String target(Settings settings) {
    return "memory";
  }

  @Override
  public Sink open(StageContext context) {
    return new TableSink(of(context.pipeline()));
  }
}
