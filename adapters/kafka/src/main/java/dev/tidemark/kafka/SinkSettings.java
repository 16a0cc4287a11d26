package dev.tidemark.kafka;

import dev.tidemark.connector.Setting;
import dev.tidemark.connector.Settings;
import dev.tidemark.connector.StageContext;
import dev.tidemark.connector.StageType.Problem;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What a sink stage writes, and how. Immutable.
 *
 * @param value the column of a text or bytes value; empty for the only one, or the one so named
 * @param key the expression of the key; empty for the column {@code _key}, or none
 * @param headers expressions by header
 * @param tombstoneWhen the expression by which a record has no value; empty for never
 * @param partitions of a topic that is made; 0 when not stated
 * @param replication of topics that are made; 0 when not stated
 */
record SinkSettings(
    String pipeline,
    String stage,
    Cluster cluster,
    String topic,
    boolean transactional,
    DataFormat format,
    DataFormat keyFormat,
    Optional<String> value,
    Optional<String> key,
    Map<String, String> headers,
    Optional<String> timestamp,
    Optional<String> partition,
    Optional<String> tombstoneWhen,
    String compression,
    int partitions,
    short replication,
    String positionsTopic,
    String lettersTopic,
    Optional<String> deadLetterTopic) {

  static final String CONNECTION = "connection";
  static final String TOPIC = "topic";
  static final String DELIVERY = "delivery";
  private static final String FORMAT = "format";
  private static final String KEY_FORMAT = "key_format";
  static final String VALUE = "value";
  private static final String KEY = "key";
  private static final String HEADERS = "headers";
  private static final String TIMESTAMP = "timestamp";
  private static final String PARTITION = "partition";
  private static final String TOMBSTONE_WHEN = "tombstone_when";
  private static final String COMPRESSION = "compression";
  private static final String PARTITIONS = "partitions";
  private static final String REPLICATION = "replication";
  private static final String POSITIONS_TOPIC = "positions_topic";
  private static final String LETTERS_TOPIC = "letters_topic";
  private static final String DEAD_LETTER_TOPIC = "dead_letter_topic";

  static final List<Setting> SETTINGS =
      List.of(
          Setting.required(CONNECTION, Setting.Kind.CONNECTION, "Which cluster."),
          Setting.required(
              TOPIC, Setting.Kind.TEXT, "Which topic to write; made when it doesn't exist."),
          Setting.choice(
              DELIVERY,
              List.of("exactly-once", "at-least-once"),
              "exactly-once writes records and position in one transaction; at-least-once is"
                  + " cheaper, and may repeat records after a crash."),
          Setting.choice(
              FORMAT,
              List.of("json", "text", "bytes"),
              "How values are written; json is an object of all columns."),
          Setting.optional(
              VALUE,
              Setting.Kind.TEXT,
              "For text and bytes, the column that is the value; by default the only one, or the"
                  + " one named value."),
          Setting.optional(
              KEY,
              Setting.Kind.TEXT,
              "The key: a column or an expression; by default the column _key, where there is"
                  + " one."),
          Setting.choice(KEY_FORMAT, List.of("text", "json", "bytes"), "How keys are written."),
          Setting.optional(
              HEADERS,
              Setting.Kind.TEXT_MAP,
              "Headers: name, and column or expression; beside those of the column _headers."),
          Setting.optional(
              TIMESTAMP,
              Setting.Kind.TEXT,
              "The record's time: a column or an expression; by default the column _timestamp, else"
                  + " when it is written."),
          Setting.optional(
              PARTITION,
              Setting.Kind.TEXT,
              "The partition's number: a column or an expression; by default the key decides."),
          Setting.optional(
              TOMBSTONE_WHEN,
              Setting.Kind.TEXT,
              "An expression: where it is true the record has no value, which deletes its key."),
          Setting.choice(
              COMPRESSION,
              List.of("lz4", "none", "zstd", "snappy", "gzip"),
              "How batches are compressed."),
          Setting.optional(
              PARTITIONS, Setting.Kind.INTEGER, "How many partitions the topic has, or gets."),
          Setting.optional(
              REPLICATION,
              Setting.Kind.INTEGER,
              "How many replicas the topics get that are made, positions included; by default what"
                  + " the brokers say."),
          Setting.optional(
              POSITIONS_TOPIC,
              Setting.Kind.TEXT,
              "tidemark-positions",
              "The compacted topic that keeps positions; made when it doesn't exist."),
          Setting.optional(
              LETTERS_TOPIC,
              Setting.Kind.TEXT,
              "tidemark-dead-letters",
              "The compacted topic that keeps dead letters; made when it doesn't exist."),
          Setting.optional(
              DEAD_LETTER_TOPIC,
              Setting.Kind.TEXT,
              "A topic of yours that also gets each dead letter of this sink, with what is wrong in"
                  + " its headers; it must exist."));

  /** Those of a topic that gets copies of dead letters: what both have in common. */
  static final List<Setting> LETTER_SETTINGS =
      Stream.concat(
              Stream.of(
                  Setting.required(CONNECTION, Setting.Kind.CONNECTION, "Which cluster."),
                  Setting.required(
                      TOPIC,
                      Setting.Kind.TEXT,
                      "Which topic gets the copies; made when it doesn't exist.")),
              SETTINGS.stream()
                  .filter(
                      each ->
                          List.of(COMPRESSION, PARTITIONS, REPLICATION, LETTERS_TOPIC)
                              .contains(each.name())))
          .toList();

  /** No stage has such a name, so that nothing else writes under it. */
  private static final String LETTERS = "~dead-letters";

  static SinkSettings ofLetters(String pipeline, Settings settings) {
    return new SinkSettings(
        pipeline,
        LETTERS,
        Cluster.of(settings.connection(CONNECTION)),
        settings.text(TOPIC),
        true,
        DataFormat.BYTES,
        DataFormat.BYTES,
        Optional.empty(),
        Optional.empty(),
        Map.of(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        settings.text(COMPRESSION),
        (int) number(settings, PARTITIONS),
        (short) number(settings, REPLICATION),
        settings.text(LETTERS_TOPIC),
        settings.text(LETTERS_TOPIC),
        Optional.empty());
  }

  static SinkSettings of(StageContext context) {
    Settings settings = context.settings();
    return new SinkSettings(
        context.pipeline(),
        context.stage(),
        Cluster.of(settings.connection(CONNECTION)),
        settings.text(TOPIC),
        isTransactional(settings),
        DataFormat.of(settings.text(FORMAT)),
        DataFormat.of(settings.text(KEY_FORMAT)),
        settings.optionalText(VALUE),
        settings.optionalText(KEY),
        settings.textMap(HEADERS),
        settings.optionalText(TIMESTAMP),
        settings.optionalText(PARTITION),
        settings.optionalText(TOMBSTONE_WHEN),
        settings.text(COMPRESSION),
        (int) number(settings, PARTITIONS),
        (short) number(settings, REPLICATION),
        settings.text(POSITIONS_TOPIC),
        settings.text(LETTERS_TOPIC),
        settings.optionalText(DEAD_LETTER_TOPIC));
  }

  static boolean isTransactional(Settings settings) {
    return settings.text(DELIVERY).equals("exactly-once");
  }

  private static long number(Settings settings, String name) {
    return settings.has(name) ? settings.integer(name) : 0;
  }

  static List<Problem> problems(Settings settings) {
    List<Problem> problems =
        new ArrayList<>(ConnectionCheck.problems(settings.connection(CONNECTION), CONNECTION));
    Set<String> seen = new HashSet<>();
    for (String name : List.of(TOPIC, POSITIONS_TOPIC, LETTERS_TOPIC, DEAD_LETTER_TOPIC)) {
      problems.addAll(topicProblems(settings, name));
      if (settings.has(name) && !seen.add(settings.text(name))) {
        problems.add(
            new Problem(
                name,
                "'%s' can't be two of topic, positions_topic, letters_topic and dead_letter_topic"
                    .formatted(settings.text(name))));
      }
    }
    if (settings.text(FORMAT).equals("json") && settings.has(VALUE)) {
      problems.add(new Problem(VALUE, "is for text and bytes; json writes all columns"));
    }
    problems.addAll(numberProblems(settings));
    if (settings.has(DEAD_LETTER_TOPIC) && !isTransactional(settings)) {
      problems.add(
          new Problem(DEAD_LETTER_TOPIC, "needs delivery: exactly-once, which takes dead letters"));
    }
    return problems;
  }

  /** What is wrong with the settings of a topic for dead letters. */
  static List<Problem> letterProblems(Settings settings) {
    List<Problem> problems =
        new ArrayList<>(ConnectionCheck.problems(settings.connection(CONNECTION), CONNECTION));
    problems.addAll(topicProblems(settings, TOPIC));
    problems.addAll(topicProblems(settings, LETTERS_TOPIC));
    if (settings.text(TOPIC).equals(settings.text(LETTERS_TOPIC))) {
      problems.add(new Problem(TOPIC, "is where Tidemark keeps its own books; name another topic"));
    }
    problems.addAll(numberProblems(settings));
    return problems;
  }

  private static List<Problem> topicProblems(Settings settings, String name) {
    return settings
        .optionalText(name)
        .flatMap(ConnectionCheck::topicProblem)
        .map(say -> List.of(new Problem(name, say)))
        .orElse(List.of());
  }

  private static List<Problem> numberProblems(Settings settings) {
    List<Problem> problems = new ArrayList<>();
    for (String name : List.of(PARTITIONS, REPLICATION)) {
      long most = name.equals(REPLICATION) ? Short.MAX_VALUE : 100_000;
      if (settings.has(name) && (number(settings, name) < 1 || number(settings, name) > most)) {
        problems.add(new Problem(name, "expected a number from 1 to " + most));
      }
    }
    return problems;
  }

  /** What the clients of this sink are called. */
  String client() {
    return pipeline + "." + stage;
  }
}
