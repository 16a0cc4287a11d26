package dev.tidemark.kafka;

import dev.tidemark.connector.Guarantee;
import dev.tidemark.connector.InvalidStageException;
import dev.tidemark.connector.Setting;
import dev.tidemark.connector.Settings;
import dev.tidemark.connector.Sink;
import dev.tidemark.connector.SinkType;
import dev.tidemark.connector.StageContext;
import dev.tidemark.record.Schema;
import java.util.List;

/** A Kafka topic as a sink. Stateless. */
public final class KafkaSinkType implements SinkType {

  @Override
  public String type() {
    return "kafka";
  }

  @Override
  public String description() {
    return "Writes records to a Kafka topic, exactly once for readers of committed records.";
  }

  @Override
  public List<Setting> settings() {
    return SinkSettings.SETTINGS;
  }

  @Override
  public List<Problem> check(Settings settings) {
    return SinkSettings.problems(settings);
  }

  @Override
  public Guarantee guarantee(Settings settings) {
    return SinkSettings.isTransactional(settings)
        ? new Guarantee(
            Guarantee.Level.EXACTLY_ONCE,
            "position in the same Kafka transaction, for readers with read_committed",
            false,
            true)
        : new Guarantee(
            Guarantee.Level.AT_LEAST_ONCE,
            "idempotent producer without transactions: a crash may repeat records",
            false,
            true);
  }

  @Override
  public String target(Settings settings) {
    return place(settings);
  }

  /** Which topic of which cluster. */
  static String place(Settings settings) {
    String servers =
        String.join(
            ",",
            settings
                .connection(SinkSettings.CONNECTION)
                .settings()
                .texts(KafkaConnectionType.SERVERS));
    return servers + ":" + settings.text(SinkSettings.TOPIC);
  }

  /** Books and transactional ids are a pipeline's own, so each slot has its own. */
  @Override
  public boolean shareable(Settings settings) {
    return true;
  }

  @Override
  public void check(StageContext context, Schema input) throws InvalidStageException {
    Expressions.compile(SinkSettings.of(context), input);
  }

  @Override
  public Sink open(StageContext context) {
    SinkSettings settings = SinkSettings.of(context);
    return settings.transactional() ? new KafkaSink(settings) : new RepeatingSink(settings);
  }
}
