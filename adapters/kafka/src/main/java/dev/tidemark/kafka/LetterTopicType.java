package dev.tidemark.kafka;

import dev.tidemark.connector.Guarantee;
import dev.tidemark.connector.LetterOutlet;
import dev.tidemark.connector.LetterOutletType;
import dev.tidemark.connector.Setting;
import dev.tidemark.connector.Settings;
import dev.tidemark.connector.StageType.Problem;
import java.util.List;

/** A Kafka topic that gets copies of a flow's dead letters. Stateless. */
final class LetterTopicType implements LetterOutletType {

  @Override
  public List<Setting> settings() {
    return SinkSettings.LETTER_SETTINGS;
  }

  @Override
  public List<Problem> check(Settings settings) {
    return SinkSettings.letterProblems(settings);
  }

  @Override
  public Guarantee guarantee(Settings settings) {
    return new Guarantee(
        Guarantee.Level.EXACTLY_ONCE,
        "copied from the store, with what was copied in the same Kafka transaction, for readers"
            + " with read_committed",
        false,
        true);
  }

  @Override
  public String target(Settings settings) {
    return KafkaSinkType.place(settings);
  }

  @Override
  public LetterOutlet open(String pipeline, Settings settings) {
    return new LetterTopic(SinkSettings.ofLetters(pipeline, settings));
  }
}
