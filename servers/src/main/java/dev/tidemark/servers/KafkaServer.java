package dev.tidemark.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.DescribeClusterOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;

/**
 * A real Kafka broker for tests and examples: one node, a process of its own, in a folder of its
 * own, which it keeps over {@link #stop}, {@link #kill} and {@link #start}, as it keeps its ports.
 * It ends with the process that started it, however that one ends. Thread-safe.
 */
public final class KafkaServer implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int ASK_MILLIS = 1_000;
  private static final List<String> SMALL =
      List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xms96m", "-Xmx384m");
  private static final List<String> LARGE = List.of("-XX:+UseG1GC", "-Xms1g", "-Xmx1g");

  private final Path folder;
  private final KafkaPorts ports;
  private final List<String> options;
  private @Nullable Process process;
  private @Nullable CutProxy proxy;

  private KafkaServer(Path folder, KafkaPorts ports, List<String> options) {
    this.folder = folder;
    this.ports = ports;
    this.options = options;
  }

  /** A broker that all tests of this JVM share; it ends with the JVM. */
  public static KafkaServer shared() {
    return Shared.SERVER;
  }

  /** A new broker, in a new temporary folder and on free ports, once it answers. */
  public static KafkaServer started() {
    return started(Map.of(), SMALL);
  }

  /** The same with the heap and the compilers that brokers usually have, to be measured with. */
  public static KafkaServer startedForLoad() {
    return started(Map.of(), LARGE);
  }

  /**
   * The same with one more place to connect to, {@link #secured}: encrypted, and for this one user,
   * with SASL PLAIN.
   */
  public static KafkaServer started(ServerCertificate certificate, String user, String password) {
    Map<String, String> more = new LinkedHashMap<>();
    String login = "org.apache.kafka.common.security.plain.PlainLoginModule required user_";
    more.put("listener.name.secured.sasl.enabled.mechanisms", "PLAIN");
    more.put(
        "listener.name.secured.plain.sasl.jaas.config",
        "%s%s=\"%s\";".formatted(login, user, password));
    more.put("listener.name.secured.ssl.keystore.type", "PKCS12");
    more.put("listener.name.secured.ssl.keystore.location", certificate.store().toString());
    more.put("listener.name.secured.ssl.keystore.password", ServerCertificate.PASSWORD);
    more.put("listener.name.secured.ssl.key.password", ServerCertificate.PASSWORD);
    return started(more, SMALL);
  }

  private static KafkaServer started(Map<String, String> more, List<String> options) {
    try {
      Path folder = Files.createTempDirectory("tidemark-kafka");
      KafkaServer server = new KafkaServer(folder, KafkaPorts.free(), options);
      server.writeProperties(more);
      server.start();
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Where clients connect, {@code host:port}. */
  public String bootstrap() {
    return "127.0.0.1:" + ports.direct();
  }

  /** Where clients connect that have a password, {@code host:port}; of one started so. */
  public String secured() {
    return "127.0.0.1:" + ports.secured();
  }

  /**
   * A proxy in front of the broker, made when first asked for; clients that connect through {@link
   * CutProxy#address} are led back to it for all that they ask of the broker.
   */
  public synchronized CutProxy proxy() {
    if (proxy == null) {
      proxy = CutProxy.between(ports.advertised(), ports.proxied());
    }
    return proxy;
  }

  /** Starts a broker that was stopped or killed, on what it has kept, and waits for its answer. */
  public synchronized void start() {
    if (process != null) {
      return;
    }
    try {
      process =
          new ProcessBuilder(command())
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()))
              .start();
    } catch (IOException e) {
      throw new UncheckedIOException("the broker can't be started", e);
    }
    awaitAnswer(process);
  }

  /** Stops the broker as an operator would, and waits for its end. */
  public synchronized void stop() {
    end(false);
  }

  /** Ends the broker at once, as {@code kill -9} does, and waits for its end. */
  public synchronized void kill() {
    end(true);
  }

  /** The broker's process, while it runs. */
  public synchronized long pid() {
    Process running = process;
    if (running == null) {
      throw new IllegalStateException("the broker is not running");
    }
    return running.pid();
  }

  /**
   * Makes a topic, and waits until all of its partitions take records. Sooner, a broker may refuse
   * the first request of a producer and take the second, after which the first never fits again
   * (KAFKA-15591).
   *
   * @param config properties of the topic, by name
   */
  public void createTopic(String topic, int partitions, Map<String, String> config)
      throws ExecutionException, InterruptedException {
    Map<TopicPartition, OffsetSpec> ends = new HashMap<>();
    for (int i = 0; i < partitions; i++) {
      ends.put(new TopicPartition(topic, i), OffsetSpec.latest());
    }
    try (Admin admin =
        Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap()))) {
      NewTopic wanted = new NewTopic(topic, partitions, (short) 1).configs(config);
      admin.createTopics(List.of(wanted)).all().get();
      while (!answers(admin.listOffsets(ends).all())) {
        TimeUnit.MILLISECONDS.sleep(1);
      }
    }
  }

  /** Unless the topic isn't known yet. */
  private static boolean answers(KafkaFuture<?> ends)
      throws ExecutionException, InterruptedException {
    try {
      ends.get();
      return true;
    } catch (ExecutionException failed) {
      if (failed.getCause() instanceof UnknownTopicOrPartitionException) {
        return false;
      }
      throw failed;
    }
  }

  private void end(boolean hard) {
    Process ending = process;
    process = null;
    if (ending == null) {
      return;
    }
    if (hard) {
      ending.destroyForcibly();
    } else {
      ending.destroy();
    }
    try {
      if (!ending.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        ending.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      ending.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  /** Ends the broker and deletes its folder. */
  @Override
  public synchronized void close() {
    end(true);
    CutProxy open = proxy;
    if (open != null) {
      open.close();
    }
    Folders.delete(folder);
  }

  private Path log() {
    return folder.resolve("broker.log");
  }

  private List<String> command() {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    // Nothing of the broker's goes to its parent's output, whichever logger is on the class path.
    command.add("-Dslf4j.provider=org.slf4j.helpers.NOP_FallbackServiceProvider");
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(KafkaProcess.class.getName());
    command.add(folder.resolve("server.properties").toString());
    return command;
  }

  private void awaitAnswer(Process started) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    Map<String, Object> config =
        Map.of(
            AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG,
            bootstrap(),
            AdminClientConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG,
            100,
            AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG,
            ASK_MILLIS,
            AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
            ASK_MILLIS);
    try (Admin admin = Admin.create(config)) {
      while (!answers(admin)) {
        if (!started.isAlive() || System.nanoTime() > deadline) {
          end(true);
          throw new IllegalStateException("the broker didn't start: " + Folders.end(log()));
        }
      }
    }
  }

  private static boolean answers(Admin admin) {
    try {
      DescribeClusterOptions soon = new DescribeClusterOptions().timeoutMs(ASK_MILLIS);
      return !admin.describeCluster(soon).nodes().get().isEmpty();
    } catch (ExecutionException notYet) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while the broker was starting", e);
    }
  }

  private void writeProperties(Map<String, String> more) throws IOException {
    StringBuilder text = new StringBuilder();
    ports.properties(folder, !more.isEmpty()).forEach((key, value) -> line(text, key, value));
    more.forEach((key, value) -> line(text, key, value));
    Files.writeString(folder.resolve("server.properties"), text);
  }

  private static void line(StringBuilder text, String key, String value) {
    text.append(key).append('=').append(value).append('\n');
  }

  /** Runs a broker until its standard input ends, and prints where it is: for trying things out. */
  public static void main(String[] arguments) throws IOException {
    try (KafkaServer server = started()) {
      System.out.println(server.bootstrap());
      System.out.flush();
      while (System.in.read() >= 0) {
        // Whatever is typed.
        continue;
      }
    }
  }

  /** Made by the first test that asks. */
  private static final class Shared {
    static final KafkaServer SERVER = started();

    static {
      Runtime.getRuntime().addShutdownHook(new Thread(SERVER::close, "kafka-server-end"));
    }
  }
}
