package dev.tidemark.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.connector.ConnectorException;
import dev.tidemark.coordinator.Fault;
import dev.tidemark.coordinator.Outcome;
import dev.tidemark.coordinator.RunSpec.Wish;
import dev.tidemark.flow.FlowGraph;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A member of a group: what it runs is what the group says, and what the sinks let it. */
@Timeout(30)
class SharedRunnerTest {
  private final Bench bench = new Bench();
  private final Tables tables = new Tables();
  private final SharedInput input =
      new SharedInput().with("a", Rows.range(0, 10)).with("b", Rows.range(100, 110));
  private Duration lease = Duration.ofSeconds(10);
  private final List<String> said = new CopyOnWriteArrayList<>();

  private FlowGraph single() {
    Graph stages = new Graph().streaming();
    stages.lease = lease;
    return stages.source("in", input, "out").sink("out", tables).build();
  }

  private FlowGraph shared() {
    FlowGraph one = single();
    return new FlowGraph(
        one.name(),
        one.streaming(),
        one.batch(),
        one.execution(),
        one.nodes(),
        one.pipeline(),
        one.topology(),
        one.letters(),
        true);
  }

  private SharedRunner member(FlowGraph flow) {
    return new SharedRunner(
        new RunOrder(flow, bench.store, Wish.GO_ON, false, InstantSource.system(), bench.listener),
        "member-1");
  }

  private CompletableFuture<Outcome> start(SharedRunner member) {
    CompletableFuture<Outcome> ended = new CompletableFuture<>();
    Thread.ofPlatform()
        .daemon()
        .start(
            () -> {
              try {
                ended.complete(Bench.outcome(member.run(said::add)));
              } catch (InterruptedException | RuntimeException | AssertionError failed) {
                ended.completeExceptionally(failed);
              }
            });
    return ended;
  }

  private String state(String slot) {
    return bench.store.runs("flow/" + slot, 1).getFirst().state();
  }

  private static Outcome outcome(CompletableFuture<Outcome> ended) throws Exception {
    return ended.get(20, TimeUnit.SECONDS);
  }

  @Test
  void whatIsRevokedIsDrainedBeforeOthersAreGivenIt() throws Exception {
    SharedRunner member = member(shared());
    CompletableFuture<Outcome> ended = start(member);
    input.group.assigns("a", "b");
    tables.awaitRows("flow/a", 10);
    tables.awaitRows("flow/b", 10);
    input.group.says(listener -> listener.revoked(Set.of("a")));
    assertThat(state("a")).isEqualTo("completed");
    input.with("b", Rows.range(110, 120));
    tables.awaitRows("flow/b", 20);
    member.drain("SIGTERM");
    assertThat(outcome(ended)).isEqualTo(new Outcome.Completed("flow"));
    assertThat(input.group.left).isTrue();
    assertThat(state("b")).isEqualTo("completed");
    assertThat(tables.of("flow/a").ids()).isEqualTo(Rows.numbers(0, 10));
    assertThat(tables.of("flow/b").ids()).isEqualTo(Rows.numbers(100, 120));
    assertThat(member.progress().stages().getFirst().records()).isEqualTo(30);
  }

  @Test
  void whatIsLostIsLetGoAndGoesOnWhenItIsAssignedAgain() throws Exception {
    SharedRunner member = member(shared());
    CompletableFuture<Outcome> ended = start(member);
    input.group.assigns("a", "b");
    tables.awaitRows("flow/a", 10);
    input.group.says(listener -> listener.lost(Set.of("a")));
    input.group.assigns("b");
    input.with("a", Rows.range(10, 20));
    input.group.assigns("a", "b");
    tables.awaitRows("flow/a", 20);
    member.drain("SIGTERM");
    assertThat(outcome(ended)).isEqualTo(new Outcome.Completed("flow"));
    assertThat(tables.of("flow/a").ids()).isEqualTo(Rows.numbers(0, 20));
    assertThat(said).contains("lost to other members: a");
  }

  @Test
  void aSupersededSlotIsBegunAgainOnlyWhenTheGroupAgreesAnew() throws Exception {
    lease = Duration.ofMillis(300);
    SharedRunner member = member(shared());
    CompletableFuture<Outcome> ended = start(member);
    input.group.assigns("a", "b");
    tables.awaitRows("flow/a", 10);
    tables.of("flow/a").steal();
    input.with("a", Rows.range(10, 20));
    assertThat(input.group.confirmations.tryAcquire(20, TimeUnit.SECONDS)).isTrue();
    assertThat(tables.of("flow/a").ids()).hasSize(10);
    assertThat(said).anyMatch(line -> line.startsWith("a: another member has taken it over"));
    input.group.assigns("a", "b");
    tables.awaitRows("flow/a", 20);
    member.drain("SIGTERM");
    assertThat(outcome(ended)).isEqualTo(new Outcome.Completed("flow"));
    assertThat(tables.of("flow/a").ids()).isEqualTo(Rows.numbers(0, 20));
  }

  @Test
  void theFirstFailureIsWhatBecameOfTheWholeAndTheOthersAreDrained() throws Exception {
    tables.of("flow/a").refuses = row -> Rows.id(row) == 5L;
    CompletableFuture<Outcome> ended = start(member(shared()));
    input.group.assigns("a", "b");
    assertThat(outcome(ended))
        .isInstanceOfSatisfying(
            Outcome.Failed.class,
            failed -> {
              assertThat(failed.runId()).isEqualTo("flow/a-1");
              assertThat(failed.fault()).isEqualTo(Fault.RECORD);
            });
    assertThat(state("b")).isEqualTo("completed");
    assertThat(input.group.left).isTrue();
  }

  @Test
  void anotherProcessOfTheSameNameEndsThisOne() throws Exception {
    CompletableFuture<Outcome> ended = start(member(shared()));
    input.group.assigns("a");
    tables.awaitRows("flow/a", 10);
    input.group.says(
        listener -> {
          throw new ConnectorException.Fenced("another runner has joined as member-1");
        });
    assertThat(outcome(ended)).isEqualTo(new Outcome.Lost("another runner has joined as member-1"));
  }

  @Test
  void whatOneRunnerHasLoadedIsCarriedOverAndNoneMayFollow() throws Exception {
    Runner alone = bench.runner(single(), Wish.GO_ON);
    CompletableFuture<Outcome> first = bench.start(alone);
    tables.awaitRows("flow", 20);
    alone.drain("SIGTERM");
    assertThat(outcome(first)).isInstanceOf(Outcome.Completed.class);
    input.with("a", Rows.range(10, 15));
    SharedRunner member = member(shared());
    CompletableFuture<Outcome> second = start(member);
    input.group.assigns("a", "b");
    tables.awaitRows("flow/a", 5);
    member.drain("SIGTERM");
    assertThat(outcome(second)).isEqualTo(new Outcome.Completed("flow"));
    assertThat(tables.of("flow/a").ids()).isEqualTo(Rows.numbers(10, 15));
    assertThat(tables.of("flow/b").ids()).isEmpty();
    assertRefused(bench.run(single()));
    Bench elsewhere = new Bench();
    assertRefused(elsewhere.run(single()));
  }

  private static void assertRefused(Outcome outcome) {
    assertThat(outcome)
        .isInstanceOfSatisfying(
            Outcome.Refused.class,
            refused -> assertThat(refused.reason()).contains("run by shared runners"));
  }

  @Test
  void aRunnerThatStillOwnsItKeepsSharedOnesOut() throws Exception {
    Runner alone = bench.runner(single(), Wish.GO_ON);
    CompletableFuture<Outcome> first = bench.start(alone);
    tables.awaitRows("flow", 20);
    Outcome refused = outcome(start(member(shared())));
    assertThat(refused)
        .isInstanceOfSatisfying(
            Outcome.Refused.class,
            each -> assertThat(each.reason()).contains("flow is run by one runner"));
    alone.drain("SIGTERM");
    assertThat(outcome(first)).isInstanceOf(Outcome.Completed.class);
  }
}
