package dev.tidemark.file;

import dev.tidemark.connector.ConnectorException;
import dev.tidemark.coordinator.Fault;
import dev.tidemark.coordinator.Owner;
import dev.tidemark.file.SinkFormat.RowEncoding;
import dev.tidemark.file.SinkFormat.Stretch;
import dev.tidemark.record.RowBatch;
import dev.tidemark.record.Schema;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One file, which appears whole when the load is complete. Not thread-safe. */
final class WholeFile implements Publication {

  static final String ADVICE = "load again with --restart";
  private static final String NAME = "part";

  private final SinkFolder folder;
  private final SidecarFile sidecar;
  private final LetterPart letters;
  private final SinkFormat format;
  private final boolean streaming;
  private @Nullable RowEncoding encoding;
  private @Nullable PartFile part;

  /** Letters get their name together with the file. */
  WholeFile(SinkFiles files, SinkFormat format, boolean streaming) {
    this.folder = files.folder();
    this.sidecar = files.sidecar();
    this.letters = files.letters();
    this.format = format;
    this.streaming = streaming;
  }

  @Override
  public void requireWritable() throws ConnectorException {
    if (streaming) {
      throw new ConnectorException.Terminal(
          Fault.FLOW,
          folder.target()
              + " is a whole file, which appears at the end of a job, and a stream has no end;"
              + " run the flow as a job, or put {sequence} into the name to roll files",
          null);
    }
    if (folder.disk().isFolder(folder.target())) {
      throw new ConnectorException.Terminal(
          Fault.MISFIT, folder.target() + " is a folder; path must name a file", null);
    }
  }

  @Override
  public boolean replaces() {
    return true;
  }

  @Override
  public boolean isEmpty(@Nullable Sidecar state) throws IOException {
    Path target = folder.target();
    boolean forgotten =
        state != null && state.load().generation() > 0 && state.load().rows().isEmpty();
    return forgotten || !folder.disk().exists(target) || folder.disk().size(target) == 0;
  }

  @Override
  public void prepare(Schema schema) {
    encoding = format.encoding(schema);
  }

  @Override
  public Sidecar takenOver(Sidecar state) throws IOException, ConnectorException {
    close();
    String own = folder.hidden(state.owner().epoch(), NAME);
    PartFile next =
        isPart(folder, state, state.data(), folder.target())
            ? PartFile.takeOver(folder, state.data(), own)
            : new PartFile(folder, own);
    part = next;
    return state.phase() == Sidecar.Phase.COMPLETE
        ? state
        : state.withData(new Extent(next.name(), state.data().length()));
  }

  /** Whether a hidden file is still one, and hasn't got its name. */
  static boolean isPart(SinkFolder folder, Sidecar state, Extent part, Path renamed)
      throws IOException {
    if (part.length() == 0 || state.phase() == Sidecar.Phase.COMPLETE) {
      return false;
    }
    return state.phase() == Sidecar.Phase.WRITING
        || folder.disk().exists(folder.file(part.name()))
        || !isThere(folder, renamed, part.length());
  }

  /** Whether a file is there, as long as it was when it was written. */
  static boolean isThere(SinkFolder folder, Path file, long length) throws IOException {
    return folder.disk().exists(file) && folder.disk().size(file) == length;
  }

  @Override
  public void claimed(Owner owner) throws IOException, ConnectorException {
    show(owner);
  }

  @Override
  public void requireKnown() {}

  @Override
  public Sidecar emptied(Sidecar state) throws IOException {
    close();
    PartFile next = new PartFile(folder, folder.hidden(state.owner().epoch(), NAME));
    part = next;
    return state.withData(new Extent(next.name(), 0));
  }

  @Override
  public Sidecar settled(Sidecar state) {
    return state;
  }

  @Override
  public Sidecar append(Sidecar state, List<RowBatch> batches)
      throws IOException, ConnectorException {
    return batches.stream().allMatch(batch -> batch.size() == 0) ? state : appended(state, batches);
  }

  private Sidecar appended(Sidecar state, List<RowBatch> batches)
      throws IOException, ConnectorException {
    PartFile file = required(part);
    long confirmed = state.data().length();
    PartFile.Appending out = file.append(confirmed);
    Stretch stretch = required(encoding).begin(out, confirmed == 0);
    for (RowBatch batch : batches) {
      for (int i = 0; i < batch.size(); i++) {
        stretch.write(batch, i);
      }
    }
    stretch.end();
    return state.withData(new Extent(file.name(), out.sync()));
  }

  @Override
  public void confirmed(Owner owner) {}

  /** A finished file is never written to: a copy that holds more takes its place. */
  @Override
  public Sidecar appendLate(Sidecar state, List<RowBatch> batches)
      throws IOException, ConnectorException {
    if (!state.isComplete() || batches.stream().allMatch(batch -> batch.size() == 0)) {
      return append(state, batches);
    }
    close();
    Extent copy = new Extent(folder.hidden(state.owner().epoch(), NAME), state.data().length());
    part = PartFile.copyOf(folder, folder.target(), copy);
    return append(state.withData(copy), batches).withPhase(Sidecar.Phase.REPLACING);
  }

  @Override
  public void show(Owner owner) throws IOException, ConnectorException {
    Sidecar state = sidecar.require(owner);
    if (state.phase() == Sidecar.Phase.REPLACING) {
      publish(required(part), state.data().length(), folder.target());
      sidecar.save(state.withPhase(Sidecar.Phase.COMPLETE));
    }
  }

  @Override
  public void tick() {}

  @Override
  public void finish(Owner owner) throws IOException, ConnectorException {
    Sidecar state = sidecar.require(owner);
    if (state.isComplete()) {
      return;
    }
    if (state.phase() == Sidecar.Phase.WRITING) {
      if (state.data().length() == 0 && required(encoding).framesNothing()) {
        state = appended(state, List.of());
      }
      state = state.withPhase(Sidecar.Phase.FINISHING);
      sidecar.save(state);
    }
    boolean hasLetters = state.letters().length() > 0;
    if (hasLetters) {
      publish(letters.required(), state.letters().length(), letters.published());
    } else if (state.lettersKept()) {
      folder.disk().delete(letters.published());
    }
    publish(required(part), state.data().length(), folder.target());
    sidecar.save(state.withPhase(Sidecar.Phase.COMPLETE).withLettersKept(hasLetters));
  }

  /** Gives a part its name, unless an earlier attempt did. */
  private void publish(PartFile file, long length, Path name)
      throws IOException, ConnectorException {
    Path path = folder.file(file.name());
    if (length > 0 && !folder.disk().exists(path)) {
      if (!isThere(folder, name, length)) {
        throw new ConnectorException.Terminal(
            Fault.LOST_DATA,
            path + " is gone before it could become " + name + "; " + ADVICE,
            null);
      }
      return;
    }
    file.settle(length);
    file.close();
    folder.replace(path, name);
  }

  private static <T> T required(@Nullable T value) {
    if (value == null) {
      throw new IllegalStateException("the sink must be claimed and prepared first");
    }
    return value;
  }

  @Override
  public void close() throws IOException {
    if (part != null) {
      part.close();
    }
  }
}
