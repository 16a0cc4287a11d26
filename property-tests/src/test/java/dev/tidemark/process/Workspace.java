package dev.tidemark.process;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemark.cli.Main;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A folder with a flow, its input, its targets and its store. Closing ends what runs in it. */
final class Workspace implements AutoCloseable {

  private final Path folder;
  private final ClassArchive classes;
  private final List<Child> children = new ArrayList<>();

  Workspace(Path folder) {
    this(folder, ClassArchive.shared());
  }

  Workspace(Path folder, ClassArchive classes) {
    this.folder = folder;
    this.classes = classes;
    try {
      Files.createDirectories(folder.resolve("logs"));
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  Path path(String name) {
    return folder.resolve(name);
  }

  Path flow() {
    return path("flow.yaml");
  }

  Path store() {
    return path(".tidemark/state.db");
  }

  /** How many records every target has, by the books. */
  long covered() {
    return books()
        .number(
            "SELECT coalesce(min(covered), 0) FROM"
                + " (SELECT sum(read_records) AS covered FROM book_position GROUP BY sink)");
  }

  /** How many records of the sources a target has, by the books. */
  long covered(String sink) {
    return books()
        .number(
            "SELECT coalesce(sum(read_records), 0) FROM book_position WHERE sink = '%s'"
                .formatted(sink));
  }

  SqliteFile books() {
    return new SqliteFile(store());
  }

  SqliteFile database() {
    return new SqliteFile(path("out/packages.db"));
  }

  Path listing() {
    return path("out/listing.jsonl");
  }

  void flow(String yaml) throws IOException {
    Files.writeString(flow(), yaml);
  }

  String flowText() throws IOException {
    return Files.readString(flow());
  }

  void write(String name, List<String> lines) throws IOException {
    Files.createDirectories(path(name).getParent());
    Files.write(path(name), lines);
  }

  /** {@code tidemark run flow.yaml}. */
  Child run(String... more) {
    List<String> arguments = new ArrayList<>(List.of("run", "flow.yaml"));
    arguments.addAll(List.of(more));
    return command(arguments);
  }

  /** Any command of the command line. */
  Child command(List<String> arguments) {
    return start(Main.class, arguments, Terms.USUAL);
  }

  /** {@code tidemark run flow.yaml}, under other terms than usual. */
  Child runUnder(Terms terms) {
    return start(Main.class, List.of("run", "flow.yaml", "--quiet"), terms);
  }

  /** The engine under a listener; see {@link RunFlow}. */
  Child listened(String... wishes) {
    List<String> arguments = new ArrayList<>(List.of(flow().toString(), store().toString()));
    arguments.addAll(List.of(wishes));
    return start(RunFlow.class, arguments, Terms.USUAL);
  }

  private Child start(Class<?> main, List<String> arguments, Terms terms) {
    List<String> command = new ArrayList<>(List.of(main.getName()));
    command.addAll(arguments);
    Path log = folder.resolve("logs/" + children.size());
    Child child = Child.start(classes, folder, log, command, terms);
    children.add(child);
    return child;
  }

  /** What the targets hold. */
  Targets targets() {
    return Targets.of(this);
  }

  /** What a command with {@code --json} answers about this flow. */
  JsonNode asked(String command) throws IOException {
    Child child = command(List.of(command, "flow.yaml", "--json"));
    if (child.exit() != 0) {
      throw new AssertionError(command + ": " + child.said());
    }
    return Packages.JSON.readTree(child.out());
  }

  /** The kinds of the latest run's notes, in order. */
  List<String> story() throws IOException {
    List<String> kinds = new ArrayList<>();
    for (JsonNode note : asked("history").path("runs").path(0).path("notes")) {
      kinds.add(note.path("kind").asText());
    }
    return kinds;
  }

  /** {@code rm -r .tidemark}. */
  void deleteStore() throws IOException {
    delete(store().getParent());
  }

  static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  @Override
  public void close() {
    children.forEach(Child::kill);
  }
}
