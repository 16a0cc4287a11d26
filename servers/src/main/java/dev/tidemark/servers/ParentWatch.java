package dev.tidemark.servers;

import java.io.IOException;
import java.nio.file.Path;

/**
 * Sees to it that nothing outlives this JVM, however it ends: a shell waits at the end of a pipe
 * that only this JVM holds open. When the pipe is closed, by {@link #close} or because the JVM was
 * killed, the process that a pid file names is ended and the folder removed.
 */
final class ParentWatch implements AutoCloseable {
  private static final String SCRIPT =
      """
      trap '' INT TERM HUP
      cat >/dev/null
      pid=$(head -n 1 "$1" 2>/dev/null)
      if [ -n "$pid" ]; then
        kill -s "$2" "$pid" 2>/dev/null
        while kill -s 0 "$pid" 2>/dev/null; do sleep 0.05; done
      fi
      rm -rf "$0"
      """;

  private final Process shell;

  private ParentWatch(Process shell) {
    this.shell = shell;
  }

  /**
   * @param folder removed at the end
   * @param pidFile its first line is the process to end; there may be none
   * @param signal how it is ended, such as {@code QUIT}
   */
  static ParentWatch over(Path folder, Path pidFile, String signal) throws IOException {
    return new ParentWatch(
        new ProcessBuilder("sh", "-c", SCRIPT, folder.toString(), pidFile.toString(), signal)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start());
  }

  /** Ends the process, removes the folder, and returns when both are gone. */
  @Override
  public void close() throws IOException {
    shell.getOutputStream().close();
    try {
      shell.waitFor();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
