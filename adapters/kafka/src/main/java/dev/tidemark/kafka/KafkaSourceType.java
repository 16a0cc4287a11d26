package dev.tidemark.kafka;

import dev.tidemark.connector.Membership;
import dev.tidemark.connector.Originals;
import dev.tidemark.connector.Setting;
import dev.tidemark.connector.Settings;
import dev.tidemark.connector.SharedSource;
import dev.tidemark.connector.Source;
import dev.tidemark.connector.SourceType;
import dev.tidemark.connector.StageContext;
import dev.tidemark.coordinator.Partition;
import dev.tidemark.record.Schema;
import java.util.List;
import java.util.Optional;

/** Kafka topics as a source, in a job or a stream. Stateless. */
public final class KafkaSourceType implements SourceType, SharedSource {

  @Override
  public String type() {
    return "kafka";
  }

  @Override
  public String description() {
    return "Reads the records of Kafka topics, starting where the sinks are.";
  }

  @Override
  public List<Setting> settings() {
    return SourceSettings.SETTINGS;
  }

  @Override
  public List<Problem> check(Settings settings) {
    return SourceSettings.problems(settings);
  }

  @Override
  public boolean bounded(Settings settings, boolean streaming) {
    return SourceSettings.stopsAtEnd(settings, streaming);
  }

  @Override
  public boolean streamsByDefault(Settings settings) {
    return SourceSettings.neverStops(settings);
  }

  @Override
  public Optional<Schema> columns(Settings settings) {
    return SourceSettings.problems(settings).isEmpty()
        ? SourceSettings.of(settings, "", "").known()
        : Optional.empty();
  }

  @Override
  public Source open(StageContext context) {
    return new KafkaSource(context);
  }

  @Override
  public Originals originals(StageContext context) {
    return new KafkaOriginals(context);
  }

  @Override
  public List<Problem> sharingProblems(Settings settings) {
    return SourceSettings.sharingProblems(settings);
  }

  @Override
  public String slot(Partition partition) {
    return TopicSlice.of(partition).text();
  }

  @Override
  public Source open(StageContext context, String slot) {
    return new KafkaSource(context, TopicSlice.place(slot), ShownOffsets.NOWHERE);
  }

  @Override
  public Membership join(StageContext context, Member member) {
    return new KafkaMembership(context, member);
  }
}
