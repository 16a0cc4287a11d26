import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;

/**
 * Runs google-java-format over every Java source below the working directory. {@code check} lists
 * the files that differ and ends with 1; {@code fix} rewrites them. Started by the build on the JDK
 * that compiles, because the formatter needs the parser of that JDK and Maven may run on an older
 * one.
 */
final class FormatSources {
  private static final List<String> CHECK = List.of("--dry-run", "--set-exit-if-changed");

  private FormatSources() {}

  public static void main(String[] args) throws IOException {
    var fix = args.length == 1 && args[0].equals("fix");
    if (!fix && !(args.length == 1 && args[0].equals("check"))) {
      System.err.println("usage: FormatSources check|fix");
      System.exit(2);
    }
    var sources = javaSources(Path.of("").toAbsolutePath());
    if (sources.isEmpty()) {
      return;
    }
    System.exit(fix ? format(List.of("--replace"), sources).report() : check(sources));
  }

  private static int check(List<String> sources) {
    var outcome = format(CHECK, sources);
    if (outcome.exitCode() == 0) {
      return 0;
    }
    outcome.report();
    System.err.println("These files are not formatted, or do not parse. To format all sources:");
    System.err.println("    mvn -q -N -Pformat process-sources");
    return 1;
  }

  private record Outcome(int exitCode, String out, String err) {
    int report() {
      System.err.print(err);
      System.err.print(out);
      return exitCode;
    }
  }

  private static Outcome format(List<String> options, List<String> sources) {
    var formatter =
        ToolProvider.findFirst("google-java-format")
            .orElseThrow(
                () -> new IllegalStateException("no google-java-format on the class path"));
    var out = new StringWriter();
    var err = new StringWriter();
    var arguments = Stream.concat(options.stream(), sources.stream()).toArray(String[]::new);
    var exitCode = formatter.run(new PrintWriter(out), new PrintWriter(err), arguments);
    return new Outcome(exitCode, out.toString(), err.toString());
  }

  /** Relative paths, sorted. Build output and hidden folders hold no sources of ours. */
  private static List<String> javaSources(Path root) throws IOException {
    var found = new ArrayList<String>();
    Files.walkFileTree(
        root,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
            var name = folder.getFileName().toString();
            var skipped = !folder.equals(root) && (name.equals("target") || name.startsWith("."));
            return skipped ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (file.toString().endsWith(".java")) {
              found.add(root.relativize(file).toString());
            }
            return FileVisitResult.CONTINUE;
          }
        });
    found.sort(null);
    return found;
  }
}
