package dev.tidemark.file;

import dev.tidemark.connector.ConnectorException;
import dev.tidemark.coordinator.Fault;
import dev.tidemark.coordinator.Owner;
import dev.tidemark.file.SinkFormat.RowEncoding;
import dev.tidemark.file.SinkFormat.Stretch;
import dev.tidemark.record.RowBatch;
import dev.tidemark.record.Schema;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * Many files, one after another, each of which appears whole (Delivery 14). A file that has grown
 * to its bounds is synced and planned: its number, length and digest are saved together with the
 * positions that it leads to. Only then does it get its name. Whoever comes next finishes the plan
 * from the file's bytes. Not thread-safe.
 */
final class RolledFiles implements Publication {

  private final SinkFolder folder;
  private final SidecarFile sidecar;
  private final RolledNames names;
  private final SinkFormat format;
  private final Roll roll;
  private final InstantSource clock;
  private @Nullable RowEncoding encoding;
  private @Nullable PartFile part;
  private boolean warned;

  RolledFiles(SinkFiles files, SinkFormat format, Roll roll, InstantSource clock) {
    this.folder = files.folder();
    this.sidecar = files.sidecar();
    this.names = new RolledNames(folder.target());
    this.format = format;
    this.roll = roll;
    this.clock = clock;
  }

  static String advice(Path pattern) {
    return "put it back, or, to load again, move the files "
        + pattern
        + " away, and the hidden ones beside them that end in .json";
  }

  @Override
  public void requireWritable() {}

  @Override
  public boolean replaces() {
    return false;
  }

  @Override
  public boolean isEmpty(@Nullable Sidecar state) throws IOException {
    boolean pending =
        state != null && (state.data().length() > 0 || !state.rolling().plans().isEmpty());
    return !pending && folder.disk().names(folder.path()).stream().noneMatch(names::matches);
  }

  @Override
  public void prepare(Schema schema) {
    encoding = format.encoding(schema);
  }

  @Override
  public Sidecar takenOver(Sidecar state) throws IOException, ConnectorException {
    close();
    if (state.data().length() == 0) {
      return state.withData(Extent.NONE);
    }
    PartFile next = PartFile.takeOver(folder, state.data(), partName(state));
    part = next;
    return state.withData(new Extent(next.name(), state.data().length()));
  }

  /** The hidden file of the next number. */
  private String partName(Sidecar state) {
    String number = RolledNames.digits(state.rolling().sequence() + 1);
    return folder.hidden(state.owner().epoch(), number + ".part");
  }

  /** What an earlier owner has confirmed appears now: perhaps there is nothing more to come. */
  @Override
  public void claimed(Owner owner) throws IOException, ConnectorException {
    finish(owner);
  }

  @Override
  public void requireKnown() throws IOException, ConnectorException {
    for (String name : folder.disk().names(folder.path())) {
      if (names.matches(name)) {
        throw new ConnectorException.Terminal(
            Fault.MISFIT,
            folder.path().resolve(name)
                + " is there already, and nothing is known of who wrote it; move it away, or give"
                + " another path",
            null);
      }
    }
  }

  @Override
  public Sidecar emptied(Sidecar state) throws IOException {
    close();
    return state.withData(Extent.NONE);
  }

  @Override
  public Sidecar append(Sidecar state, List<RowBatch> batches)
      throws IOException, ConnectorException {
    Sidecar next = state;
    @Nullable Filling filling = null;
    boolean done = false;
    try {
      for (RowBatch batch : batches) {
        for (int i = 0; i < batch.size(); i++) {
          filling = filling == null ? new Filling(next) : filling;
          filling.write(batch, i);
          if (filling.isFull()) {
            next = ended(filling.saved(next));
            filling = null;
          }
        }
      }
      next = filling == null ? next : filling.saved(next);
      next = isDue(next) ? ended(next) : next;
      done = true;
      return next;
    } finally {
      if (!done) {
        close();
      }
    }
  }

  /** The open file while it takes rows. */
  private final class Filling {
    private final PartFile file;
    private final PartFile.Appending out;
    private final Stretch stretch;
    private final Instant since;
    private long records;

    Filling(Sidecar state) throws IOException, ConnectorException {
      if (encoding == null) {
        throw new IllegalStateException("the sink must be prepared first");
      }
      boolean first = state.data().length() == 0;
      file = open(first ? partName(state) : state.data().name());
      out = file.append(state.data().length());
      stretch = encoding.begin(out, first);
      records = first ? 0 : state.rolling().records();
      since = first ? now() : state.rolling().since();
    }

    void write(RowBatch batch, int row) throws IOException, ConnectorException {
      stretch.write(batch, row);
      records++;
    }

    boolean isFull() {
      return records >= roll.records() || out.length() >= roll.bytes();
    }

    Sidecar saved(Sidecar state) throws IOException {
      stretch.end();
      return state
          .withData(new Extent(file.name(), out.sync()))
          .withRolling(state.rolling().grown(records, since));
    }
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }

  /** A write that wasn't saved may have left it open, or another. */
  private PartFile open(String name) throws IOException {
    PartFile open = part;
    if (open == null || !open.name().equals(name)) {
      close();
      open = new PartFile(folder, name);
      part = open;
    }
    return open;
  }

  private boolean isDue(Sidecar state) {
    return state.data().length() > 0 && !now().isBefore(state.rolling().since().plus(roll.every()));
  }

  /** Ends the open file: it is durable, and nothing will be written to it again. */
  private Sidecar ended(Sidecar state) throws IOException, ConnectorException {
    PartFile file = open(state.data().name());
    file.settle(state.data().length());
    file.close();
    String sha256 = folder.disk().sha256(folder.file(file.name()));
    return state.withRolling(state.rolling().ended(state.data(), sha256)).withData(Extent.NONE);
  }

  @Override
  public Sidecar settled(Sidecar state) throws IOException, ConnectorException {
    if (state.rolling().plans().isEmpty()) {
      return state;
    }
    for (Rolling.Plan plan : state.rolling().plans()) {
      publish(plan);
    }
    folder.sync();
    for (Rolling.Plan plan : state.rolling().plans()) {
      folder.disk().delete(folder.file(plan.part().name()));
    }
    Sidecar next = state.withRolling(state.rolling().published());
    sidecar.save(next);
    return next;
  }

  /** Gives a planned file its name. The hidden name goes only when this one is durable. */
  private void publish(Rolling.Plan plan) throws IOException, ConnectorException {
    Path hidden = folder.file(plan.part().name());
    Path name = names.file(plan.sequence());
    if (!folder.disk().exists(hidden)) {
      return;
    }
    try {
      folder.disk().publish(hidden, name);
    } catch (FileAlreadyExistsException e) {
      boolean same =
          folder.disk().size(name) == plan.part().length()
              && folder.disk().sha256(name).equals(plan.sha256());
      if (!same) {
        throw new ConnectorException.Terminal(
            Fault.MISFIT,
            name
                + " is there already, and it isn't what this sink wrote ("
                + plan.part().length()
                + " bytes); move it away and run again",
            e);
      }
    }
  }

  @Override
  public void confirmed(Owner owner) {
    try {
      settled(sidecar.require(owner));
    } catch (IOException | ConnectorException e) {
      // The rows are confirmed. The next write, or the end, tries again and says what is wrong.
      warn(e);
    }
  }

  @Override
  public Sidecar appendLate(Sidecar state, List<RowBatch> batches)
      throws IOException, ConnectorException {
    return append(state, batches);
  }

  @Override
  public void show(Owner owner) throws IOException, ConnectorException {
    finish(owner);
  }

  private void warn(Exception trouble) {
    if (warned) {
      return;
    }
    warned = true;
    LoggerFactory.getLogger(RolledFiles.class)
        .atWarn()
        .addKeyValue("file", folder.target())
        .setCause(trouble)
        .log("a file that is complete waits for its name");
  }

  /** Ends the open file when its time has come, though no rows come. */
  @Override
  public void tick() {
    Sidecar known = sidecar.current();
    if (known == null || !isDue(known)) {
      return;
    }
    try {
      finish(known.owner());
      warned = false;
    } catch (IOException | ConnectorException e) {
      warn(e);
    }
  }

  @Override
  public void finish(Owner owner) throws IOException, ConnectorException {
    Sidecar state = settled(sidecar.require(owner));
    if (state.data().length() > 0) {
      Sidecar next = ended(state);
      sidecar.save(next);
      settled(next);
    }
  }

  @Override
  public void close() throws IOException {
    if (part != null) {
      part.close();
    }
  }
}
