package dev.tidemark.cli;

import dev.tidemark.connection.ConnectionTypes;
import dev.tidemark.connector.ConnectionType;
import dev.tidemark.connector.SinkType;
import dev.tidemark.connector.SourceType;
import dev.tidemark.connector.StageType;
import dev.tidemark.connector.TransformType;
import dev.tidemark.failure.ErrorCode;
import dev.tidemark.flow.load.StageTypes;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The types of stage and connection there are: those that came with the program, and those of
 * plugins. A plugin is a jar, or a folder of jars; each is loaded apart from the others, so that
 * their libraries don't meet. Looked for in {@code plugins} beside the program's jar, then where
 * {@value #VARIABLE} says.
 *
 * @param stages all types of stage
 * @param connections all kinds of connection
 */
record Plugins(StageTypes stages, ConnectionTypes connections) {

  static final String VARIABLE = "TIDEMARK_PLUGINS";
  static final String FOLDER = "plugins";

  /**
   * All that are installed.
   *
   * @param folder what relative paths are relative to
   * @throws CommandFailure when a plugin can't be used, or two connectors share a name
   */
  static Plugins installed(Map<String, String> environment, Path folder) {
    List<Plugin> plugins = new ArrayList<>(List.of(Plugin.BUILT_IN));
    beside().filter(Files::isDirectory).forEach(found -> plugins.addAll(in(found)));
    for (String path : environment.getOrDefault(VARIABLE, "").split(File.pathSeparator)) {
      if (!path.isBlank()) {
        plugins.addAll(named(path, folder));
      }
    }
    return of(plugins);
  }

  private static Plugins of(List<Plugin> plugins) {
    Map<String, Plugin> owners = new HashMap<>();
    List<StageType> stages = new ArrayList<>();
    List<ConnectionType> connections = new ArrayList<>();
    for (Plugin plugin : plugins) {
      int before = stages.size() + connections.size();
      for (StageType type : plugin.all(StageType.class)) {
        own(owners, role(type) + " '" + type.type() + "'", plugin);
        stages.add(type);
      }
      for (ConnectionType type : plugin.all(ConnectionType.class)) {
        own(owners, "connection '" + type.kind() + "'", plugin);
        connections.add(type);
      }
      if (stages.size() + connections.size() == before) {
        throw new CommandFailure(
            ErrorCode.PLUGIN,
            "the plugin "
                + plugin
                + " holds no connector; a connector and its libraries belong in one folder");
      }
    }
    return new Plugins(StageTypes.of(stages), ConnectionTypes.of(connections));
  }

  private static void own(Map<String, Plugin> owners, String what, Plugin plugin) {
    Plugin other = owners.put(what, plugin);
    if (other != null) {
      throw new CommandFailure(
          ErrorCode.PLUGIN,
          "two connectors have a " + what + ": " + other + " and " + plugin + "; remove one");
    }
  }

  private static String role(StageType type) {
    return switch (type) {
      case SourceType source -> "source";
      case TransformType transform -> "transform";
      case SinkType sink -> "sink";
    };
  }

  /** A path of the variable: a jar, or a folder that holds plugins. */
  private static List<Plugin> named(String text, Path folder) {
    Path path;
    try {
      path = folder.resolve(text.strip()).normalize();
    } catch (InvalidPathException wrong) {
      throw new CommandFailure(ErrorCode.PLUGIN, VARIABLE + " is not a list of paths: " + text);
    }
    if (Files.isDirectory(path)) {
      return in(path);
    }
    if (!Files.isRegularFile(path)) {
      throw new CommandFailure(
          ErrorCode.PLUGIN,
          VARIABLE + " names " + path + ", where there is neither jar nor folder");
    }
    return List.of(Plugin.of(path, List.of(path)));
  }

  /** Each jar of a folder is a plugin, and each of its folders that has jars. */
  private static List<Plugin> in(Path folder) {
    List<Plugin> plugins = new ArrayList<>();
    for (Path entry : list(folder)) {
      List<Path> jars = Files.isDirectory(entry) ? jars(entry) : jars(List.of(entry));
      if (!jars.isEmpty()) {
        plugins.add(Plugin.of(entry, jars));
      }
    }
    return plugins;
  }

  private static List<Path> jars(Path folder) {
    return jars(list(folder));
  }

  private static List<Path> jars(List<Path> files) {
    return files.stream()
        .filter(file -> file.toString().endsWith(".jar") && Files.isRegularFile(file))
        .toList();
  }

  private static List<Path> list(Path folder) {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.sorted().toList();
    } catch (IOException unreadable) {
      throw new CommandFailure(ErrorCode.PLUGIN, "plugins can't be read from " + folder);
    }
  }

  /** The folder beside the program's jar; none when it runs from classes. */
  private static Stream<Path> beside() {
    CodeSource source = Plugins.class.getProtectionDomain().getCodeSource();
    try {
      Path own = source == null ? null : Path.of(source.getLocation().toURI());
      return own != null && Files.isRegularFile(own)
          ? Stream.of(own.resolveSibling(FOLDER))
          : Stream.empty();
    } catch (URISyntaxException odd) {
      return Stream.empty();
    }
  }
}
