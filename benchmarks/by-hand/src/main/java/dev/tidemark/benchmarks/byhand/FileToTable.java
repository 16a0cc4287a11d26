package dev.tidemark.benchmarks.byhand;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import dev.tidemark.benchmarks.contender.Contender;
import dev.tidemark.benchmarks.contender.Orders;
import dev.tidemark.benchmarks.contender.Task;
import java.nio.file.Path;

/**
 * J1: this thread parses and encodes, two others write. Chunks of 50,000 rows, so that what a
 * commit costs doesn't show; parsing one while others are merged, so that nobody waits.
 */
public final class FileToTable implements Contender {
  private static final int CHUNK = 50_000;
  private static final int WRITERS = 2;

  private final JsonFactory json = new JsonFactory();

  @Override
  public void run(Task task) throws Exception {
    try (JsonParser parser = json.createParser(Path.of(task.text("file")).toFile());
        Writers writers = new Writers(task.text("url"), task.text("to"), WRITERS)) {
      Order order = new Order();
      OrderBytes chunk = writers.take();
      while (OrderParser.next(parser, order)) {
        if (order.status.equals(Orders.CANCELLED)) {
          continue;
        }
        chunk.add(order);
        if (chunk.rows() == CHUNK) {
          writers.put(chunk);
          chunk = writers.take();
        }
      }
      if (chunk.rows() > 0) {
        writers.put(chunk);
      }
      writers.finish();
    }
  }
}
