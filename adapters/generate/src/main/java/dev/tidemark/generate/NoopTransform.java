package dev.tidemark.generate;

import dev.tidemark.connector.Transform;
import dev.tidemark.record.RowBatch;
import dev.tidemark.record.Schema;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes its time, and changes nothing. */
final class NoopTransform implements Transform {

  private static final Logger LOG = LoggerFactory.getLogger(NoopTransform.class);

  private final String stage;
  private final Schema schema;
  private final boolean verbose;
  private final long delayMillis;

  NoopTransform(String stage, Schema schema, boolean verbose, long delayMillis) {
    this.stage = stage;
    this.schema = schema;
    this.verbose = verbose;
    this.delayMillis = delayMillis;
  }

  @Override
  public Schema schema() {
    return schema;
  }

  @Override
  public Result apply(RowBatch rows, Instant plannedAt) {
    if (verbose) {
      for (int i = 0; i < rows.size(); i++) {
        LOG.atInfo()
            .addKeyValue("stage", stage)
            .addKeyValue("record", Arrays.deepToString(rows.row(i)))
            .log("processed");
      }
    }
    pause(delayMillis * rows.size());
    return new Result(rows, List.of());
  }

  /** Cut short when the run ends: what is made then is thrown away. */
  private static void pause(long millis) {
    try {
      TimeUnit.MILLISECONDS.sleep(millis);
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
    }
  }
}
