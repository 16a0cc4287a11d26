package dev.tidemark.kafka;

import dev.tidemark.connector.Setting;
import dev.tidemark.connector.Settings;
import dev.tidemark.connector.StageType.Problem;
import dev.tidemark.record.Schema;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a source stage reads, and how. Immutable.
 *
 * @param start where a partition begins that no sink has a position in
 * @param startAt the time, where that decides
 * @param columns of the value as declared; empty when they are found out
 * @param filter the headers that a record must have, with their values; the others are not read
 * @param group under whose name offsets are shown; empty for none
 */
record SourceSettings(
    Cluster cluster,
    List<String> topics,
    Start start,
    Optional<Instant> startAt,
    boolean committedOnly,
    DataFormat format,
    DataFormat keyFormat,
    Optional<Schema> columns,
    boolean metadata,
    Map<String, String> filter,
    boolean restartsRecreated,
    Optional<String> group) {

  static final String CONNECTION = "connection";
  private static final String TOPICS = "topics";
  private static final String START = "start";
  private static final String START_TIMESTAMP = "start_timestamp";
  private static final String STOP = "stop";
  private static final String FORMAT = "format";
  private static final String KEY_FORMAT = "key_format";
  private static final String COLUMNS = "columns";
  private static final String METADATA = "metadata";
  private static final String HEADERS = "headers";
  private static final String ISOLATION = "isolation";
  private static final String ON_RECREATED = "on_recreated";
  private static final String GROUP = "group";

  /** Where to begin. */
  enum Start {
    EARLIEST,
    LATEST,
    TIMESTAMP
  }

  static final List<Setting> SETTINGS =
      List.of(
          Setting.required(CONNECTION, Setting.Kind.CONNECTION, "Which cluster."),
          Setting.required(TOPICS, Setting.Kind.TEXTS, "Which topics to read, all partitions."),
          Setting.choice(
              START,
              List.of("earliest", "latest", "timestamp"),
              "Where the first run begins; later ones go on where the sinks are."),
          Setting.optional(
              START_TIMESTAMP,
              Setting.Kind.TEXT,
              "For start: timestamp, the time of the first record: 2026-01-31T13:45:00Z."),
          new Setting(
              STOP,
              Setting.Kind.CHOICE,
              false,
              Optional.empty(),
              List.of("at-end", "never"),
              "Whether to end where the topics end when the run begins; by default in a job, not"
                  + " when streaming."),
          Setting.choice(
              FORMAT, List.of("json", "text", "bytes"), "How values are written; json is objects."),
          Setting.choice(
              KEY_FORMAT, List.of("text", "json", "bytes"), "How keys are written, for _key."),
          Setting.optional(
              COLUMNS,
              Setting.Kind.COLUMNS,
              "Names and types of the fields of json values; by default from a sample."),
          Setting.optional(
              METADATA,
              Setting.Kind.BOOLEAN,
              "true",
              "Whether _key, _headers, _timestamp, _topic, _partition and _offset are columns"
                  + " too."),
          Setting.optional(
              HEADERS,
              Setting.Kind.TEXT_MAP,
              "Read only records that have all of these headers, with these values."),
          Setting.choice(
              ISOLATION,
              List.of("read_committed", "read_uncommitted"),
              "Whether records of transactions that are not committed, or never will be, are left"
                  + " out."),
          Setting.choice(
              ON_RECREATED,
              List.of("fail", "restart"),
              "What to do when a topic was deleted and made again since the run began."),
          Setting.optional(
              GROUP,
              Setting.Kind.TEXT,
              "Under which group's name offsets are shown in Kafka's tools, for display only, and"
                  + " which group shared runners join; by default PIPELINE.STAGE, none when"
                  + " empty."));

  /** Of settings that {@link #problems} finds nothing wrong with. */
  static SourceSettings of(Settings settings, String pipeline, String stage) {
    return new SourceSettings(
        Cluster.of(settings.connection(CONNECTION)),
        settings.texts(TOPICS),
        Start.valueOf(settings.text(START).toUpperCase(java.util.Locale.ROOT)),
        settings.optionalText(START_TIMESTAMP).map(SourceSettings::time),
        settings.text(ISOLATION).equals("read_committed"),
        DataFormat.of(settings.text(FORMAT)),
        DataFormat.of(settings.text(KEY_FORMAT)),
        settings.columns(COLUMNS),
        settings.flag(METADATA),
        settings.textMap(HEADERS),
        settings.text(ON_RECREATED).equals("restart"),
        Optional.of(settings.optionalText(GROUP).orElse(pipeline + "." + stage))
            .filter(group -> !group.isEmpty()));
  }

  /** Whether a source with these settings ends where the topics end. */
  static boolean stopsAtEnd(Settings settings, boolean streaming) {
    return settings.has(STOP) ? settings.text(STOP).equals("at-end") : !streaming;
  }

  /** Whether the settings themselves ask for a source without end. */
  static boolean neverStops(Settings settings) {
    return settings.has(STOP) && settings.text(STOP).equals("never");
  }

  static List<Problem> problems(Settings settings) {
    List<Problem> problems =
        new ArrayList<>(ConnectionCheck.problems(settings.connection(CONNECTION), CONNECTION));
    List<String> topics = settings.texts(TOPICS);
    for (String topic : topics) {
      ConnectionCheck.topicProblem(topic).ifPresent(say -> problems.add(new Problem(TOPICS, say)));
    }
    if (topics.isEmpty() || new HashSet<>(topics).size() < topics.size()) {
      problems.add(new Problem(TOPICS, "expected one topic or more, none of them twice"));
    }
    boolean timed = settings.text(START).equals("timestamp");
    if (timed != settings.has(START_TIMESTAMP)) {
      problems.add(
          new Problem(
              START_TIMESTAMP,
              timed ? "is missing: start: timestamp needs one" : "is for start: timestamp only"));
    } else if (timed && !isTime(settings.text(START_TIMESTAMP))) {
      problems.add(
          new Problem(
              START_TIMESTAMP,
              "expected a time with its offset, like 2026-01-31T13:45:00Z, found "
                  + settings.text(START_TIMESTAMP)));
    }
    problems.addAll(columnProblems(settings));
    return problems;
  }

  /** What hinders that several processes share the partitions. */
  static List<Problem> sharingProblems(Settings settings) {
    List<Problem> problems = new ArrayList<>();
    if (stopsAtEnd(settings, true)) {
      problems.add(new Problem(STOP, "shared runners need stop: never"));
    }
    if (settings.text(START).equals("latest")) {
      problems.add(
          new Problem(
              START,
              "shared runners begin at different times, so there is no one latest: write start:"
                  + " timestamp with a start_timestamp, or earliest"));
    }
    if (settings.optionalText(GROUP).filter(String::isEmpty).isPresent()) {
      problems.add(new Problem(GROUP, "shared runners need a group; leave it out for its default"));
    }
    return problems;
  }

  private static List<Problem> columnProblems(Settings settings) {
    List<Problem> problems = new ArrayList<>();
    Optional<Schema> columns = settings.columns(COLUMNS);
    boolean json = settings.text(FORMAT).equals("json");
    if (columns.isPresent() && !json) {
      problems.add(
          new Problem(COLUMNS, "is for format: json; text and bytes have one column, named value"));
    }
    columns.ifPresent(
        schema -> {
          for (Metadata each : Metadata.values()) {
            if (settings.flag(METADATA) && schema.indexOf(each.column().name()).isPresent()) {
              problems.add(
                  new Problem(
                      COLUMNS,
                      "%s comes with every record and can't be declared; leave it out, or turn"
                              .formatted(each.column().name())
                          + " metadata off"));
            }
          }
        });
    return problems;
  }

  /** The columns of all that is read, when they are known without asking the cluster. */
  Optional<Schema> known() {
    return valueColumns().map(this::whole);
  }

  /** The columns of the value, with those that come with every record. */
  Schema whole(Schema value) {
    return metadata ? Metadata.joined(value, keyFormat) : value;
  }

  private Optional<Schema> valueColumns() {
    return format == DataFormat.JSON ? columns : Optional.of(RecordColumns.single(format));
  }

  private static boolean isTime(String text) {
    try {
      return time(text) != null;
    } catch (DateTimeException e) {
      return false;
    }
  }

  private static Instant time(String text) {
    return OffsetDateTime.parse(text).toInstant();
  }
}
