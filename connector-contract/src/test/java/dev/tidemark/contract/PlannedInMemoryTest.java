package dev.tidemark.contract;

import dev.tidemark.connector.Delivery;
import dev.tidemark.connector.Sink;
import dev.tidemark.coordinator.Move;
import dev.tidemark.coordinator.Plan;
import dev.tidemark.coordinator.Writer;
import dev.tidemark.record.RowBatch;
import dev.tidemark.record.Schema;
import io.vavr.collection.Vector;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

class PlannedInMemoryTest extends PlannedSinkContract {

  private final Map<String, List<List<Object>>> hidden = new LinkedHashMap<>();
  private final Map<String, List<List<Object>>> shown = new LinkedHashMap<>();

  @Override
  protected Sink.Planned newSink() {
    return new Parts();
  }

  @Override
  protected List<List<Object>> rows() {
    return shown.values().stream()
        .flatMap(List::stream)
        .sorted(Comparator.comparing(row -> (Long) row.get(0)))
        .toList();
  }

  /** Writes each delivery as one part, named by what it holds. */
  private final class Parts implements Sink.Planned {

    @Override
    public void prepare(Schema schema) {}

    @Override
    public Plan stage(Delivery delivery) {
      String name = delivery.moves().stream().map(Move::key).collect(Collectors.joining("+"));
      List<List<Object>> rows = new ArrayList<>();
      for (RowBatch batch : delivery.rows()) {
        for (int i = 0; i < batch.size(); i++) {
          rows.add(Arrays.asList(batch.row(i)));
        }
      }
      hidden.put(name, rows);
      return new Plan(
          new Writer("out", 0), delivery.generation(), Vector.ofAll(delivery.moves()), name);
    }

    @Override
    public void publish(Plan plan) {
      shown.putIfAbsent(plan.content(), hidden.getOrDefault(plan.content(), List.of()));
    }

    @Override
    public void close() {}
  }
}
