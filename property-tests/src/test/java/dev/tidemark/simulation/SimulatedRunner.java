package dev.tidemark.simulation;

import dev.tidemark.coordinator.Coordinator;
import dev.tidemark.coordinator.Effect;
import dev.tidemark.coordinator.Event;
import dev.tidemark.coordinator.Outcome;
import dev.tidemark.coordinator.Owner;
import dev.tidemark.coordinator.Partition;
import dev.tidemark.coordinator.PartitionBounds;
import dev.tidemark.coordinator.Phase;
import dev.tidemark.coordinator.Plan;
import dev.tidemark.coordinator.RunSpec.Keeping;
import dev.tidemark.coordinator.Segment;
import dev.tidemark.coordinator.State;
import dev.tidemark.coordinator.Step;
import dev.tidemark.coordinator.Trouble;
import io.vavr.collection.Seq;
import io.vavr.collection.TreeMap;
import io.vavr.collection.Vector;
import io.vavr.control.Option;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** One process: the real coordinator, effects in lanes, answers on their way. Lost in a crash. */
final class SimulatedRunner {

  private record Timer(Instant at, String token) {}

  final String id;
  private final World world;
  private final Random random;
  private final SimulatedStore store;
  private final Coordinator coordinator;
  private State state;
  private Owner owner;
  private Option<Outcome> outcome = Option.none();
  private final Map<String, Deque<Effect>> lanes = new LinkedHashMap<>();
  private final List<Event> answers = new ArrayList<>();
  private final List<Timer> timers = new ArrayList<>();
  private final SimulatedReading reading;
  private Seq<PartitionBounds> bounds = Vector.empty();
  private io.vavr.collection.Map<String, Long> generations = TreeMap.empty();

  SimulatedRunner(World world, Random random, String id) {
    this.world = world;
    this.random = random;
    this.reading = new SimulatedReading(world, random);
    this.id = id;
    this.store = world.store;
    this.coordinator = new Coordinator(world.scenario.spec);
    var beginning = store.acquire(id);
    this.owner = beginning.owner();
    beginning
        .resumption()
        .forEach(
            each -> {
              bounds = each.bounds();
              generations = each.generations();
            });
    Step step = coordinator.begin(beginning, world.now);
    this.state = step.state();
    take(step);
  }

  Option<Outcome> outcome() {
    return outcome;
  }

  State state() {
    return state;
  }

  void drain() {
    answers.add(new Event.DrainRequested("SIGTERM"));
  }

  /** Does one thing at random: carries an effect out, brings an answer home, or lets time pass. */
  void step() {
    List<String> busy = lanes.keySet().stream().filter(lane -> !lanes.get(lane).isEmpty()).toList();
    int choices = busy.size() + answers.size();
    if (choices == 0) {
      passTime();
      return;
    }
    int choice = random.nextInt(choices);
    if (choice < busy.size()) {
      carryOut(lanes.get(busy.get(choice)).poll());
    } else {
      on(answers.remove(choice - busy.size()));
    }
  }

  private void passTime() {
    if (timers.isEmpty()) {
      throw new AssertionError("nothing under way, and nothing to come: " + state.phase());
    }
    timers.sort((left, right) -> left.at().compareTo(right.at()));
    Timer next = timers.remove(0);
    world.now = world.now.isBefore(next.at()) ? next.at() : world.now;
    on(new Event.Woken(next.token()));
  }

  private void on(Event event) {
    world.tell(() -> id + " <- " + event);
    Step step = coordinator.on(state, event, world.now);
    state = step.state();
    checkCovering(event);
    take(step);
  }

  private void take(Step step) {
    for (Effect effect : step.effects()) {
      switch (effect) {
        case Effect.Stop stop -> outcome = Option.some(stop.outcome());
        case Effect.Wake wake -> timers.add(new Timer(world.now.plus(wake.after()), wake.token()));
        case Effect.Release release -> reading.batches.remove(release.batch());
        case Effect.Read read -> {
          checkRoom(read.source());
          lanes.computeIfAbsent(lane(effect), key -> new ArrayDeque<>()).add(effect);
        }
        default -> lanes.computeIfAbsent(lane(effect), key -> new ArrayDeque<>()).add(effect);
      }
    }
  }

  /** Nothing is read while as many records are under way as may be. */
  private void checkRoom(String source) {
    long underWay =
        reading.batches.values().stream()
            .filter(batch -> batch.partition().source().equals(source))
            .mapToLong(batch -> batch.to() - batch.from())
            .sum();
    if (underWay >= world.scenario.spec.limits().queueRecords()) {
      throw new AssertionError(underWay + " records of " + source + " are under way");
    }
  }

  /** Once a second, also the idle learn how far they are covered (Delivery 5). */
  private void checkCovering(Event event) {
    if (state.phase() != Phase.FLOWING || !event.equals(new Event.Woken("cover"))) {
      return;
    }
    for (var writer : state.writers()) {
      boolean keeps = world.sink(writer._1.sink()).spec.keeping() == Keeping.SINK;
      if (keeps && writer._2.write().isEmpty() && writer._2.queue().nonEmpty()) {
        throw new AssertionError(writer._1 + " is not told how far it is covered");
      }
    }
  }

  private static String lane(Effect effect) {
    return switch (effect) {
      case Effect.Inspect each -> each.sink();
      case Effect.Claim each -> each.sink();
      case Effect.Prepare each -> each.sink();
      case Effect.Open each -> each.sink();
      case Effect.Finish each -> each.sink();
      case Effect.Write each -> each.writer().sink();
      case Effect.LookUp each -> each.writer().sink();
      case Effect.Publish each -> each.plan().writer().sink();
      case Effect.Resolve each -> each.source();
      case Effect.Assign each -> each.source();
      case Effect.Read each -> each.source();
      case Effect.Acknowledge each -> each.source();
      case Effect.Transform each -> "transform " + each.batch();
      default -> "store";
    };
  }

  private void carryOut(Effect effect) {
    world.effects++;
    Option<Trouble> trouble = world.troubleBefore(effect, random);
    Option<Event> answer =
        trouble.isDefined()
            ? Option.some(new Event.EffectFailed(effect, trouble.get()))
            : perform(effect);
    world.tell(() -> id + " does " + effect + " : " + answer);
    for (Event event : answer) {
      Option<Trouble> lost =
          event instanceof Event.EffectFailed ? Option.none() : world.troubleAfter(effect, random);
      answers.add(lost.isDefined() ? new Event.EffectFailed(effect, lost.get()) : event);
    }
  }

  private static Option<Event> fenced(Effect effect) {
    return Option.some(
        new Event.EffectFailed(effect, new Trouble(Trouble.Kind.FENCED, "superseded")));
  }

  private Option<Event> perform(Effect effect) {
    return switch (effect) {
      case Effect.Inspect each ->
          Option.some(new Event.Inspected(each.sink(), world.sink(each.sink()).standing()));
      case Effect.RaiseEpoch each -> raise(each);
      case Effect.Claim each ->
          world.sink(each.sink()).claim(each.owner())
              ? Option.some(new Event.Claimed(each.sink(), world.sink(each.sink()).standing()))
              : fenced(each);
      case Effect.Resolve each ->
          Option.some(
              new Event.Resolved(each.source(), world.bounds(each.source(), each.bounds())));
      case Effect.Compile each -> {
        checkBounds(each.bounds());
        bounds = each.bounds();
        generations = each.generations();
        yield Option.some(new Event.Compiled("resolved"));
      }
      case Effect.Prepare each -> Option.some(new Event.Prepared(each.sink()));
      case Effect.Save each ->
          store.save(owner, each.entry(), bounds, generations)
              ? Option.some(new Event.Saved(each.entry().number()))
              : fenced(each);
      case Effect.Open each ->
          world.sink(each.sink()).open(each.opening())
              ? Option.some(new Event.Opened(each.sink()))
              : fenced(each);
      case Effect.Assign each -> reading.assign(each);
      case Effect.Read each -> Option.some(reading.read(each));
      case Effect.Transform each -> Option.some(reading.transform(each));
      case Effect.KeepLetters each -> keep(each);
      case Effect.CopyLetters each -> copy(each);
      case Effect.RecallLetters each -> recall(each);
      case Effect.Write each -> write(each);
      case Effect.SavePlan each -> savePlan(each);
      case Effect.Publish each -> publish(each);
      case Effect.LookUp each ->
          Option.some(
              new Event.LookedUp(each.writer(), world.sink(each.writer().sink()).standing()));
      case Effect.Acknowledge each -> {
        world.checkAcknowledged(each);
        yield Option.some(new Event.Acknowledged(each.source()));
      }
      case Effect.Finish each ->
          world.sink(each.sink()).finish(each.owner())
              ? Option.some(new Event.Finished(each.sink()))
              : fenced(each);
      case Effect.Release each -> Option.none();
      case Effect.Wake each -> Option.none();
      case Effect.Stop each -> Option.none();
    };
  }

  /** A run's bounds are resolved once (Delivery 4). */
  private void checkBounds(Seq<PartitionBounds> now) {
    if (state.resuming() && !now.toSet().equals(bounds.toSet())) {
      throw new AssertionError("resolved twice: " + bounds + " and " + now);
    }
  }

  private Option<Event> raise(Effect.RaiseEpoch effect) {
    if (!store.owner.equals(owner)) {
      return fenced(effect);
    }
    owner = new Owner(effect.epoch(), owner.id());
    store.owner = owner;
    return Option.some(new Event.EpochRaised(effect.epoch()));
  }

  private Option<Event> keep(Effect.KeepLetters effect) {
    if (!store.owner.equals(owner)) {
      return fenced(effect);
    }
    SimulatedReading.Batch batch = reading.batches.get(effect.batch());
    int inserted = 0;
    for (int record = batch.from(); record < batch.to(); record++) {
      if (world.scenario.unreadable(batch.partition(), record)) {
        inserted += store.letters.add(new Item(batch.partition().text(), record, -1)) ? 1 : 0;
      }
    }
    return Option.some(new Event.LettersKept(effect.batch(), inserted));
  }

  private Option<Event> recall(Effect.RecallLetters effect) {
    if (!store.owner.equals(owner)) {
      return fenced(effect);
    }
    store.copy(effect.sink(), world.sink(effect.sink()).letters);
    return Option.some(new Event.LettersRecalled(effect.sink()));
  }

  private Option<Event> copy(Effect.CopyLetters effect) {
    if (!store.owner.equals(owner)) {
      return fenced(effect);
    }
    boolean keeps = world.sink(effect.write().writer().sink()).spec.keeping() == Keeping.SINK;
    for (Segment segment : effect.write().segments()) {
      if (segment.fate() == Segment.Fate.DEAD_LETTER) {
        List<Item> letters = reading.items(effect.write().writer(), segment);
        if (keeps) {
          store.copy(effect.write().writer().sink(), letters);
        } else {
          world.sink(effect.write().writer().sink()).keepOutside(letters);
        }
      }
    }
    return Option.some(new Event.LettersCopied(effect.write()));
  }

  private Option<Event> write(Effect.Write write) {
    SimulatedSink sink = world.sink(write.writer().sink());
    List<Item> items = new ArrayList<>();
    List<Item> dead = new ArrayList<>();
    for (Segment segment : write.segments()) {
      if (SimulatedSink.goesThrough(segment)) {
        items.addAll(reading.items(write.writer(), segment));
      } else if (segment.fate() == Segment.Fate.DEAD_LETTER) {
        dead.addAll(reading.items(write.writer(), segment));
      }
    }
    boolean refused =
        items.stream()
            .anyMatch(
                item ->
                    world.scenario.refused(
                        sink.spec.name(), Partition.parse(item.partition()), item.record()));
    if (refused) {
      return Option.some(
          new Event.EffectFailed(write, new Trouble(Trouble.Kind.REFUSED, "constraint")));
    }
    return switch (sink.spec.keeping()) {
      case SINK ->
          sink.write(write, items, dead)
              ? Option.some(new Event.Written(write.writer(), write.number(), dead.size()))
              : fenced(write);
      case STORE -> {
        sink.visible.addAll(items);
        yield Option.some(new Event.Written(write.writer(), write.number(), 0));
      }
      case PLAN -> {
        String content = write.moves().map(move -> move.key()).mkString("+");
        world.staged.put(content, items);
        Plan plan = new Plan(write.writer(), write.generation(), write.moves(), content);
        yield Option.some(new Event.Staged(write.writer(), write.number(), plan));
      }
    };
  }

  private Option<Event> savePlan(Effect.SavePlan effect) {
    if (!store.owner.equals(owner)) {
      return fenced(effect);
    }
    store.plans.put(effect.plan().writer(), effect.plan());
    return Option.some(new Event.PlanSaved(effect.plan()));
  }

  private Option<Event> publish(Effect.Publish effect) {
    SimulatedSink sink = world.sink(effect.plan().writer().sink());
    sink.publish(effect.plan(), world.staged.get(effect.plan().content()));
    return Option.some(new Event.Published(effect.plan()));
  }
}
