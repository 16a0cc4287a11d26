package dev.tidemark.servers;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Where a broker listens.
 *
 * @param direct for clients
 * @param proxied for the proxy in front of it
 * @param advertised the proxy's own, to which clients that came through it are led back
 * @param controller for the broker itself
 * @param secured for clients with a password, where there are any
 */
record KafkaPorts(int direct, int proxied, int advertised, int controller, int secured) {

  private static final String HOST = "127.0.0.1";

  /** Some that are free now. */
  static KafkaPorts free() throws IOException {
    List<ServerSocket> held = new ArrayList<>();
    try {
      for (int i = 0; i < 5; i++) {
        held.add(new ServerSocket(0, 1, InetAddress.getByName(HOST)));
      }
      return new KafkaPorts(
          held.get(0).getLocalPort(),
          held.get(1).getLocalPort(),
          held.get(2).getLocalPort(),
          held.get(3).getLocalPort(),
          held.get(4).getLocalPort());
    } finally {
      for (ServerSocket socket : held) {
        socket.close();
      }
    }
  }

  /**
   * The configuration of a broker that keeps its data below a folder.
   *
   * @param secures whether there is a listener for clients with a password
   */
  Map<String, String> properties(Path folder, boolean secures) {
    String more = secures ? ",SECURED://%s:%d".formatted(HOST, secured) : "";
    Map<String, String> all = new LinkedHashMap<>();
    all.put("process.roles", "broker,controller");
    all.put("node.id", "1");
    all.put("controller.quorum.voters", "1@" + HOST + ":" + controller);
    all.put("controller.listener.names", "CONTROLLER");
    all.put("inter.broker.listener.name", "DIRECT");
    all.put(
        "listeners",
        "DIRECT://%s:%d,PROXIED://%s:%d,CONTROLLER://%s:%d"
                .formatted(HOST, direct, HOST, proxied, HOST, controller)
            + more);
    all.put(
        "advertised.listeners",
        "DIRECT://%s:%d,PROXIED://%s:%d".formatted(HOST, direct, HOST, advertised) + more);
    all.put(
        "listener.security.protocol.map",
        "DIRECT:PLAINTEXT,PROXIED:PLAINTEXT,CONTROLLER:PLAINTEXT,SECURED:SASL_SSL");
    all.put("log.dirs", folder.resolve("data").toString());
    all.put("auto.create.topics.enable", "false");
    small(all);
    return all;
  }

  /** One node needs no replicas, and a test no patience. */
  private static void small(Map<String, String> all) {
    all.put("num.partitions", "1");
    all.put("default.replication.factor", "1");
    all.put("offsets.topic.num.partitions", "1");
    all.put("offsets.topic.replication.factor", "1");
    all.put("transaction.state.log.num.partitions", "1");
    all.put("transaction.state.log.replication.factor", "1");
    all.put("transaction.state.log.min.isr", "1");
    all.put("share.coordinator.state.topic.num.partitions", "1");
    all.put("share.coordinator.state.topic.replication.factor", "1");
    all.put("share.coordinator.state.topic.min.isr", "1");
    all.put("group.initial.rebalance.delay.ms", "0");
    all.put("group.min.session.timeout.ms", "1000");
    // A broker that was killed comes back once its old session has ended.
    all.put("broker.session.timeout.ms", "2000");
    all.put("broker.heartbeat.interval.ms", "500");
    all.put("log.cleaner.dedupe.buffer.size", "4194304");
    all.put("log.initial.task.delay.ms", "500");
    // By time only where a topic says so: tests write records of long ago.
    all.put("log.retention.ms", "-1");
    all.put("log.retention.check.interval.ms", "1000");
    all.put("log.segment.delete.delay.ms", "100");
  }
}
