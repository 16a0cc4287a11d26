package dev.tidemark.engine;

import dev.tidemark.connector.ConnectorException;
import dev.tidemark.connector.Known;
import dev.tidemark.connector.Resolution;
import dev.tidemark.connector.Setting;
import dev.tidemark.connector.Settings;
import dev.tidemark.connector.Source;
import dev.tidemark.connector.SourceType;
import dev.tidemark.connector.StageContext;
import dev.tidemark.coordinator.Partition;
import dev.tidemark.coordinator.PartitionBounds;
import dev.tidemark.coordinator.Position;
import dev.tidemark.record.Schema;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A type of source that opens only one slot of it.
 *
 * @param carried where a partition begins that no sink knows, but that was read before it was
 *     shared
 */
record SlotSource(SourceType whole, Opening opening, Map<Partition, Position> carried)
    implements SourceType {

  /** Opens the source of the slot. */
  @FunctionalInterface
  interface Opening {
    /** Touches nothing yet. */
    Source open(StageContext context);
  }

  @Override
  public String type() {
    return whole.type();
  }

  @Override
  public String description() {
    return whole.description();
  }

  @Override
  public List<Setting> settings() {
    return whole.settings();
  }

  @Override
  public boolean bounded(Settings settings, boolean streaming) {
    return whole.bounded(settings, streaming);
  }

  @Override
  public boolean lasting(Settings settings) {
    return whole.lasting(settings);
  }

  @Override
  public Optional<Schema> columns(Settings settings) throws ConnectorException {
    return whole.columns(settings);
  }

  @Override
  public Source open(StageContext context) {
    Source source = opening.open(context);
    return carried.isEmpty() ? source : new Carried(source, carried);
  }

  /** Begins where another runner has left off. */
  private static final class Carried extends ForwardingSource {

    private final Map<Partition, Position> from;

    Carried(Source whole, Map<Partition, Position> from) {
      super(whole);
      this.from = from;
    }

    @Override
    public Resolution resolve(Known known) throws ConnectorException, InterruptedException {
      return new Resolution(
          super.resolve(known).partitions().stream().map(each -> begun(each, known)).toList());
    }

    private PartitionBounds begun(PartitionBounds bounds, Known known) {
      Position position = from.get(bounds.partition());
      boolean first =
          !known.positions().containsKey(bounds.partition())
              && known.bounds().stream()
                  .noneMatch(each -> each.partition().equals(bounds.partition()));
      return position == null || !first
          ? bounds
          : new PartitionBounds(bounds.partition(), position, bounds.end());
    }
  }
}
