package dev.tidemark.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.coordinator.Effect;
import dev.tidemark.coordinator.Event;
import dev.tidemark.coordinator.Outcome;
import dev.tidemark.engine.EffectListener;
import dev.tidemark.servers.KafkaServer;
import dev.tidemark.servers.PostgresDatabase;
import dev.tidemark.servers.PostgresServer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Ends the process just before and just after each type of effect of a flow from a topic into a
 * table and a topic, then runs again: both have every order once.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Execution(ExecutionMode.CONCURRENT)
class SystemHaltIT {

  private static final int ORDERS = 2_000;

  private static final String FLOW =
      """
      name: %s
      execution: { mode: job, queue_records: 800 }
      batch: { records: 200 }
      stages:
        - name: orders
          type: kafka
          kind: source
          config: { connection: { url: "kafka://%s" }, topics: [%s], stop: at-end, metadata: false }
        - name: both
          type: broadcast
          config: { routes: [warehouse, topic] }
        - name: warehouse
          type: postgres
          kind: sink
          config: { connection: { url: "%s" }, table: orders, mode: append }
        - name: topic
          type: kafka
          kind: sink
          config: { connection: { url: "kafka://%s" }, topic: %s, key: customer }
      """;

  private final Map<String, Integer> counts = new ConcurrentHashMap<>();
  private final Set<String> hit = ConcurrentHashMap.newKeySet();
  private final AtomicInteger names = new AtomicInteger();
  private final KafkaServer kafka = KafkaServer.shared();
  private Path folder = Path.of("");
  private String input = "";

  private final class Place implements AutoCloseable {
    private final Workspace space;
    private final PostgresDatabase database;
    private final String topic;

    Place() throws Exception {
      String name = "halted-" + names.incrementAndGet();
      space = new Workspace(folder.resolve(name), ClassArchive.systems());
      database = PostgresServer.shared().newDatabase();
      database.execute(Orders.TABLE);
      topic = Orders.emptyTopic(kafka);
      String servers = kafka.bootstrap();
      space.flow(FLOW.formatted(name, servers, input, database.url(), servers, topic));
    }

    void assertExact() throws Exception {
      Orders.inTable(database).areAll(ORDERS);
      Orders.inTopic(kafka, topic).areAll(ORDERS);
    }

    @Override
    public void close() {
      space.close();
    }
  }

  @BeforeAll
  void runUndisturbed(@TempDir Path temporary) throws Exception {
    folder = temporary;
    input = Orders.topic(kafka, ORDERS);
    try (Place place = new Place()) {
      EffectListener counting =
          new EffectListener() {
            @Override
            public void after(Effect effect, Event event) {
              counts.merge(effect.getClass().getSimpleName(), 1, Integer::sum);
            }
          };
      assertThat(RunFlow.run(place.space.flow(), place.space.store(), counting))
          .isInstanceOf(Outcome.Completed.class);
      place.assertExact();
    }
  }

  Stream<Boundary> boundaries() {
    List<Boundary> all = new ArrayList<>();
    for (Map.Entry<String, Integer> type : new TreeMap<>(counts).entrySet()) {
      // Of both sinks where there is one for each; else once all is under way.
      int count = Boundary.sure(type.getKey(), type.getValue());
      int ordinal = Math.min(count, count < 8 ? 2 : 5);
      all.add(Boundary.before(type.getKey(), ordinal));
      all.add(Boundary.after(type.getKey(), ordinal));
    }
    return all.stream();
  }

  @ParameterizedTest
  @MethodSource("boundaries")
  @Execution(ExecutionMode.CONCURRENT)
  void aHaltChangesNothing(Boundary boundary) throws Exception {
    try (Place place = new Place()) {
      Child child = place.space.listened("halt", boundary.toString());
      assertThat(child.exit())
          .as("halted at %s: %s", boundary, child.said())
          .isEqualTo(RunFlow.HALTED);
      Outcome outcome = RunFlow.run(place.space.flow(), place.space.store(), EffectListener.NONE);
      assertThat(outcome)
          .as(boundary.toString())
          .isInstanceOfAny(Outcome.Completed.class, Outcome.UpToDate.class);
      place.assertExact();
      hit.add(boundary.toString());
    }
  }

  @AfterAll
  void tell() {
    System.out.println("halted between systems at " + hit.size() + " boundaries");
  }
}
