package dev.tidemark.simulation;

import java.io.File;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

/**
 * The project's classes once more, apart from those that the tests run with, and with a mistake in
 * one of them.
 */
final class MutantWorld extends URLClassLoader {

  private static final String OURS = "dev.tidemark.";

  private MutantWorld(URL[] urls) {
    super(urls, MutantWorld.class.getClassLoader());
  }

  /** Compiles a mutant into a folder, and opens its world. */
  static MutantWorld of(Mutant mutant, Path root, Path folder) throws IOException {
    Path name = root.resolve(mutant.source()).getFileName();
    Path source = Files.writeString(folder.resolve(name), mutant.applied(root));
    Path classes = Files.createDirectory(folder.resolve("classes"));
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    String classPath = System.getProperty("java.class.path");
    int failed =
        compiler.run(
            null,
            null,
            null,
            "-proc:none",
            "-nowarn",
            "-d",
            classes.toString(),
            "-cp",
            classPath,
            source.toString());
    if (failed != 0) {
      throw new AssertionError(mutant + " doesn't compile");
    }
    return new MutantWorld(places(classes, classPath));
  }

  private static URL[] places(Path classes, String classPath) throws MalformedURLException {
    List<URL> places = new ArrayList<>();
    places.add(classes.toUri().toURL());
    for (String place : classPath.split(File.pathSeparator)) {
      places.add(Path.of(place).toUri().toURL());
    }
    return places.toArray(new URL[0]);
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    if (!name.startsWith(OURS)) {
      return super.loadClass(name, resolve);
    }
    synchronized (getClassLoadingLock(name)) {
      Class<?> known = findLoadedClass(name);
      return known == null ? findClass(name) : known;
    }
  }

  /** Runs schedules in there until one breaks; how many that took, and what broke. */
  String hunt(long seed, int schedules) throws ReflectiveOperationException {
    return (String)
        loadClass(Hunt.class.getName())
            .getDeclaredMethod("found", long.class, int.class)
            .invoke(null, seed, schedules);
  }
}
