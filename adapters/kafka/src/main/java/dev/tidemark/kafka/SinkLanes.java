package dev.tidemark.kafka;

import dev.tidemark.connector.ConnectorException;
import dev.tidemark.coordinator.Owner;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * The lanes of a sink under one owner, and their fence (Delivery 16, 20): a lane's producer shuts
 * out every older one, and what it may write is decided by the books as they are after that. One
 * runner owns all lanes. Each lane is locked by who uses it.
 */
final class SinkLanes {

  private static final int CLAIMS = 50;
  private static final long PATIENCE_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

  private final SinkSettings settings;
  private final SinkBooks books;
  private final Map<Integer, Lane> lanes = new ConcurrentSkipListMap<>();
  private volatile Owner owner = new Owner(0, "");

  SinkLanes(SinkSettings settings, SinkBooks books) {
    this.settings = settings;
    this.books = books;
  }

  Lane lane(int number) {
    return lanes.computeIfAbsent(number, each -> new Lane(settings, each));
  }

  /** The lanes there are, by number. */
  Map<Integer, Lane> all() {
    return new TreeMap<>(lanes);
  }

  Owner owner() {
    return owner;
  }

  /** Writes a claim. */
  interface Claiming {
    /** The records of the claim, from the books as they are now. */
    List<ProducerRecord<byte[], byte[]>> records(Book book)
        throws ConnectorException, InterruptedException;
  }

  /**
   * Makes {@code next} the owner: shuts everybody out of the first lane, through which all claims
   * and openings go; then claims; then shuts everybody out of the others. An older owner that makes
   * a lane's producer later than that finds the claim in the books, and one that made it earlier is
   * shut out.
   */
  Book claim(Owner next, Claiming claiming) throws ConnectorException, InterruptedException {
    for (int i = 0; i < CLAIMS; i++) {
      requireOlder(books.readCommitted(), next);
      try {
        Lane first = lane(0);
        synchronized (first) {
          first.init();
          Book book = books.readAll();
          requireOlder(book, next);
          first.commit(claiming.records(book)::forEach);
        }
        owner = next;
        int count = books.readAll().lanes();
        for (int number = 1; number < count; number++) {
          Lane lane = lane(number);
          synchronized (lane) {
            lane.init();
          }
        }
        Book book = books.readAll();
        requireOwner(book);
        all().forEach((number, lane) -> lane.stand(book.lane(number)));
        return book;
      } catch (Lane.Shut race) {
        // Two claim at once; each steps back for another while, until one has come through.
        lane(0).drop();
        TimeUnit.MILLISECONDS.sleep(ThreadLocalRandom.current().nextInt(5, 100));
      }
    }
    throw new ConnectorException.Retryable(
        "topic %s is being claimed by another runner again and again".formatted(settings.topic()),
        null);
  }

  /** Gives a lane a producer whose last transaction has ended, and what the books say of it. */
  void ready(int number, Lane lane) throws ConnectorException, InterruptedException {
    if (lane.isReady()) {
      return;
    }
    // Asked first, so that nobody shuts out a newer owner who needn't be.
    requireOwner(books.readCommitted());
    try {
      lane.init();
    } catch (Lane.Shut shut) {
      throw superseded(shut);
    }
    Book book = books.readAll();
    try {
      requireOwner(book);
    } catch (ConnectorException.Fenced fenced) {
      lane.drop();
      throw fenced;
    }
    lane.stand(book.lane(number));
  }

  /** Writes records in one transaction of a lane that is ready. */
  void commit(Lane lane, Lane.Records records) throws ConnectorException, InterruptedException {
    try {
      lane.commit(records);
    } catch (Lane.Shut shut) {
      throw superseded(shut);
    }
  }

  /** Whoever shut us out may be about to claim, so the books are watched for a moment. */
  private ConnectorException superseded(Lane.Shut shut)
      throws ConnectorException, InterruptedException {
    long deadline = System.nanoTime() + PATIENCE_NANOS;
    do {
      requireOwner(books.readCommitted());
      TimeUnit.MILLISECONDS.sleep(20);
    } while (System.nanoTime() < deadline);
    return new ConnectorException.OutcomeUnknown(
        "topic %s: another producer took our transaction's place; looking up what it left"
            .formatted(settings.topic()),
        shut);
  }

  void requireOwner(Book book) throws ConnectorException.Fenced {
    if (!book.owner().equals(owner)) {
      throw fenced(book.owner(), owner);
    }
  }

  private void requireOlder(Book book, Owner next) throws ConnectorException.Fenced {
    Owner known = book.owner();
    if (known.epoch() > next.epoch() || (known.epoch() == next.epoch() && !known.equals(next))) {
      throw fenced(known, next);
    }
  }

  private ConnectorException.Fenced fenced(Owner found, Owner ours) {
    return new ConnectorException.Fenced(
        "topic %s belongs to another owner (found epoch %d, %s; ours is epoch %d, %s)"
            .formatted(settings.topic(), found.epoch(), found.id(), ours.epoch(), ours.id()));
  }

  void close() {
    lanes.values().forEach(Lane::close);
  }
}
