package dev.tidemark.kafka;

import dev.tidemark.connector.ConnectorException;
import dev.tidemark.connector.LetterOutlet;
import dev.tidemark.coordinator.Fault;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Copies dead letters to a topic. The ids of those that were copied are written in the transaction
 * of the copies, to the topic in which sinks keep their letters; they are read after the producer
 * was made anew, which shuts out every older one. So each copy is there once, whoever makes it.
 */
final class LetterTopic implements LetterOutlet {

  private final SinkSettings settings;
  private final Lane lane;
  private @Nullable Admin admin;
  private @Nullable SinkBooks books;
  private LetterRecord.@Nullable Limit limit;

  LetterTopic(SinkSettings settings) {
    this.settings = settings;
    this.lane = new Lane(settings, 0);
  }

  @Override
  public void prepare() throws ConnectorException, InterruptedException {
    Admin open = admin();
    TargetTopic topics = new TargetTopic(open, settings.cluster());
    TargetTopic.Limits limits = topics.prepare(settings);
    if (limits.keyed()) {
      throw new ConnectorException.Terminal(
          Fault.MISFIT,
          ("topic %s is compacted, where a dead letter would take the place of another one with the"
                  + " same key; name one with cleanup.policy=delete")
              .formatted(settings.topic()),
          null);
    }
    int partitions = topics.books(settings.lettersTopic(), settings);
    if (books == null) {
      SinkBooks.Access access = new SinkBooks.Access(settings.cluster(), open, settings.client());
      books = new SinkBooks(access, settings, 1, partitions);
    }
    limit = new LetterRecord.Limit(limits.maxMessageBytes());
  }

  @Override
  public List<String> missing(List<String> ids) throws ConnectorException, InterruptedException {
    if (!lane.isReady()) {
      try {
        lane.init();
      } catch (Lane.Shut shut) {
        throw another(shut);
      }
    }
    LetterIds known = books().letterIds();
    return ids.stream().filter(id -> !known.hasApplied(id)).toList();
  }

  @Override
  public void copy(List<Copy> letters) throws ConnectorException, InterruptedException {
    SinkBooks kept = books();
    LetterRecord.Limit most = limit;
    if (most == null) {
      throw new IllegalStateException("the outlet was not prepared");
    }
    List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
    for (Copy copy : letters) {
      records.add(LetterRecord.of(settings.topic(), settings.pipeline(), copy, most));
      records.add(kept.applied(copy.letter().id(), copy.letter().generation()));
    }
    try {
      lane.commit(records::forEach);
    } catch (Lane.Shut shut) {
      throw another(shut);
    }
  }

  /** Whether the copies took effect, the next look at the books says. */
  private ConnectorException another(Lane.Shut shut) {
    lane.drop();
    return new ConnectorException.Retryable(
        "topic %s: another runner of %s copies dead letters"
            .formatted(settings.topic(), settings.pipeline()),
        shut);
  }

  private SinkBooks books() {
    SinkBooks open = books;
    if (open == null) {
      throw new IllegalStateException("the outlet was not prepared");
    }
    return open;
  }

  private Admin admin() throws ConnectorException {
    Admin open = admin;
    if (open == null) {
      open = settings.cluster().admin(settings.client());
      admin = open;
    }
    return open;
  }

  @Override
  public void close() {
    lane.close();
    SinkBooks kept = books;
    if (kept != null) {
      kept.close();
    }
    Admin open = admin;
    if (open != null) {
      open.close(Duration.ofSeconds(2));
    }
    books = null;
    admin = null;
  }
}
