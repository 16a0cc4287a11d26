package dev.tidemark.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * What users write, well or badly: flows, queries, files, connections. Each is answered, soon, in
 * words for users, without secrets. {@code -Dfuzz.cases} says how many cases in all; a failure says
 * with which properties it comes again.
 */
class FuzzTest {

  private static final long CASES = Long.getLong("fuzz.cases", 50_000);

  /** The same inputs each time, but for campaigns: a build breaks by what it changes. */
  private static final long BASE = CASES > 50_000 ? System.nanoTime() : 20_260_101L;

  /** Far more than any case takes: only for what would never end. */
  private static final long HANG_NANOS = TimeUnit.SECONDS.toNanos(60);

  @TempDir Path folder;

  @TestFactory
  List<DynamicTest> everythingWrittenIsAnswered() {
    List<Target> targets =
        List.of(
            new FlowTarget(folder),
            new ConnectionTarget(folder),
            new SqlTarget(),
            new AgreementTarget(),
            new FileTarget(folder, "csv"),
            new FileTarget(folder, "jsonl"));
    int shares = targets.stream().mapToInt(Target::share).sum();
    String only = System.getProperty("fuzz.target", "");
    return targets.stream()
        .filter(target -> only.isEmpty() || only.equals(target.name()))
        .map(
            target ->
                DynamicTest.dynamicTest(
                    target.name(), () -> run(target, CASES * target.share() / shares)))
        .toList();
  }

  private static void run(Target target, long cases) throws Exception {
    String input = System.getProperty("fuzz.input");
    if (input != null) {
      String text = new String(Base64.getDecoder().decode(input), StandardCharsets.UTF_16BE);
      target.check(text, new Chance(Long.getLong("fuzz.variation", 0)));
      return;
    }
    long seed = Objects.requireNonNullElse(Long.getLong("fuzz.seed"), BASE);
    Campaign campaign = new Campaign(target, seed);
    long start = System.nanoTime();
    watched(target, campaign, cases);
    System.out.printf(
        "fuzz: %s, seed %d: %,d cases, %,d kinds of answer, %.1f s%n",
        target.name(), seed, cases, campaign.answers(), (System.nanoTime() - start) / 1e9);
    assertThat(campaign.answers()).isGreaterThan(3);
  }

  private static void watched(Target target, Campaign campaign, long cases) throws Exception {
    CompletableFuture<Void> done = new CompletableFuture<>();
    Thread worker =
        Thread.ofPlatform()
            .daemon()
            .name("fuzz-" + target.name())
            .start(
                () -> {
                  try {
                    campaign.run(cases);
                    done.complete(null);
                  } catch (Throwable failure) {
                    done.completeExceptionally(failure);
                  }
                });
    while (!done.isDone()) {
      try {
        done.get(1, TimeUnit.SECONDS);
      } catch (TimeoutException waiting) {
        failOnHang(target, campaign.watch(), worker);
      } catch (java.util.concurrent.ExecutionException failed) {
        break;
      }
    }
    try {
      done.join();
    } catch (CompletionException failed) {
      throw new AssertionError(failed.getCause().getMessage(), failed.getCause());
    }
  }

  private static void failOnHang(Target target, Watch watch, Thread worker) {
    if (watch.nanos() < HANG_NANOS) {
      return;
    }
    Watch.Case stuck = watch.current();
    String stack =
        Arrays.stream(worker.getStackTrace())
            .map(frame -> "  at " + frame)
            .collect(Collectors.joining("\n"));
    throw new AssertionError(
        target.name()
            + " hangs\n"
            + Campaign.again(target, stuck.input(), stuck.variation())
            + "\n----\n"
            + stuck.input()
            + "\n----\n"
            + stack);
  }
}
