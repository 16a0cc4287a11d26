package dev.tidemark.kafka;

import dev.tidemark.checkpoint.DeadLetter;
import dev.tidemark.connector.ConnectorException;
import dev.tidemark.connector.Delivery;
import dev.tidemark.connector.Replay;
import dev.tidemark.connector.Replayed;
import dev.tidemark.connector.Sink;
import dev.tidemark.coordinator.Move;
import dev.tidemark.coordinator.Opening;
import dev.tidemark.coordinator.Owner;
import dev.tidemark.coordinator.Partition;
import dev.tidemark.coordinator.PositionRow;
import dev.tidemark.coordinator.Standing;
import dev.tidemark.record.Column;
import dev.tidemark.record.RowBatch;
import dev.tidemark.record.Schema;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Writes records, positions and dead letters in one transaction of the topic's own cluster
 * (Delivery 20). One runner owns all lanes: each has a transactional id that is the pipeline's, the
 * stage's and its own. Lanes may write at the same time; everything else is one thread's.
 */
final class KafkaSink implements Sink.Transactional {

  private static final Pattern COLUMN_NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
  private static final int GONE_CHECKS = 10;
  private static final long GONE_PAUSE_MILLIS = 100;

  private final SinkSettings settings;
  private @Nullable Admin admin;
  private @Nullable SinkBooks books;
  private @Nullable SinkLanes lanes;
  private volatile @Nullable RowEncoder encoder;
  private volatile List<String> columns = List.of();

  KafkaSink(SinkSettings settings) {
    this.settings = settings;
  }

  /**
   * Records of one key go through one lane, so their order is kept (Delivery 13). What a key's
   * expression is made of isn't known, so there is one lane then.
   */
  @Override
  public Optional<List<String>> laneColumns() {
    String key = settings.key().orElse(Metadata.KEY.column().name());
    if (!COLUMN_NAME.matcher(key).matches()) {
      return Optional.empty();
    }
    return Optional.of(columns.stream().filter(each -> each.equals(key)).limit(1).toList());
  }

  @Override
  public Standing inspect() throws ConnectorException, InterruptedException {
    TargetTopic topics = topics();
    Optional<TopicDescription> target = topics.find(settings.topic());
    boolean empty = isEmpty(topics, target);
    Optional<TopicDescription> positions = topics.find(settings.positionsTopic());
    if (positions.isEmpty()) {
      return new Book().standing(empty);
    }
    SinkBooks.Access access = access();
    try (SinkBooks reading =
        new SinkBooks(access, settings, positions.get().partitions().size(), 1)) {
      Book book = reading.readCommitted();
      Standing found = book.standing(empty);
      return isGone(book, target) ? forgotten(found) : found;
    }
  }

  /** Without its positions, which are about a topic that is no more (Delivery 21). */
  private static Standing forgotten(Standing found) {
    Standing none = found.forgotten();
    return new Standing(
        none.owner(),
        none.generation(),
        none.run(),
        none.complete(),
        none.resolved(),
        found.empty(),
        none.rows());
  }

  private static boolean isGone(Book book, Optional<TopicDescription> target) {
    String known = book.sink().topicId();
    return !known.isEmpty()
        && !target.map(each -> each.topicId().toString()).orElse("").equals(known);
  }

  /** A broker that has just started may not know a topic yet, so it is asked more than once. */
  private boolean isGoneForGood(Book book) throws ConnectorException, InterruptedException {
    for (int i = 0; i < GONE_CHECKS; i++) {
      if (!isGone(book, topics().find(settings.topic()))) {
        return false;
      }
      TimeUnit.MILLISECONDS.sleep(GONE_PAUSE_MILLIS);
    }
    return true;
  }

  private static boolean isEmpty(TargetTopic topics, Optional<TopicDescription> target)
      throws ConnectorException, InterruptedException {
    return target.isEmpty() || topics.isEmpty(target.get());
  }

  @Override
  public Standing claim(Owner owner) throws ConnectorException, InterruptedException {
    TargetTopic topics = topics();
    int positions = topics.books(settings.positionsTopic(), settings);
    int letters = topics.books(settings.lettersTopic(), settings);
    SinkBooks open = books;
    if (open == null) {
      open = new SinkBooks(access(), settings, positions, letters);
      books = open;
    }
    SinkLanes claiming = lanes;
    if (claiming == null) {
      claiming = new SinkLanes(settings, open);
      lanes = claiming;
    }
    SinkBooks kept = open;
    Book book = claiming.claim(owner, read -> claims(kept, read, owner));
    return book.standing(isEmpty(topics, topics.find(settings.topic())));
  }

  /**
   * What a claim changes, looked for when nobody else can write any more. Positions in a topic that
   * was deleted since are positions in nothing (Delivery 21).
   */
  private List<ProducerRecord<byte[], byte[]>> claims(SinkBooks books, Book book, Owner owner)
      throws ConnectorException, InterruptedException {
    List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
    BookValue.SinkRow row = book.sink().ownedBy(owner);
    boolean gone = isGoneForGood(book);
    records.add(books.sink(gone ? row.withoutTopic() : row));
    if (gone) {
      book.rows().keySet().forEach(each -> records.add(books.position(each, null)));
      books.letterIds().applied().forEach(id -> records.add(books.applied(id, null)));
    }
    return records;
  }

  @Override
  public void prepare(Schema schema) throws ConnectorException, InterruptedException {
    encoder = new RowEncoder(settings, schema, topics().prepare(settings));
    columns = schema.columns().stream().map(Column::name).toList();
  }

  @Override
  public void open(Opening opening) throws ConnectorException, InterruptedException {
    requireOwner(opening.owner());
    SinkLanes all = lanes();
    Lane first = all.lane(0);
    synchronized (first) {
      all.ready(0, first);
      Book book = books().readAll();
      all.requireOwner(book);
      Optional<TopicDescription> target = topics().find(settings.topic());
      String topicId = target.map(each -> each.topicId().toString()).orElse("");
      all.commit(first, new OpeningRecords(books(), opening, topicId).of(book)::forEach);
    }
    Book book = books().readAll();
    for (int number = 0; number < book.lanes(); number++) {
      Lane lane = all.lane(number);
      synchronized (lane) {
        all.ready(number, lane);
        lane.stand(book.lane(number));
      }
    }
  }

  @Override
  public int write(Delivery delivery) throws ConnectorException, InterruptedException {
    requireOwner(delivery.owner());
    int number = delivery.moves().getFirst().lane();
    Lane lane = lanes().lane(number);
    synchronized (lane) {
      lanes().ready(number, lane);
      Map<Partition, PositionRow> moved = moved(lane, delivery);
      List<DeadLetter> letters = added(delivery.deadLetters());
      lanes()
          .commit(
              lane,
              taker -> {
                for (RowBatch rows : delivery.rows()) {
                  encoder().encode(rows, Instant.now(), taker);
                }
                for (PositionRow row : moved.values()) {
                  taker.accept(
                      books()
                          .position(
                              new Book.RowKey(row.partition(), row.lane()),
                              new BookValue.Row(delivery.generation(), row)));
                }
                give(letters, taker);
              });
      lane.positions().putAll(moved);
      if (!letters.isEmpty()) {
        books().letterIds().keep(letters.stream().map(DeadLetter::id).toList());
      }
      return letters.size();
    }
  }

  private void give(List<DeadLetter> letters, Consumer<ProducerRecord<byte[], byte[]>> taker) {
    for (DeadLetter letter : letters) {
      taker.accept(books().letter(letter));
      settings
          .deadLetterTopic()
          .ifPresent(topic -> taker.accept(LetterRecord.of(topic, settings.pipeline(), letter)));
    }
  }

  /**
   * Delivery 9: the compare-and-set; nobody else can have moved what this lane's producer holds.
   */
  private Map<Partition, PositionRow> moved(Lane lane, Delivery delivery)
      throws ConnectorException.Fenced {
    Map<Partition, PositionRow> moved = new LinkedHashMap<>();
    for (Move move : delivery.moves()) {
      PositionRow row =
          moved.getOrDefault(move.partition(), lane.positions().get(move.partition()));
      if (row == null
          || delivery.generation() != books().book().sink().generation()
          || !row.position().equals(move.from())) {
        throw new ConnectorException.Fenced(
            "topic %s: %s is not where this delivery begins"
                .formatted(settings.topic(), move.partition().text()));
      }
      moved.put(move.partition(), row.moved(move));
    }
    return moved;
  }

  /** Those that the books don't have yet, each once (Delivery 24). */
  private List<DeadLetter> added(List<DeadLetter> letters)
      throws ConnectorException, InterruptedException {
    if (letters.isEmpty()) {
      return List.of();
    }
    LetterIds ids = books().letterIds();
    Map<String, DeadLetter> added = new LinkedHashMap<>();
    letters.forEach(letter -> added.putIfAbsent(letter.id(), letter));
    added.keySet().removeIf(ids::keeps);
    return List.copyOf(added.values());
  }

  @Override
  public Standing lookUp() throws ConnectorException, InterruptedException {
    for (Map.Entry<Integer, Lane> each : lanes().all().entrySet()) {
      Lane lane = each.getValue();
      synchronized (lane) {
        lanes().ready(each.getKey(), lane);
      }
    }
    Book book = books().readAll();
    TargetTopic topics = topics();
    return book.standing(isEmpty(topics, topics.find(settings.topic())));
  }

  @Override
  public List<DeadLetter> deadLetters(String runId)
      throws ConnectorException, InterruptedException {
    return books().letters(runId);
  }

  /** What is in a topic is there: nothing is held back, and nothing replaced. */
  @Override
  public void finish(Owner owner) {}

  @Override
  public Replayed replay(Replay replay) throws ConnectorException, InterruptedException {
    requireOwner(replay.owner());
    Lane first = lanes().lane(0);
    synchronized (first) {
      lanes().ready(0, first);
      if (books().book().sink().generation() != replay.generation()) {
        throw new ConnectorException.Fenced(
            "topic %s has gone on: it is in load %d, not %d"
                .formatted(
                    settings.topic(), books().book().sink().generation(), replay.generation()));
      }
      LetterIds ids = books().letterIds();
      Map<String, Replayed.Effect> effects = new HashMap<>();
      List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
      List<String> applied = new ArrayList<>();
      for (Replay.Letter letter : replay.letters()) {
        boolean known = ids.hasApplied(letter.id());
        effects.put(letter.id(), known ? Replayed.Effect.KNOWN : Replayed.Effect.WRITTEN);
        if (!known) {
          encoder().encode(letter.rows(), Instant.now(), records::add);
          records.add(books().applied(letter.id(), replay.generation()));
          applied.add(letter.id());
        }
      }
      if (!records.isEmpty()) {
        lanes().commit(first, records::forEach);
        ids.apply(applied);
      }
      return new Replayed(effects);
    }
  }

  private void requireOwner(Owner owner) throws ConnectorException.Fenced {
    if (!lanes().owner().equals(owner)) {
      throw new ConnectorException.Fenced(
          "topic %s was claimed by epoch %d here, not %d"
              .formatted(settings.topic(), lanes().owner().epoch(), owner.epoch()));
    }
  }

  private RowEncoder encoder() {
    return given(encoder, "prepared");
  }

  private SinkBooks books() {
    return given(books, "claimed");
  }

  private SinkLanes lanes() {
    return given(lanes, "claimed");
  }

  private static <T> T given(@Nullable T value, String what) {
    if (value == null) {
      throw new IllegalStateException("the sink was not " + what);
    }
    return value;
  }

  private SinkBooks.Access access() throws ConnectorException {
    return new SinkBooks.Access(settings.cluster(), admin(), settings.client());
  }

  private TargetTopic topics() throws ConnectorException {
    return new TargetTopic(admin(), settings.cluster());
  }

  private synchronized Admin admin() throws ConnectorException {
    Admin open = admin;
    if (open == null) {
      open = settings.cluster().admin(settings.client());
      admin = open;
    }
    return open;
  }

  @Override
  public synchronized void close() {
    if (lanes != null) {
      lanes.close();
    }
    if (books != null) {
      books.close();
    }
    if (admin != null) {
      admin.close(Duration.ofSeconds(2));
    }
    lanes = null;
    books = null;
    admin = null;
  }
}
