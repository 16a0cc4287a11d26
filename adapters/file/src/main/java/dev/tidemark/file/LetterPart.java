package dev.tidemark.file;

import dev.tidemark.checkpoint.DeadLetter;
import dev.tidemark.connector.ConnectorException;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The dead letters beside a target: a file that grows with it. Not thread-safe. */
final class LetterPart implements Closeable {

  private static final String NAME = "letters.part";

  private final SinkFolder folder;
  private final Set<String> kept = new HashSet<>();
  private @Nullable PartFile part;

  LetterPart(SinkFolder folder) {
    this.folder = folder;
  }

  /** Where dead letters are when a whole file is complete. */
  Path published() {
    return folder.path().resolve(folder.target().getFileName() + ".dead-letters.jsonl");
  }

  /** Goes on with what an earlier owner has written, as far as it counts. */
  Sidecar takenOver(Sidecar state) throws IOException, ConnectorException {
    close();
    String own = folder.hidden(state.owner().epoch(), NAME);
    PartFile next =
        !state.isComplete() && WholeFile.isPart(folder, state, state.letters(), published())
            ? PartFile.takeOver(folder, state.letters(), own)
            : new PartFile(folder, own);
    part = next;
    return state.isComplete()
        ? state
        : state.withLetters(new Extent(next.name(), state.letters().length()));
  }

  /** Begins anew. */
  Sidecar emptied(Sidecar state) throws IOException {
    close();
    PartFile next = new PartFile(folder, folder.hidden(state.owner().epoch(), NAME));
    part = next;
    return state.withLetters(new Extent(next.name(), 0));
  }

  /** Those of a record that are there already count once (Delivery 24). */
  List<DeadLetter> fresh(List<DeadLetter> letters, Sidecar state)
      throws IOException, ConnectorException {
    if (!letters.isEmpty() && kept.isEmpty() && state.letters().length() > 0) {
      byte[] counted = required().read(state.letters().length());
      remember(LetterLines.all(counted));
    }
    return letters.stream().filter(each -> !kept.contains(LetterLines.key(each))).toList();
  }

  /** Adds letters, durably; they count when the state is saved. */
  Sidecar append(List<DeadLetter> letters, Sidecar state) throws IOException, ConnectorException {
    if (letters.isEmpty()) {
      return state;
    }
    PartFile file = required();
    PartFile.Appending out = file.append(state.letters().length());
    LetterLines.write(letters, out);
    return state.withLetters(new Extent(file.name(), out.sync()));
  }

  /** They count now. */
  void remember(List<DeadLetter> letters) {
    letters.forEach(letter -> kept.add(LetterLines.key(letter)));
  }

  /** All that count. */
  List<DeadLetter> all(Sidecar state) throws IOException, ConnectorException {
    if (state.letters().length() == 0) {
      return List.of();
    }
    if (part != null && part.isOpen() && part.name().equals(state.letters().name())) {
      return LetterLines.all(part.read(state.letters().length()));
    }
    Path hidden = folder.file(state.letters().name());
    Path path = folder.disk().exists(hidden) ? hidden : published();
    return LetterLines.all(folder.disk().read(path, state.letters().length()));
  }

  PartFile required() {
    if (part == null) {
      throw new IllegalStateException("the sink must be claimed first");
    }
    return part;
  }

  @Override
  public void close() throws IOException {
    kept.clear();
    if (part != null) {
      part.close();
    }
  }
}
