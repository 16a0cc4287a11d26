package dev.tidemark.engine;

import dev.tidemark.connector.ConnectorException;
import dev.tidemark.connector.ReadLimits;
import dev.tidemark.connector.Source;
import dev.tidemark.connector.SourceBatch;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Another source, of which at most so many records are read; then nothing more comes. */
final class BoundedSource extends ForwardingSource {

  private long left;
  private volatile boolean spent;
  private volatile boolean lifted;

  BoundedSource(Source whole, long limit) {
    super(whole);
    this.left = limit;
  }

  /**
   * Whether more was asked for than may be read: so whatever was read before has been taken note
   * of. From any thread.
   */
  boolean spent() {
    return spent;
  }

  /** From now on there is no bound. From any thread. */
  void lift() {
    lifted = true;
  }

  @Override
  public Optional<SourceBatch> read(ReadLimits limits)
      throws ConnectorException, InterruptedException {
    if (lifted) {
      return super.read(limits);
    }
    if (spent) {
      // As from a source that waits for records: whoever asks again and again shall not turn hot.
      TimeUnit.MILLISECONDS.sleep(limits.linger().toMillis());
    }
    if (left <= 0) {
      spent = true;
      return Optional.empty();
    }
    int most = (int) Math.min(limits.records(), left);
    Optional<SourceBatch> batch = super.read(new ReadLimits(most, limits.bytes(), limits.linger()));
    left -= batch.map(SourceBatch::records).orElse(0);
    return batch;
  }
}
