package dev.tidemark.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * What is known of where the output goes.
 *
 * @param out whether standard output is a terminal
 * @param err whether standard error is one
 * @param colours whether the user wants colours there
 * @param columns how many characters fit on a line
 */
record Terminal(boolean out, boolean err, boolean colours, int columns) {

  static final int DEFAULT_COLUMNS = 80;
  private static final int NARROWEST = 40;

  /** No terminal at all: files and pipes. */
  static final Terminal NONE = new Terminal(false, false, false, DEFAULT_COLUMNS);

  /** That of this process. */
  static Terminal ofProcess(Map<String, String> environment) {
    boolean out = isTerminal(1);
    boolean err = isTerminal(2);
    boolean wanted =
        environment.getOrDefault("NO_COLOR", "").isEmpty()
            && !environment.getOrDefault("TERM", "").equals("dumb");
    int columns = out || err ? measured(environment) : DEFAULT_COLUMNS;
    return new Terminal(out, err, wanted, columns);
  }

  /** Java tells only of all streams together; where there is /proc it tells of each. */
  private static boolean isTerminal(int descriptor) {
    Path link = Path.of("/proc/self/fd/" + descriptor);
    try {
      String target = Files.readSymbolicLink(link).toString();
      return target.startsWith("/dev/pts/")
          || target.startsWith("/dev/tty")
          || target.equals("/dev/console");
    } catch (IOException | UnsupportedOperationException elsewhere) {
      return consoleIsTerminal();
    }
  }

  /** Since JDK 22 there may be a console that is none; isTerminal() tells. */
  private static boolean consoleIsTerminal() {
    java.io.Console console = System.console();
    if (console == null) {
      return false;
    }
    try {
      return (boolean) java.io.Console.class.getMethod("isTerminal").invoke(console);
    } catch (ReflectiveOperationException older) {
      return true;
    }
  }

  private static int measured(Map<String, String> environment) {
    String given = environment.getOrDefault("COLUMNS", "");
    return given.matches("[1-9]\\d{1,3}")
        ? Math.max(NARROWEST, Integer.parseInt(given))
        : fromStty();
  }

  private static int fromStty() {
    try {
      Process stty =
          new ProcessBuilder("stty", "size")
              .redirectInput(Path.of("/dev/tty").toFile())
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      byte[] answer = stty.getInputStream().readNBytes(32);
      String[] size = new String(answer, StandardCharsets.US_ASCII).trim().split(" ");
      boolean good = stty.waitFor(1, TimeUnit.SECONDS) && size.length == 2;
      return good && size[1].matches("[1-9]\\d{1,3}")
          ? Math.max(NARROWEST, Integer.parseInt(size[1]))
          : DEFAULT_COLUMNS;
    } catch (IOException noStty) {
      return DEFAULT_COLUMNS;
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
      return DEFAULT_COLUMNS;
    }
  }
}
