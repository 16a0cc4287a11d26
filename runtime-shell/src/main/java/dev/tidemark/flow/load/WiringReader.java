package dev.tidemark.flow.load;

import dev.tidemark.document.Findings;
import dev.tidemark.document.Nearest;
import dev.tidemark.flow.load.Wiring.Channel;
import dev.tidemark.flow.spec.QueueSpec;
import dev.tidemark.flow.spec.StageRole;
import dev.tidemark.flow.spec.StageSpec;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Joins stages by the queues that they name, or by their place where they name none. */
final class WiringReader {
  private final List<Draft> drafts;
  private final Map<String, Draft> byName;
  private final Findings findings;
  private final Wiring wiring = new Wiring();

  WiringReader(List<Draft> drafts, Findings findings) {
    this.drafts = drafts;
    this.byName = drafts.stream().collect(Collectors.toMap(Draft::name, Function.identity()));
    this.findings = findings;
  }

  Wiring read(List<QueueSpec> queues) {
    drafts.forEach(this::join);
    @Nullable Draft above = null;
    for (Draft draft : drafts) {
      findInput(draft, above);
      above = draft;
    }
    drafts.forEach(this::checkRead);
    drafts.forEach(this::checkShared);
    queues.forEach(this::checkQueue);
    return wiring;
  }

  /** What a stage writes, and whom a fork hands records to. */
  private void join(Draft draft) {
    Optional<String> written = draft.spec().wiring().outputQueue();
    if (draft.writesQueue()) {
      wiring.writes(draft.name(), new Channel(draft.outputQueue(), false));
      return;
    }
    if (written.isPresent() && !draft.guessed()) {
      findings.problem(
          draft.spec().path("output_queue"),
          draft.role() == StageRole.SINK
              ? "a sink writes no queue"
              : "a " + draft.spec().type() + " hands records to its routes, not to a queue",
          "remove it");
    }
    if (draft.role() == StageRole.FORK) {
      Channel channel = new Channel(draft.name(), true);
      wiring.writes(draft.name(), channel);
      draft
          .routes()
          .ifPresent(routes -> routes.next().forEach(to -> route(draft.spec(), channel, to)));
    }
  }

  private void route(StageSpec fork, Channel channel, String to) {
    Draft target = byName.get(to);
    if (target == null) {
      findings.problem(
          fork.path("config.routes"),
          "there is no stage '" + to + "'",
          Nearest.hint(to, byName.keySet()));
    } else if (target.role() == StageRole.SOURCE && !target.guessed()) {
      findings.problem(
          fork.path("config.routes"), "'" + to + "' is a source, which reads nothing", "");
    } else {
      wiring.reads(to, channel);
    }
  }

  private void findInput(Draft draft, @Nullable Draft above) {
    Optional<String> named = draft.spec().wiring().inputQueue();
    boolean routed = !wiring.inputs(draft.name()).isEmpty();
    if (draft.role() == StageRole.SOURCE) {
      named.ifPresent(queue -> refuseInput(draft, "a source reads no queue"));
    } else if (routed && named.isPresent()) {
      refuseInput(draft, "it reads from the routes of " + writersOf(draft) + " already");
    } else if (named.isPresent()) {
      readNamed(draft, named.get());
    } else if (!routed && above != null && above.writesQueue()) {
      wiring.reads(draft.name(), new Channel(above.outputQueue(), false));
    } else if (!routed && !draft.guessed()) {
      findings.problem(draft.spec().path(), "nothing to read: " + reason(above), "");
    }
  }

  private void refuseInput(Draft draft, String message) {
    if (!draft.guessed()) {
      findings.problem(draft.spec().path("input_queue"), message, "remove it");
    }
  }

  private String writersOf(Draft draft) {
    return wiring.previous(draft.name()).stream()
        .map(name -> "'" + name + "'")
        .collect(Collectors.joining(" and "));
  }

  private void readNamed(Draft draft, String queue) {
    Channel channel = new Channel(queue, false);
    if (!wiring.writers(channel).isEmpty()) {
      wiring.reads(draft.name(), channel);
      return;
    }
    Draft fork = byName.get(queue);
    findings.problem(
        draft.spec().path("input_queue"),
        "no stage writes the queue '" + queue + "'",
        fork != null && fork.role() == StageRole.FORK
            ? "add '" + draft.name() + "' to the routes of '" + queue + "'"
            : Nearest.hint(queue, wiring.writtenQueues()));
  }

  private static String reason(@Nullable Draft above) {
    if (above == null) {
      return "no stage is above it, and it names no input_queue";
    }
    return switch (above.role()) {
      case FORK ->
          "it is not among the routes of '" + above.name() + "', and it names no input_queue";
      case SINK, SOURCE, TRANSFORM ->
          "the stage above, '" + above.name() + "', is a sink, and it names no input_queue";
    };
  }

  private void checkRead(Draft draft) {
    if (!draft.writesQueue() || draft.guessed() || !wiring.next(draft.name()).isEmpty()) {
      return;
    }
    String queue = draft.outputQueue();
    findings.problem(
        draft
            .spec()
            .path(draft.spec().wiring().outputQueue().isPresent() ? "output_queue" : "name"),
        "no stage reads the queue '" + queue + "', which '" + draft.name() + "' writes",
        "every path must end in a sink: name input_queue: " + queue + " at the stage to read it");
  }

  private void checkShared(Draft draft) {
    for (Channel channel : wiring.inputs(draft.name())) {
      List<String> readers = wiring.readers(channel);
      boolean silent = draft.spec().wiring().inputQueue().isEmpty();
      if (!channel.fork() && readers.size() > 1 && silent) {
        findings.problem(
            draft.spec().path(),
            "the queue '"
                + channel.name()
                + "' is read by "
                + String.join(" and ", readers)
                + ": each record would go to one of them",
            "was a broadcast meant? For shared work, write input_queue: "
                + channel.name()
                + " at each");
      }
    }
  }

  private void checkQueue(QueueSpec queue) {
    if (!wiring.knows(new Channel(queue.name(), false))
        && drafts.stream().noneMatch(draft -> reads(draft, queue))) {
      findings.problem(
          queue.path() + ".name",
          "no stage writes or reads the queue '" + queue.name() + "'",
          Nearest.hint(queue.name(), wiring.writtenQueues()));
    }
  }

  private static boolean reads(Draft draft, QueueSpec queue) {
    return draft.spec().wiring().inputQueue().equals(Optional.of(queue.name()));
  }
}
