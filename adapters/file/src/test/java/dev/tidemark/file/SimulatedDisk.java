package dev.tidemark.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A disk that a power loss takes at its word: it may forget, in any combination, every name and
 * every stretch of content that was not synced. Each change is announced first, by its name, to
 * whoever wants to stop there.
 */
final class SimulatedDisk implements Disk {

  static final Path ROOT = Path.of("/");
  private static final int SECTOR = 16;

  /** Called before a change; may throw, or do something else first. */
  @FunctionalInterface
  interface Hook {
    void before(String change) throws IOException;
  }

  private static final class Node {
    private final boolean folder;
    private byte[] content = {};
    private byte[] durable = {};
    private @Nullable Handle lock;

    private Node(boolean folder) {
      this.folder = folder;
    }
  }

  /** Names given or taken away together, in one folder; null is taken away. */
  private record Change(Path folder, Map<Path, @Nullable Node> names) {}

  private final Random random;
  private final Map<Path, Node> names = new TreeMap<>();
  private final Map<Path, Node> durable = new TreeMap<>();
  private final List<Change> pending = new ArrayList<>();
  private Hook hook = change -> {};
  private Predicate<String> careless = change -> false;
  private Object process = this;

  SimulatedDisk(Random random) {
    this.random = random;
    Node root = new Node(true);
    names.put(ROOT, root);
    durable.put(ROOT, root);
  }

  /** Called before every change. */
  void beforeEach(Hook called) {
    hook = called;
  }

  /** Syncs that say that they did and didn't. */
  void skipping(Predicate<String> syncs) {
    careless = syncs;
  }

  /** Who opens files from now on; answers who did before. */
  Object enter(Object next) {
    Object before = process;
    process = next;
    return before;
  }

  /** A process is gone, and its locks with it; what it wrote is still in memory. */
  void kill(Object gone) {
    for (Node node : names.values()) {
      if (node.lock != null && node.lock.process.equals(gone)) {
        node.lock = null;
      }
    }
  }

  /** The machine goes down, and comes up with what has lasted. */
  void losePower() {
    for (Change change : pending) {
      if (random.nextBoolean()) {
        apply(change, durable);
      }
    }
    pending.clear();
    names.clear();
    for (Map.Entry<Path, Node> entry : durable.entrySet()) {
      Path parent = entry.getKey().getParent();
      if (parent == null || names.containsKey(parent)) {
        names.put(entry.getKey(), entry.getValue());
      }
    }
    durable.keySet().retainAll(names.keySet());
    for (Node node : names.values()) {
      node.content = torn(node);
      node.durable = node.content;
      node.lock = null;
    }
  }

  private byte[] torn(Node node) {
    int[] lengths = {node.durable.length, node.content.length};
    int length = lengths[random.nextInt(2)];
    if (random.nextInt(4) == 0) {
      int least = Math.min(lengths[0], lengths[1]);
      length = least + random.nextInt(Math.max(lengths[0], lengths[1]) - least + 1);
    }
    byte[] torn = new byte[length];
    for (int at = 0; at < length; at += SECTOR) {
      byte[] from = random.nextBoolean() ? node.content : node.durable;
      int end = Math.min(Math.min(at + SECTOR, length), from.length);
      if (end > at) {
        System.arraycopy(from, at, torn, at, end - at);
      }
    }
    // What was synced and not written since is there, whatever else is.
    int kept = Math.min(length, Arrays.mismatch(node.durable, node.content));
    if (Arrays.equals(node.durable, node.content)) {
      return node.content;
    }
    System.arraycopy(node.content, 0, torn, 0, Math.max(0, kept));
    return torn;
  }

  private static void apply(Change change, Map<Path, Node> to) {
    change
        .names()
        .forEach(
            (path, node) -> {
              if (node == null) {
                to.remove(path);
              } else {
                to.put(path, node);
              }
            });
  }

  private void change(Path folder, Map<Path, @Nullable Node> changed) {
    Change change = new Change(folder, changed);
    apply(change, names);
    pending.add(change);
  }

  private Node node(Path path) throws NoSuchFileException {
    Node node = names.get(path);
    if (node == null) {
      throw new NoSuchFileException(path.toString());
    }
    return node;
  }

  private static Path parent(Path path) {
    return Objects.requireNonNull(path.getParent());
  }

  @Override
  public OpenFile open(Path file) throws IOException {
    return new Handle(node(file), file, process);
  }

  @Override
  public OpenFile openOrCreate(Path file) throws IOException {
    if (!names.containsKey(file)) {
      create(file);
    }
    return open(file);
  }

  @Override
  public void create(Path file) throws IOException {
    hook.before("create " + file.getFileName());
    node(parent(file));
    if (names.containsKey(file)) {
      throw new FileAlreadyExistsException(file.toString());
    }
    change(parent(file), Map.of(file, new Node(false)));
  }

  @Override
  public void createFolder(Path folder) throws IOException {
    hook.before("create folder " + folder);
    node(parent(folder));
    change(parent(folder), Map.of(folder, new Node(true)));
  }

  @Override
  public void replace(Path from, Path to) throws IOException {
    hook.before("rename to " + to.getFileName());
    Map<Path, @Nullable Node> changed = new LinkedHashMap<>();
    changed.put(from, null);
    changed.put(to, node(from));
    change(parent(to), changed);
  }

  @Override
  public void publish(Path from, Path to) throws IOException {
    hook.before("publish " + to.getFileName());
    Node node = node(from);
    if (names.containsKey(to)) {
      throw new FileAlreadyExistsException(to.toString());
    }
    change(parent(to), Map.of(to, node));
  }

  @Override
  public void delete(Path file) throws IOException {
    if (names.containsKey(file)) {
      hook.before("delete " + file.getFileName());
      Map<Path, @Nullable Node> changed = new LinkedHashMap<>();
      changed.put(file, null);
      change(parent(file), changed);
    }
  }

  @Override
  public void syncFolder(Path folder) throws IOException {
    hook.before("sync folder " + folder);
    node(folder);
    if (careless.test("sync folder " + folder)) {
      return;
    }
    pending.stream()
        .filter(change -> change.folder().equals(folder))
        .forEach(change -> apply(change, durable));
    pending.removeIf(change -> change.folder().equals(folder));
  }

  @Override
  public boolean exists(Path file) {
    return names.containsKey(file);
  }

  @Override
  public boolean isFolder(Path file) {
    Node node = names.get(file);
    return node != null && node.folder;
  }

  @Override
  public long size(Path file) throws IOException {
    return node(file).content.length;
  }

  @Override
  public byte[] read(Path file, long most) throws IOException {
    byte[] content = node(file).content;
    return Arrays.copyOf(content, (int) Math.min(most, content.length));
  }

  @Override
  public String sha256(Path file) throws IOException {
    return HexFormat.of().formatHex(Sha256.digest().digest(node(file).content));
  }

  @Override
  public List<String> names(Path folder) {
    return names.keySet().stream()
        .filter(path -> folder.equals(path.getParent()))
        .map(path -> path.getFileName().toString())
        .toList();
  }

  private final class Handle implements OpenFile {
    private final Node node;
    private final Path path;
    private final Object process;

    private Handle(Node node, Path path, Object process) {
      this.node = node;
      this.path = path;
      this.process = process;
    }

    @Override
    public boolean lock() {
      if (node.lock == null) {
        node.lock = this;
      }
      return node.lock == this;
    }

    @Override
    public long size() {
      return node.content.length;
    }

    @Override
    public void write(ByteBuffer bytes, long position) throws IOException {
      byte[] all = new byte[bytes.remaining()];
      bytes.get(all);
      try {
        hook.before("write " + path.getFileName());
      } catch (Error | IOException e) {
        put(Arrays.copyOf(all, random.nextInt(all.length + 1)), position);
        throw e;
      }
      put(all, position);
    }

    private void put(byte[] bytes, long position) {
      int end = (int) position + bytes.length;
      byte[] next = Arrays.copyOf(node.content, Math.max(node.content.length, end));
      System.arraycopy(bytes, 0, next, (int) position, bytes.length);
      node.content = next;
    }

    @Override
    public int read(ByteBuffer into, long position) {
      int count = Math.min(into.remaining(), node.content.length - (int) position);
      if (count <= 0) {
        return -1;
      }
      into.put(node.content, (int) position, count);
      return count;
    }

    @Override
    public void truncate(long length) throws IOException {
      hook.before("truncate " + path.getFileName());
      node.content = Arrays.copyOf(node.content, (int) Math.min(length, node.content.length));
    }

    @Override
    public void sync() throws IOException {
      hook.before("sync " + path.getFileName());
      if (!careless.test("sync " + path.getFileName())) {
        node.durable = node.content;
      }
    }

    @Override
    public void close() {
      if (node.lock == this) {
        node.lock = null;
      }
    }
  }
}
