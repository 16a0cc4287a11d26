package dev.tidemark.simulation;

import dev.tidemark.coordinator.Limits;
import dev.tidemark.coordinator.Partition;
import dev.tidemark.coordinator.PositionOrder;
import dev.tidemark.coordinator.RunSpec;
import dev.tidemark.coordinator.RunSpec.Keeping;
import dev.tidemark.coordinator.RunSpec.OnRefusal;
import dev.tidemark.coordinator.RunSpec.SinkSpec;
import dev.tidemark.coordinator.RunSpec.SourceSpec;
import dev.tidemark.coordinator.RunSpec.Wish;
import dev.tidemark.coordinator.Writer;
import dev.tidemark.lifecycle.Pipeline;
import dev.tidemark.lifecycle.Schedule;
import dev.tidemark.lifecycle.Stage;
import io.vavr.collection.Vector;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * A random flow with its input: what is read, and which rows each sink is to get of each record.
 */
final class Scenario {

  static final PositionOrder ORDER =
      (left, right) ->
          Integer.compare(Integer.parseInt(left.text()), Integer.parseInt(right.text()));

  final RunSpec spec;
  final Map<Partition, Integer> lengths = new LinkedHashMap<>();
  private final long salt;
  private final int poison;
  private final int bad;

  Scenario(Random random) {
    salt = random.nextLong();
    poison = random.nextInt(3) == 0 ? 7 : Integer.MAX_VALUE;
    bad = random.nextInt(3) == 0 ? 11 : Integer.MAX_VALUE;
    List<SinkSpec> sinks = new ArrayList<>();
    int sinkCount = 1 + random.nextInt(3);
    for (int i = 0; i < sinkCount; i++) {
      sinks.add(sink("sink" + i, random));
    }
    List<SourceSpec> sources = new ArrayList<>();
    int sourceCount = 1 + random.nextInt(2);
    for (int i = 0; i < sourceCount; i++) {
      String name = "source" + i;
      sources.add(source(name, sinks, i, random));
      int partitions = 1 + random.nextInt(3);
      for (int p = 0; p < partitions; p++) {
        lengths.put(new Partition(name, "p" + p), random.nextInt(40));
      }
    }
    spec =
        new RunSpec(
            pipeline(sources, sinks),
            "topology",
            false,
            Vector.ofAll(sources),
            Vector.ofAll(sinks),
            limits(random),
            Wish.GO_ON);
  }

  private static SinkSpec sink(String name, Random random) {
    int kind = random.nextInt(8);
    Keeping keeping = kind < 6 ? Keeping.SINK : kind == 6 ? Keeping.PLAN : Keeping.STORE;
    boolean replaces = keeping == Keeping.SINK && random.nextInt(3) == 0;
    OnRefusal refusal = random.nextInt(4) == 0 ? OnRefusal.DROP : OnRefusal.DEAD_LETTER;
    int lanes = keeping == Keeping.SINK && random.nextInt(3) == 0 ? 2 : 1;
    return new SinkSpec(name, keeping, replaces, !replaces, lanes, refusal);
  }

  /** The first source reaches every sink, so that none is without one. */
  private static SourceSpec source(String name, List<SinkSpec> sinks, int index, Random random) {
    Vector<String> names = Vector.ofAll(sinks).map(SinkSpec::name);
    Vector<String> reached =
        index == 0 ? names : names.filter(each -> each.equals("sink0") || random.nextBoolean());
    return new SourceSpec(name, ORDER, true, reached);
  }

  private static Pipeline pipeline(List<SourceSpec> sources, List<SinkSpec> sinks) {
    List<Stage> stages = new ArrayList<>();
    sources.forEach(source -> stages.add(Stage.source(source.name(), "rows")));
    sinks.forEach(sink -> stages.add(Stage.sink(sink.name(), "rows")));
    return new Pipeline("simulated", new Schedule.Manual(), Vector.ofAll(stages));
  }

  private static Limits limits(Random random) {
    return new Limits(
        1 + random.nextInt(12),
        1 + random.nextInt(25),
        1 + random.nextInt(300),
        Duration.ofHours(1),
        Duration.ofHours(1),
        Duration.ofMillis(100),
        Duration.ofSeconds(30),
        Duration.ofSeconds(1),
        Duration.ofSeconds(1),
        Duration.ofDays(1),
        1_000_000,
        random.nextLong());
  }

  private int mix(Object... parts) {
    long hash = salt;
    for (Object part : parts) {
      hash = (hash ^ part.hashCode()) * 0x9E3779B97F4A7C15L;
      hash ^= hash >>> 29;
    }
    return (int) Math.floorMod(hash, 1_000_003L);
  }

  /** A record that no stage can read: it must become one dead letter in the store. */
  boolean unreadable(Partition partition, int record) {
    return mix(partition.text(), record, "bad") % bad == 1;
  }

  /** How many rows a writer gets of a record: routes, filters and repeats in one. */
  int rows(Writer writer, Partition partition, int record) {
    if (unreadable(partition, record) || lane(writer.sink(), partition, record) != writer.lane()) {
      return 0;
    }
    int idle = mix(writer.sink(), "idle") % 5;
    if (idle == 0) {
      return 0;
    }
    int draw = mix(writer.sink(), partition.text(), record) % 10;
    return draw < 3 ? 0 : draw < 9 ? 1 : 2;
  }

  private int lane(String sink, Partition partition, int record) {
    int lanes = spec.sink(sink).lanes();
    return mix(partition.text(), record, "lane") % lanes;
  }

  /** A record that a sink's target refuses. */
  boolean refused(String sink, Partition partition, int record) {
    return mix(sink, partition.text(), record, "poison") % poison == 1;
  }
}
