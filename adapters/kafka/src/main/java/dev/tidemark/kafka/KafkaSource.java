package dev.tidemark.kafka;

import dev.tidemark.checkpoint.DeadLetter;
import dev.tidemark.connector.ConnectorException;
import dev.tidemark.connector.Known;
import dev.tidemark.connector.ReadLimits;
import dev.tidemark.connector.Resolution;
import dev.tidemark.connector.Source;
import dev.tidemark.connector.SourceBatch;
import dev.tidemark.connector.StageContext;
import dev.tidemark.coordinator.Assignment;
import dev.tidemark.coordinator.Partition;
import dev.tidemark.coordinator.PartitionBounds;
import dev.tidemark.coordinator.Position;
import dev.tidemark.coordinator.PositionOrder;
import dev.tidemark.record.RowBatch;
import dev.tidemark.record.Schema;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Reads topics. Which partitions is decided here and by nobody else: no group is joined, so nothing
 * has to be polled for in time, and a source whose records nobody takes simply waits.
 */
final class KafkaSource implements Source {

  private final StageContext context;
  private final SourceSettings settings;
  private final KafkaResolver resolver;
  private final TopicOffsets offsets;
  private final ShownOffsets shown;
  private List<PartitionBounds> resolved = List.of();
  private @Nullable TopicReader reader;

  /** Of all partitions. */
  KafkaSource(StageContext context) {
    this(
        context,
        SourceSettings.of(context.settings(), context.pipeline(), context.stage()),
        Optional.empty(),
        Optional.empty());
  }

  /** Of one partition, whose progress is shown by others. */
  KafkaSource(StageContext context, TopicPartition only, ShownOffsets shown) {
    this(
        context,
        SourceSettings.of(context.settings(), context.pipeline(), context.stage()),
        Optional.of(only),
        Optional.of(shown));
  }

  private KafkaSource(
      StageContext context,
      SourceSettings settings,
      Optional<TopicPartition> only,
      Optional<ShownOffsets> shown) {
    this.context = context;
    this.settings = settings;
    this.resolver =
        new KafkaResolver(
            settings,
            context.stage(),
            SourceSettings.stopsAtEnd(context.settings(), context.streaming()),
            only);
    this.offsets = new TopicOffsets(settings.cluster(), settings.committedOnly(), client());
    this.shown = shown.orElseGet(() -> new GroupOffsets(settings, client()));
  }

  private String client() {
    return context.pipeline() + "." + context.stage();
  }

  @Override
  public PositionOrder order() {
    return KafkaPosition.ORDER;
  }

  @Override
  public String describe(Partition partition, Position position) {
    return TopicSlice.of(partition).text() + "@" + KafkaPosition.parse(position).offset();
  }

  @Override
  public Resolution resolve(Known known) throws ConnectorException, InterruptedException {
    Resolution resolution = resolver.resolve(known, offsets);
    resolved = resolution.partitions();
    return resolution;
  }

  @Override
  public Schema schema() throws ConnectorException, InterruptedException {
    Optional<Schema> known = settings.known();
    return known.isPresent()
        ? known.get()
        : settings.whole(new ColumnSample(settings, client()).columns(resolved, offsets));
  }

  @Override
  public void assign(List<Assignment> assignments, Schema schema)
      throws ConnectorException, InterruptedException {
    TopicReader current = reader;
    if (current == null) {
      RowMaker maker = new RowMaker(settings, schema, context.maxRecordBytes());
      current = new TopicReader(settings, maker, offsets, client());
      reader = current;
    }
    current.add(assignments);
  }

  @Override
  public Optional<SourceBatch> read(ReadLimits limits)
      throws ConnectorException, InterruptedException {
    TopicReader current = reader;
    return current == null ? Optional.empty() : current.read(limits);
  }

  @Override
  public RowBatch decode(DeadLetter letter, Schema schema) throws ConnectorException {
    return new Decoding(settings, context.maxRecordBytes()).decode(letter, schema);
  }

  /** For display only: nothing here ever reads them (Delivery 20). */
  @Override
  public void acknowledge(Map<Partition, Position> positions) {
    shown.show(positions);
  }

  @Override
  public void close() {
    TopicReader current = reader;
    reader = null;
    if (current != null) {
      current.close();
    }
    offsets.close();
    shown.close();
  }
}
