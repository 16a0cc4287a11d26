package dev.tidemark.fuzz;

import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Gives a target one input after another, new ones and changes of those that led to a new kind of
 * answer. A case follows from the campaign's seed and those before it, so a seed gives the same
 * campaign again. An input that fails is made as short as it can be. Used once, by one thread.
 */
final class Campaign {

  /** A single input that makes the program fill more than this has found a hole. */
  private static final long MAX_BYTES = 512L << 20;

  private static final int KEPT = 2_000;
  private static final int PER_ANSWER = 4;
  private static final int SHRINKING_TRIES = 20_000;

  private static final com.sun.management.ThreadMXBean THREADS =
      (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();

  private final Target target;
  private final long seed;
  private final Chance chance;
  private final List<String> kept = new ArrayList<>();
  private final Map<String, Integer> answers = new HashMap<>();
  private final Watch watch = new Watch();

  Campaign(Target target, long seed) {
    this.target = target;
    this.seed = seed;
    this.chance = new Chance(seed);
  }

  /** The case being run, for the one who watches for hangs. */
  Watch watch() {
    return watch;
  }

  /** Runs so many cases; fails with the story of the first that fails. */
  void run(long cases) {
    for (long i = 0; i < cases; i++) {
      String input = input();
      long variation = chance.any();
      try {
        String answer = checked(input, variation);
        int times = answers.merge(answer, 1, Integer::sum);
        if (times <= PER_ANSWER && kept.size() < KEPT) {
          kept.add(input);
        }
      } catch (Throwable failure) {
        throw new AssertionError(story(input, variation, failure), failure);
      }
    }
    watch.end();
  }

  /** How many kinds of answer there were. */
  int answers() {
    return answers.size();
  }

  private String input() {
    if (kept.isEmpty() || chance.oneIn(3)) {
      return target.fresh(chance);
    }
    return target.changed(chance.of(kept), chance.of(kept), chance);
  }

  private String checked(String input, long variation) throws Exception {
    watch.begin(input, variation);
    long before = THREADS.getCurrentThreadAllocatedBytes();
    String answer = target.check(input, new Chance(variation));
    long allocated = THREADS.getCurrentThreadAllocatedBytes() - before;
    if (allocated > MAX_BYTES) {
      throw new AssertionError("one input of " + input.length() + " characters took " + allocated);
    }
    return answer;
  }

  private String story(String input, long variation, Throwable failure) {
    String shrunk = shrunk(input, variation, failure);
    return "%s broke: %s%nthe whole campaign: -Dfuzz.target=%s -Dfuzz.seed=%d%n%s%n----%n%s%n----"
        .formatted(
            target.name(), failure, target.name(), seed, again(target, shrunk, variation), shrunk);
  }

  /** How to run one input again. */
  static String again(Target target, String input, long variation) {
    String encoded = Base64.getEncoder().encodeToString(input.getBytes(StandardCharsets.UTF_16BE));
    return "this input: -Dfuzz.target=%s -Dfuzz.variation=%d -Dfuzz.input=%s"
        .formatted(target.name(), variation, encoded);
  }

  /** Leaves out piece after piece, as long as it fails the same way. */
  private String shrunk(String input, long variation, Throwable failure) {
    String least = input;
    int tries = SHRINKING_TRIES;
    for (int size = Math.max(1, least.length() / 2); size >= 1; size /= 2) {
      boolean shorter = true;
      while (shorter && tries > 0) {
        shorter = false;
        for (int at = 0; at < least.length() && tries > 0; tries--) {
          String without =
              least.substring(0, at) + least.substring(Math.min(least.length(), at + size));
          if (fails(without, variation, failure)) {
            least = without;
            shorter = true;
          } else {
            at += size;
          }
        }
      }
    }
    return least;
  }

  private boolean fails(String input, long variation, Throwable like) {
    try {
      checked(input, variation);
      return false;
    } catch (Throwable failure) {
      return failure.getClass() == like.getClass() && place(failure).equals(place(like));
    }
  }

  /** Where in this project it failed. */
  private static String place(Throwable failure) {
    for (StackTraceElement frame : failure.getStackTrace()) {
      if (frame.getClassName().startsWith("dev.tidemark")) {
        return frame.getClassName() + "." + frame.getMethodName();
      }
    }
    return "";
  }
}
