package dev.tidemark.servers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.kafka.common.Uuid;

/** The broker's own process: formats its folder once, runs it, and ends with its parent. */
final class KafkaProcess {

  private KafkaProcess() {}

  /** With the path of {@code server.properties}, and standard input held open by the parent. */
  public static void main(String[] arguments) throws Exception {
    Thread watch = new Thread(KafkaProcess::endWithParent, "parent-watch");
    watch.setDaemon(true);
    watch.start();
    String properties = arguments[0];
    if (!Files.exists(Path.of(properties).resolveSibling("data").resolve("meta.properties"))) {
      format(properties);
    }
    // By name: the broker is Scala, and only on the class path when it runs.
    Class.forName("kafka.Kafka")
        .getMethod("main", String[].class)
        .invoke(null, (Object) new String[] {properties});
  }

  private static void format(String properties) throws ReflectiveOperationException {
    String[] command = {"format", "-t", Uuid.randomUuid().toString(), "-c", properties};
    Object answer =
        Class.forName("kafka.tools.StorageTool")
            .getMethod("execute", String[].class, java.io.PrintStream.class)
            .invoke(null, command, System.out);
    if (!Integer.valueOf(0).equals(answer)) {
      throw new IllegalStateException("the broker's folder can't be formatted: " + answer);
    }
  }

  /** A parent that is killed closes this end too. */
  private static void endWithParent() {
    try {
      while (System.in.read() >= 0) {
        // Nothing is ever said.
        continue;
      }
    } catch (IOException closed) {
      System.out.println("the parent's end is closed: " + closed);
    }
    Runtime.getRuntime().halt(1);
  }
}
