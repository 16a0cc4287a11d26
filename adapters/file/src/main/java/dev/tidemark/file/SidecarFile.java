package dev.tidemark.file;

import dev.tidemark.connector.ConnectorException;
import dev.tidemark.coordinator.Fault;
import dev.tidemark.coordinator.Owner;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A sink's memory on disk, and the fence (Delivery 16). There is one sidecar an epoch; the greatest
 * epoch there is, even one without content, is the only one that may write, and the greatest with
 * content is the truth. Not thread-safe.
 */
final class SidecarFile {

  private final SinkFolder folder;
  private final Sidecar.Stage stage;
  private @Nullable Sidecar state;
  private byte[] saved = new byte[0];

  /** The owner whose epoch was taken here, though perhaps nothing was saved under it. */
  private @Nullable Owner taken;

  /** Whether the last save may have taken effect or not. */
  private boolean unsure;

  SidecarFile(SinkFolder folder, Sidecar.Stage stage) {
    this.folder = folder;
    this.stage = stage;
  }

  /** What is remembered, with the greatest epoch as its owner's; null when there is nothing. */
  @Nullable Sidecar found() throws IOException, ConnectorException {
    TreeMap<Long, Path> all = folder.sidecars();
    Sidecar truth = truth(all);
    if (all.isEmpty()) {
      return null;
    }
    Sidecar known = truth == null ? Sidecar.fresh(stage) : truth;
    // A claim that was cut short has taken its epoch, and nothing else.
    return known.owner().epoch() == all.lastKey()
        ? known
        : known.withOwner(new Owner(all.lastKey(), ""));
  }

  /**
   * Takes the owner's epoch, and answers what is remembered; it is to be saved under the new owner.
   *
   * @throws ConnectorException.Fenced when an epoch as great is taken
   */
  Sidecar claim(Owner owner) throws IOException, ConnectorException {
    TreeMap<Long, Path> all = folder.sidecars();
    Sidecar truth = truth(all);
    boolean ours = owner.equals(taken) || (truth != null && truth.owner().equals(owner));
    if (!all.isEmpty()
        && all.lastKey() >= owner.epoch()
        && !(ours && all.lastKey() == owner.epoch())) {
      throw fenced(all.lastKey());
    }
    if (!ours) {
      take(owner);
    }
    folder.sync();
    // What an earlier owner has saved until the epoch was taken counts; later it finds itself
    // fenced.
    truth = truth(folder.sidecars());
    saved = read(folder.sidecar(owner.epoch()));
    unsure = false;
    Sidecar claimed = (truth == null ? Sidecar.fresh(stage) : truth).withOwner(owner);
    state = claimed;
    return claimed;
  }

  /** Of several who try, one succeeds. */
  private void take(Owner owner) throws IOException, ConnectorException.Fenced {
    try {
      folder.disk().create(folder.sidecar(owner.epoch()));
      taken = owner;
    } catch (FileAlreadyExistsException e) {
      throw fenced(owner.epoch());
    }
  }

  /** The greatest with content; null when there is none. */
  private @Nullable Sidecar truth(TreeMap<Long, Path> all) throws IOException, ConnectorException {
    for (Map.Entry<Long, Path> entry : all.descendingMap().entrySet()) {
      byte[] content = read(entry.getValue());
      if (content.length > 0) {
        return settled(parse(entry.getValue(), content));
      }
    }
    return null;
  }

  /**
   * A finished file that somebody has removed or changed is to be made again: nothing of it is
   * covered.
   */
  private Sidecar settled(Sidecar found) throws IOException {
    boolean lost =
        found.phase() == Sidecar.Phase.COMPLETE
            && !WholeFile.isThere(folder, folder.target(), found.data().length());
    return lost ? found.emptied(found.load().generation()) : found;
  }

  private Sidecar parse(Path path, byte[] content) throws ConnectorException {
    Sidecar parsed;
    try {
      parsed = SidecarJson.parse(content);
    } catch (IOException e) {
      throw new ConnectorException.Terminal(
          Fault.LOST_DATA,
          path + " can't be read (" + IoReason.of(e) + "); remove it to begin anew",
          e);
    }
    if (!parsed.stage().equals(stage)) {
      throw new ConnectorException.Terminal(
          Fault.MISFIT,
          folder.target()
              + " is written by stage "
              + parsed.stage().name()
              + " of pipeline "
              + parsed.stage().pipeline()
              + "; give this one another path, or remove "
              + path
              + " to take it over",
          null);
    }
    return parsed;
  }

  private byte[] read(Path path) throws IOException {
    try {
      return folder.disk().read(path, Integer.MAX_VALUE);
    } catch (NoSuchFileException e) {
      return new byte[0];
    }
  }

  /**
   * The state as this owner has saved it.
   *
   * @throws ConnectorException.Fenced when another owner has come, or the sidecar isn't as it was
   */
  Sidecar require(Owner owner) throws IOException, ConnectorException {
    Sidecar own = state;
    if (own == null || !own.owner().equals(owner)) {
      throw new ConnectorException.Fenced(folder.target() + " is not claimed by this owner");
    }
    requireLatest(own);
    if (unsure) {
      own = require(reread());
    }
    if (!Arrays.equals(read(folder.sidecar(owner.epoch())), saved)) {
      throw new ConnectorException.Fenced(
          folder.sidecar(owner.epoch()) + " was changed by somebody else");
    }
    return own;
  }

  /** The state as this owner knows it; null before it has claimed. */
  @Nullable Sidecar current() {
    return state;
  }

  private Sidecar require(@Nullable Sidecar found) throws ConnectorException.Fenced {
    if (found == null) {
      throw fenced(0);
    }
    return found;
  }

  /** Throws when a later owner has come, which explains whatever went wrong. */
  void refuseWhenOvertaken() throws ConnectorException.Fenced {
    Sidecar own = state;
    try {
      TreeMap<Long, Path> all = folder.sidecars();
      if (own != null && !all.isEmpty() && all.lastKey() > own.owner().epoch()) {
        throw fenced(all.lastKey());
      }
    } catch (IOException unreadable) {
      // Then what went wrong is all that is known.
    }
  }

  private void requireLatest(Sidecar own) throws IOException, ConnectorException {
    TreeMap<Long, Path> all = folder.sidecars();
    if (all.isEmpty()) {
      throw new ConnectorException.Terminal(
          Fault.LOST_DATA,
          folder.path()
              + (folder.disk().isFolder(folder.path()) ? " has lost" : " is gone, and with it")
              + " the memory of what was written there; put it back, else the next run loads"
              + " again from the beginning",
          null);
    }
    if (all.lastKey() != own.owner().epoch()) {
      throw fenced(all.lastKey());
    }
  }

  /**
   * Makes this the truth, durably; the data that it speaks of is durable already.
   *
   * @throws ConnectorException.OutcomeUnknown when it may have been saved or not
   * @throws ConnectorException.Fenced when another owner has come meanwhile
   */
  void save(Sidecar next) throws IOException, ConnectorException {
    byte[] content = SidecarJson.write(next);
    long epoch = next.owner().epoch();
    folder.stageSidecar(epoch, content);
    try {
      folder.publishSidecar(epoch);
    } catch (IOException e) {
      unsure = true;
      throw new ConnectorException.OutcomeUnknown(
          "can't tell whether " + folder.sidecar(epoch) + " was saved: " + IoReason.of(e), e);
    }
    saved = content;
    state = next;
    // Who claims after this sees what was saved; who claimed before it may not have.
    requireLatest(next);
  }

  /** What is on disk, which is then what this owner goes on from, if it still is the owner. */
  @Nullable Sidecar reread() throws IOException, ConnectorException {
    Sidecar own = state;
    if (own != null) {
      // What a rename that failed half-way has left seen must also last.
      folder.sync();
    }
    Sidecar now = found();
    if (own != null && now != null && now.owner().equals(own.owner())) {
      saved = read(folder.sidecar(own.owner().epoch()));
      state = now;
      unsure = false;
    }
    return now;
  }

  private ConnectorException.Fenced fenced(long epoch) {
    return new ConnectorException.Fenced(
        folder.target() + " was claimed by another owner, under epoch " + epoch);
  }
}
