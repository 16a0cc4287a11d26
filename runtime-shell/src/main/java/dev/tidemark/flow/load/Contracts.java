package dev.tidemark.flow.load;

import dev.tidemark.document.Findings;
import dev.tidemark.flow.load.Wiring.Channel;
import dev.tidemark.flow.spec.QueueSpec;
import dev.tidemark.flow.spec.QueueSpec.SchemaSpec;
import dev.tidemark.flow.spec.StageRole;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the lifecycle's boundaries call each channel: the schema of the queue, else its name. The
 * channels that one stage reads are one contract. A fork hands on what it gets.
 */
final class Contracts {
  private final Wiring wiring;
  private final Findings findings;
  private final Map<Channel, SchemaSpec> schemas = new HashMap<>();
  private final Map<Channel, Channel> joined = new HashMap<>();

  Contracts(Wiring wiring, List<QueueSpec> queues, Findings findings) {
    this.wiring = wiring;
    this.findings = findings;
    queues.forEach(
        queue ->
            queue
                .schema()
                .ifPresent(schema -> schemas.put(new Channel(queue.name(), false), schema)));
  }

  /** Takes the stages in topological order. */
  Contracts of(List<Draft> ordered) {
    ordered.forEach(this::add);
    return this;
  }

  private void add(Draft draft) {
    List<Channel> inputs = wiring.inputs(draft.name());
    Optional<SchemaSpec> agreed = Optional.empty();
    for (Channel input : inputs) {
      Optional<SchemaSpec> schema = Optional.ofNullable(schemas.get(input));
      if (agreed.isPresent() && schema.isPresent() && !agree(agreed.get(), schema.get())) {
        findings.problem(
            draft.spec().path(),
            "it reads records of two contracts: "
                + agreed.get().contract()
                + " and "
                + schema.get().contract(),
            "schema_id and version must be the same on both");
      }
      agreed = agreed.or(() -> schema);
      joined.put(root(input), root(inputs.get(0)));
    }
    if (draft.role() == StageRole.FORK) {
      Optional<SchemaSpec> passed = agreed;
      wiring
          .output(draft.name())
          .ifPresent(output -> passed.ifPresent(schema -> schemas.put(output, schema)));
    }
  }

  private static boolean agree(SchemaSpec one, SchemaSpec other) {
    boolean version =
        one.version() == other.version() || one.version() == 0 || other.version() == 0;
    return one.schemaId().equals(other.schemaId()) && version;
  }

  private Channel root(Channel channel) {
    Channel at = channel;
    for (Channel next = joined.get(at); next != null && !next.equals(at); next = joined.get(at)) {
      at = next;
    }
    return at;
  }

  /** The contract's name; all channels of one contract have the same. */
  String name(Channel channel) {
    Channel root = root(channel);
    return joined.keySet().stream()
        .filter(other -> root(other).equals(root))
        .flatMap(other -> Optional.ofNullable(schemas.get(other)).stream())
        .map(SchemaSpec::contract)
        .sorted()
        .findFirst()
        .orElseGet(root::name);
  }
}
