package dev.tidemark.cli;

import dev.tidemark.failure.ErrorCode;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.ServiceLoader.Provider;

/**
 * Where connectors come from. Immutable. What the program has, a plugin sees before its own.
 *
 * @param name for messages
 * @param loader of its classes; stays open, since they may be loaded at any time
 */
record Plugin(String name, ClassLoader loader) {

  /** What came with the program, and what is on its class path beside. */
  static final Plugin BUILT_IN = new Plugin("the program", Plugin.class.getClassLoader());

  /**
   * One of these jars.
   *
   * @param path the jar, or the folder of all of them
   */
  static Plugin of(Path path, List<Path> jars) {
    List<URL> urls = new ArrayList<>();
    for (Path jar : jars) {
      try {
        urls.add(jar.toUri().toURL());
      } catch (MalformedURLException odd) {
        throw new IllegalArgumentException(odd);
      }
    }
    return new Plugin(
        path.toString(),
        new URLClassLoader(path.toString(), urls.toArray(URL[]::new), BUILT_IN.loader()));
  }

  /**
   * Its services of a kind, without those that it sees in the program.
   *
   * @throws CommandFailure when one can't be loaded
   */
  <T> List<T> all(Class<T> service) {
    List<T> found = new ArrayList<>();
    try {
      Iterator<Provider<T>> providers = ServiceLoader.load(service, loader).stream().iterator();
      while (providers.hasNext()) {
        Provider<T> provider = providers.next();
        if (this == BUILT_IN || provider.type().getClassLoader() == loader) {
          found.add(provider.get());
        }
      }
    } catch (ServiceConfigurationError | LinkageError broken) {
      throw new CommandFailure(
          ErrorCode.PLUGIN,
          "the plugin "
              + name
              + " can't be used: "
              + reason(broken)
              + "; it may be made for another version of tidemark ("
              + Version.line()
              + ")");
    }
    return found;
  }

  private static String reason(Throwable broken) {
    Throwable cause = broken;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause.toString();
  }

  @Override
  public String toString() {
    return name;
  }
}
