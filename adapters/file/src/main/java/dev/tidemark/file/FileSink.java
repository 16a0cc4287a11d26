package dev.tidemark.file;

import dev.tidemark.checkpoint.DeadLetter;
import dev.tidemark.connector.ConnectorException;
import dev.tidemark.connector.Delivery;
import dev.tidemark.connector.Sink;
import dev.tidemark.connector.StageContext;
import dev.tidemark.coordinator.Move;
import dev.tidemark.coordinator.Opening;
import dev.tidemark.coordinator.Owner;
import dev.tidemark.coordinator.PositionRow;
import dev.tidemark.coordinator.Standing;
import dev.tidemark.format.JsonRowWriter;
import dev.tidemark.format.RowWriter;
import dev.tidemark.record.RowBatch;
import dev.tidemark.record.Schema;
import io.vavr.collection.Vector;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * Writes one file that appears whole when the load is done, exactly once through any crash
 * (Delivery 2, 14, 16). Rows go to a hidden file beside the target; {@link SidecarFile} says how
 * much of it counts. Not thread-safe.
 */
final class FileSink implements Sink.Transactional {

  private final SinkFolder folder;
  private final SidecarFile sidecar;
  private final boolean streaming;
  private @Nullable RowWriter writer;
  private @Nullable PartFile data;
  private @Nullable PartFile letters;
  private final Set<String> keptLetters = new HashSet<>();

  FileSink(StageContext context) {
    this(context, step -> {});
  }

  /** With something to call after every single change of a file. */
  FileSink(StageContext context, Consumer<String> afterStep) {
    this.folder = new SinkFolder(context.settings().path("path"), afterStep);
    this.sidecar = new SidecarFile(folder, context.pipeline(), context.stage());
    this.streaming = context.streaming();
  }

  @Override
  public void prepare(Schema schema) throws ConnectorException, InterruptedException {
    writer = new JsonRowWriter(schema);
    attempt("prepare", this::requireTarget);
  }

  private Object requireTarget() throws IOException, ConnectorException {
    if (streaming) {
      throw new ConnectorException.Terminal(
          folder.target()
              + " is a whole file, which appears at the end of a job, and a stream has no end;"
              + " run the flow as a job",
          null);
    }
    if (Files.isDirectory(folder.target())) {
      throw new ConnectorException.Terminal(
          folder.target() + " is a folder; path must name a file", null);
    }
    folder.create();
    return NOTHING;
  }

  @Override
  public Standing inspect() throws ConnectorException, InterruptedException {
    return attempt("look at", () -> standing(sidecar.found()));
  }

  @Override
  public Standing claim(Owner owner) throws ConnectorException, InterruptedException {
    return attempt(
        "claim",
        () -> {
          requireTarget();
          closeParts();
          Sidecar state = withFiles(sidecar.claim(owner), owner);
          sidecar.save(state);
          folder.deleteOthers(owner.epoch(), List.of(state.dataName(), state.lettersName()));
          return standing(state);
        });
  }

  /** Takes over the files that an earlier owner has written, as far as they count. */
  private Sidecar withFiles(Sidecar state, Owner owner) throws IOException, ConnectorException {
    PartFile nextData = new PartFile(folder, folder.dataName(owner.epoch()));
    PartFile nextLetters = new PartFile(folder, folder.lettersName(owner.epoch()));
    if (isThere(state.dataName(), state.confirmed(), folder.target(), state)) {
      nextData = takeOver(state.dataName(), state.confirmed(), nextData.name());
    }
    data = nextData;
    if (isThere(state.lettersName(), state.letters(), folder.letters(), state)) {
      nextLetters = takeOver(state.lettersName(), state.letters(), nextLetters.name());
    }
    letters = nextLetters;
    return state.phase() == Sidecar.Phase.COMPLETE
        ? state
        : state.withFiles(nextData.name(), state.confirmed(), nextLetters.name(), state.letters());
  }

  private PartFile takeOver(String name, long confirmed, String copyName)
      throws IOException, ConnectorException {
    return PartFile.takeOver(folder, name, confirmed, copyName);
  }

  /** Whether a part is still a part, and not yet renamed. */
  private boolean isThere(String name, long confirmed, Path renamed, Sidecar state)
      throws IOException {
    if (confirmed == 0 || state.phase() == Sidecar.Phase.COMPLETE) {
      return false;
    }
    return state.phase() == Sidecar.Phase.WRITING
        || Files.exists(folder.file(name))
        || !isRenamed(renamed, confirmed);
  }

  private static boolean isRenamed(Path file, long length) throws IOException {
    return Files.exists(file) && Files.size(file) == length;
  }

  @Override
  public void open(Opening opening) throws ConnectorException, InterruptedException {
    attempt(
        "open",
        () -> {
          Sidecar state = sidecar.require(opening.owner());
          if (opening.generation() > state.generation()) {
            state = emptied(state, opening);
          }
          sidecar.save(
              state
                  .withRun(opening.run(), opening.resolved())
                  .withRows(added(state.rows(), opening)));
          return NOTHING;
        });
  }

  /** A load that replaces all: what an unfinished one left doesn't count any more. */
  private Sidecar emptied(Sidecar state, Opening opening) throws IOException {
    closeParts();
    long epoch = opening.owner().epoch();
    PartFile nextData = new PartFile(folder, folder.dataName(epoch));
    PartFile nextLetters = new PartFile(folder, folder.lettersName(epoch));
    data = nextData;
    letters = nextLetters;
    return state.emptied(opening.generation()).withFiles(nextData.name(), 0, nextLetters.name(), 0);
  }

  private static Vector<PositionRow> added(Vector<PositionRow> rows, Opening opening) {
    Vector<PositionRow> all = rows;
    for (PositionRow row : opening.rows()) {
      boolean known =
          all.exists(
              other -> other.partition().equals(row.partition()) && other.lane() == row.lane());
      all = known ? all : all.append(row);
    }
    return all;
  }

  @Override
  public int write(Delivery delivery) throws ConnectorException, InterruptedException {
    return attempt("write", () -> append(delivery));
  }

  private int append(Delivery delivery) throws IOException, ConnectorException {
    Sidecar state = sidecar.require(delivery.owner());
    if (delivery.generation() != state.generation() || state.phase() != Sidecar.Phase.WRITING) {
      throw new ConnectorException.Fenced(
          folder.target() + " has gone on: it is at generation " + state.generation());
    }
    Vector<PositionRow> rows = moved(state.rows(), delivery.moves());
    PartFile part = required(data);
    PartFile letterPart = required(letters);
    long confirmed = state.confirmed();
    if (delivery.rows().stream().anyMatch(batch -> batch.size() > 0)) {
      confirmed = part.append(confirmed, out -> writeRows(delivery.rows(), out));
    }
    List<DeadLetter> fresh = notKept(delivery.deadLetters(), state);
    long letterBytes = state.letters();
    if (!fresh.isEmpty()) {
      letterBytes = letterPart.append(letterBytes, out -> LetterLines.write(fresh, out));
    }
    sidecar.save(
        state.withRows(rows).withFiles(part.name(), confirmed, letterPart.name(), letterBytes));
    fresh.forEach(letter -> keptLetters.add(LetterLines.key(letter)));
    return fresh.size();
  }

  /** Those of a record that are there already count once (Delivery 24). */
  private List<DeadLetter> notKept(List<DeadLetter> letters, Sidecar state) throws IOException {
    if (!letters.isEmpty() && keptLetters.isEmpty() && state.letters() > 0) {
      Path part = folder.file(state.lettersName());
      LetterLines.all(part, state.letters())
          .forEach(letter -> keptLetters.add(LetterLines.key(letter)));
    }
    return letters.stream().filter(each -> !keptLetters.contains(LetterLines.key(each))).toList();
  }

  /** The compare-and-set: every position must be where the delivery begins (Delivery 9). */
  private Vector<PositionRow> moved(Vector<PositionRow> rows, List<Move> moves)
      throws ConnectorException {
    Vector<PositionRow> all = rows;
    for (Move move : moves) {
      int index =
          all.indexWhere(
              row -> row.partition().equals(move.partition()) && row.lane() == move.lane());
      if (index < 0 || !all.get(index).position().equals(move.from())) {
        throw new ConnectorException.Fenced(
            folder.target()
                + " stands at "
                + (index < 0 ? "no position" : all.get(index).position().text())
                + " in "
                + move.partition().text()
                + ", expected "
                + move.from().text());
      }
      all = all.update(index, all.get(index).moved(move));
    }
    return all;
  }

  private void writeRows(List<RowBatch> batches, OutputStream out) throws IOException {
    RowWriter rows = required(writer);
    for (RowBatch batch : batches) {
      for (int i = 0; i < batch.size(); i++) {
        rows.write(batch.row(i), out);
        out.write('\n');
      }
    }
  }

  @Override
  public Standing lookUp() throws ConnectorException, InterruptedException {
    return attempt("look at", () -> standing(sidecar.reread()));
  }

  @Override
  public void finish(Owner owner) throws ConnectorException, InterruptedException {
    attempt(
        "finish",
        () -> {
          Sidecar state = sidecar.require(owner);
          if (state.phase() == Sidecar.Phase.COMPLETE) {
            return NOTHING;
          }
          if (state.phase() == Sidecar.Phase.WRITING) {
            state = state.withPhase(Sidecar.Phase.FINISHING);
            sidecar.save(state);
          }
          boolean hasLetters = state.letters() > 0;
          if (hasLetters) {
            publish(required(letters), state.letters(), folder.letters());
          } else if (state.lettersKept()) {
            folder.delete(folder.letters());
          }
          publish(required(data), state.confirmed(), folder.target());
          sidecar.save(state.withPhase(Sidecar.Phase.COMPLETE).withLettersKept(hasLetters));
          return NOTHING;
        });
  }

  @Override
  public List<DeadLetter> deadLetters(String runId)
      throws ConnectorException, InterruptedException {
    return attempt(
        "read the dead letters beside",
        () -> {
          Sidecar state = sidecar.reread();
          if (state == null || state.letters() == 0) {
            return List.of();
          }
          Path part = folder.file(state.lettersName());
          Path path = Files.exists(part) ? part : folder.letters();
          return LetterLines.all(path, state.letters()).stream()
              .filter(letter -> letter.runId().equals(runId))
              .toList();
        });
  }

  /** Gives a part its name, unless an earlier attempt did. */
  private void publish(PartFile part, long length, Path name)
      throws IOException, ConnectorException {
    Path path = folder.file(part.name());
    if (!Files.exists(path) && length > 0) {
      if (!isRenamed(name, length)) {
        throw new ConnectorException.Terminal(
            path + " is gone before it could become " + name + "; load again with --restart", null);
      }
      return;
    }
    part.settle(length);
    part.close();
    folder.move(path, name);
  }

  private Standing standing(@Nullable Sidecar state) throws IOException {
    Path target = folder.target();
    boolean empty = !Files.exists(target) || Files.size(target) == 0;
    if (state == null) {
      Standing none = Standing.NONE;
      return new Standing(none.owner(), 0, 0, false, "", empty, none.rows());
    }
    boolean complete = state.phase() == Sidecar.Phase.COMPLETE;
    return new Standing(
        state.owner(),
        state.generation(),
        state.run(),
        complete,
        state.resolved(),
        empty,
        state.rows());
  }

  /** For work that answers nothing. */
  private static final Object NOTHING = new Object();

  private static <T> T required(@Nullable T value) {
    if (value == null) {
      throw new IllegalStateException("the sink must be claimed and prepared first");
    }
    return value;
  }

  /** One of the sink's operations. */
  @FunctionalInterface
  private interface Work<T> {
    T run() throws IOException, ConnectorException;
  }

  private <T> T attempt(String verb, Work<T> work) throws ConnectorException, InterruptedException {
    try {
      return work.run();
    } catch (ClosedByInterruptException e) {
      throw new InterruptedException(String.valueOf(e.getMessage()));
    } catch (IOException e) {
      sidecar.refuseWhenOvertaken();
      throw new ConnectorException.Retryable("can't " + verb + " " + folder.target() + ": " + e, e);
    } catch (ConnectorException.Terminal e) {
      // Files that a later owner took away are no fault of the target's.
      sidecar.refuseWhenOvertaken();
      throw e;
    }
  }

  private void closeParts() throws IOException {
    keptLetters.clear();
    if (data != null) {
      data.close();
    }
    if (letters != null) {
      letters.close();
    }
  }

  @Override
  public void close() {
    try {
      closeParts();
    } catch (IOException e) {
      // All that counts was synced before it was confirmed.
      LoggerFactory.getLogger(FileSink.class)
          .atWarn()
          .addKeyValue("file", folder.target())
          .setCause(e)
          .log("close failed");
    }
  }
}
