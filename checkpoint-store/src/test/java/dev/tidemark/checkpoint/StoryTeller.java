package dev.tidemark.checkpoint;

import dev.tidemark.coordinator.Position;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/** A process that saves until it is killed, and says on its standard output what it has saved. */
public final class StoryTeller {

  private static final int MEGABYTE = 1 << 20;

  private StoryTeller() {}

  /**
   * The store's file; which of a statement's beginnings and ends to halt at, or 0; what to write.
   */
  public static void main(String[] arguments) {
    int haltAt = Integer.parseInt(arguments[1]);
    StatementListener halting =
        new StatementListener(
            event -> {
              if (event == haltAt) {
                Runtime.getRuntime().halt(9);
              }
            });
    try (CheckpointStore store =
        StoreUrl.sqlite(
            Path.of(arguments[0]),
            StoreSchema.CURRENT,
            Duration.ofSeconds(5),
            InstantSource.system(),
            halting)) {
      Lease lease = Story.own(store);
      for (int i = 1; ; i++) {
        System.out.println("saved " + save(store, lease, i, arguments[2]));
      }
    } catch (StoreException refused) {
      System.out.println("refused " + refused.kind() + " " + refused.reason());
    }
  }

  private static long save(CheckpointStore store, Lease lease, int number, String what) {
    if (what.equals("chapters")) {
      return Story.tell(store, lease, number);
    }
    DeadLetter letter =
        new DeadLetter(
            "flow/1-1",
            "left",
            1,
            Histories.PARTITION,
            new Position("p"),
            number,
            "",
            "large",
            1,
            new byte[MEGABYTE],
            Instant.EPOCH);
    store.keep(lease, List.of(letter));
    return store.deadLetters(lease.pipeline());
  }
}
