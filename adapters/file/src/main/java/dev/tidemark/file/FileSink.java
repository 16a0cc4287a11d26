package dev.tidemark.file;

import dev.tidemark.checkpoint.DeadLetter;
import dev.tidemark.connector.ConnectorException;
import dev.tidemark.connector.Delivery;
import dev.tidemark.connector.Replay;
import dev.tidemark.connector.Replayed;
import dev.tidemark.connector.Sink;
import dev.tidemark.connector.StageContext;
import dev.tidemark.coordinator.Opening;
import dev.tidemark.coordinator.Owner;
import dev.tidemark.coordinator.Standing;
import dev.tidemark.record.RowBatch;
import dev.tidemark.record.Schema;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * Writes files exactly once through any crash (Delivery 2, 14, 16). Rows go to a hidden file beside
 * the target; {@link SidecarFile} says how much of it counts, and a {@link Publication} gives it
 * its name. Not thread-safe; the lock is against its own timer.
 */
final class FileSink implements Sink.Transactional {

  private final SinkFiles files;
  private final Publication publication;
  private final ReentrantLock lock = new ReentrantLock();
  private ConnectorException.@Nullable Terminal lost;
  private @Nullable RollTimer timer;

  private FileSink(SinkFiles files, Publication publication) {
    this.files = files;
    this.publication = publication;
  }

  /** A sink for checked settings. */
  static FileSink open(StageContext context, Disk disk, InstantSource clock) {
    FileSinkSettings settings = FileSinkSettings.of(context.settings());
    Sidecar.Stage stage = new Sidecar.Stage(context.pipeline(), context.stage());
    Roll roll = settings.roll();
    if (roll == null) {
      SinkFiles files =
          SinkFiles.of(new SinkFolder(disk, settings.path(), WholeFile.ADVICE), stage);
      return new FileSink(files, new WholeFile(files, settings.format(), context.streaming()));
    }
    String advice = RolledFiles.advice(settings.path());
    SinkFiles files = SinkFiles.of(new SinkFolder(disk, settings.path(), advice), stage);
    RolledFiles rolled = new RolledFiles(files, settings.format(), roll, clock);
    FileSink sink = new FileSink(files, rolled);
    if (context.streaming()) {
      sink.timer = new RollTimer(roll.every(), sink::tick);
    }
    return sink;
  }

  @Override
  public void prepare(Schema schema) throws ConnectorException, InterruptedException {
    attempt(
        "prepare",
        () -> {
          publication.prepare(schema);
          publication.requireWritable();
          files.folder().create();
          return NOTHING;
        });
  }

  @Override
  public Standing inspect() throws ConnectorException, InterruptedException {
    return attempt("look at", () -> standing(files.sidecar().found()));
  }

  @Override
  public Standing claim(Owner owner) throws ConnectorException, InterruptedException {
    return attempt(
        "claim",
        () -> {
          publication.requireWritable();
          files.folder().create();
          closeParts();
          Sidecar state = takenOver(files.sidecar().claim(owner));
          files.sidecar().save(state);
          files.folder().deleteOthers(owner.epoch(), state.parts());
          publication.claimed(owner);
          return standing(files.sidecar().require(owner));
        });
  }

  /** A load that replaces all can do without what was lost; see {@link #open}. */
  private Sidecar takenOver(Sidecar state) throws IOException, ConnectorException {
    lost = null;
    try {
      return files.letters().takenOver(publication.takenOver(state));
    } catch (ConnectorException.Terminal e) {
      if (!publication.replaces()) {
        throw e;
      }
      lost = e;
      return state;
    }
  }

  @Override
  public void open(Opening opening) throws ConnectorException, InterruptedException {
    attempt(
        "open",
        () -> {
          Sidecar state = files.sidecar().require(opening.owner());
          if (state.load().generation() == 0) {
            publication.requireKnown();
          }
          if (opening.generation() > state.load().generation()) {
            // What an unfinished load left doesn't count any more.
            lost = null;
            state = state.emptied(opening.generation());
            state = files.letters().emptied(publication.emptied(state));
          }
          if (lost != null) {
            throw lost;
          }
          files.sidecar().save(state.withLoad(state.load().opened(opening)));
          return NOTHING;
        });
  }

  @Override
  public int write(Delivery delivery) throws ConnectorException, InterruptedException {
    return attempt("write", () -> append(delivery));
  }

  private int append(Delivery delivery) throws IOException, ConnectorException {
    Sidecar state = files.sidecar().require(delivery.owner());
    requireLoad(state, delivery.generation());
    if (state.phase() != Sidecar.Phase.WRITING) {
      throw new ConnectorException.Fenced(files.folder().target() + " is complete");
    }
    state = publication.settled(state);
    Load moved = state.load().moved(delivery.moves(), files.folder().target());
    List<DeadLetter> fresh = files.letters().fresh(delivery.deadLetters(), state);
    state = publication.append(state.withLoad(moved), delivery.rows());
    state = files.letters().append(fresh, state);
    files.sidecar().save(state);
    files.letters().remember(fresh);
    publication.confirmed(delivery.owner());
    return fresh.size();
  }

  @Override
  public Replayed replay(Replay replay) throws ConnectorException, InterruptedException {
    return attempt("replay dead letters into", () -> replayed(replay));
  }

  /** Delivery 25: ids and rows count by the same sidecar. */
  private Replayed replayed(Replay replay) throws IOException, ConnectorException {
    Sidecar state = files.sidecar().require(replay.owner());
    requireLoad(state, replay.generation());
    if (state.phase() == Sidecar.Phase.FINISHING) {
      publication.finish(replay.owner());
      state = files.sidecar().require(replay.owner());
    }
    state = publication.settled(state);
    Map<String, Replayed.Effect> effects = new HashMap<>();
    List<RowBatch> rows = new ArrayList<>();
    List<String> fresh = new ArrayList<>();
    for (Replay.Letter letter : replay.letters()) {
      boolean known = state.load().applied().contains(letter.id());
      effects.put(letter.id(), known ? Replayed.Effect.KNOWN : Replayed.Effect.WRITTEN);
      if (!known) {
        fresh.add(letter.id());
        rows.add(letter.rows());
      }
    }
    if (!fresh.isEmpty()) {
      Sidecar next = state.withLoad(state.load().replayed(fresh));
      files.sidecar().save(publication.appendLate(next, rows));
    }
    publication.show(replay.owner());
    return new Replayed(effects);
  }

  private void requireLoad(Sidecar state, long generation) throws ConnectorException.Fenced {
    if (generation != state.load().generation()) {
      throw new ConnectorException.Fenced(
          files.folder().target()
              + " has gone on: it is at generation "
              + state.load().generation());
    }
  }

  @Override
  public Standing lookUp() throws ConnectorException, InterruptedException {
    return attempt("look at", () -> standing(files.sidecar().reread()));
  }

  @Override
  public void finish(Owner owner) throws ConnectorException, InterruptedException {
    attempt(
        "finish",
        () -> {
          publication.finish(owner);
          return NOTHING;
        });
  }

  @Override
  public List<DeadLetter> deadLetters(String runId)
      throws ConnectorException, InterruptedException {
    return attempt(
        "read the dead letters beside",
        () -> {
          Sidecar state = files.sidecar().reread();
          return state == null
              ? List.of()
              : files.letters().all(state).stream()
                  .filter(letter -> letter.runId().equals(runId))
                  .toList();
        });
  }

  private Standing standing(@Nullable Sidecar state) throws IOException {
    boolean empty = publication.isEmpty(state);
    if (state == null) {
      Standing none = Standing.NONE;
      return new Standing(none.owner(), 0, 0, false, "", empty, none.rows());
    }
    Load load = state.load();
    return new Standing(
        state.owner(),
        load.generation(),
        load.run(),
        state.isComplete(),
        load.resolved(),
        empty,
        load.rows());
  }

  /** For work that answers nothing. */
  private static final Object NOTHING = new Object();

  /** One of the sink's operations. */
  @FunctionalInterface
  private interface Work<T> {
    T run() throws IOException, ConnectorException;
  }

  private <T> T attempt(String verb, Work<T> work) throws ConnectorException, InterruptedException {
    lock.lockInterruptibly();
    try {
      return work.run();
    } catch (ClosedByInterruptException e) {
      throw new InterruptedException(String.valueOf(e.getMessage()));
    } catch (IOException e) {
      files.sidecar().refuseWhenOvertaken();
      throw new ConnectorException.Retryable(
          IoReason.fault(e, files.folder().path()),
          "can't " + verb + " " + files.folder().target() + ": " + IoReason.of(e),
          e);
    } catch (ConnectorException.Terminal e) {
      // Files that a later owner took away are no fault of the target's.
      files.sidecar().refuseWhenOvertaken();
      throw e;
    } finally {
      lock.unlock();
    }
  }

  /** To be called now and then while nothing is written. */
  void tick() {
    lock.lock();
    try {
      publication.tick();
    } finally {
      lock.unlock();
    }
  }

  private void closeParts() throws IOException {
    files.letters().close();
    publication.close();
  }

  @Override
  public void close() {
    if (timer != null) {
      timer.close();
    }
    lock.lock();
    try {
      closeParts();
    } catch (IOException e) {
      // All that counts was synced before it was confirmed.
      LoggerFactory.getLogger(FileSink.class)
          .atWarn()
          .addKeyValue("file", files.folder().target())
          .setCause(e)
          .log("close failed");
    } finally {
      lock.unlock();
    }
  }
}
