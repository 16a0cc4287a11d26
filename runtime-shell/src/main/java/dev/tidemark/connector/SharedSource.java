package dev.tidemark.connector;

import dev.tidemark.coordinator.Partition;
import java.time.Duration;
import java.util.List;

/**
 * What a {@link SourceType} offers too, when several processes may read one source at once: its
 * partitions are slots, each of which one member of a group reads at a time (Delivery 19). The
 * group only says whose a slot is; that nobody else writes what was read of it is the sinks' to see
 * to.
 */
public interface SharedSource {

  /** What hinders sharing, of settings that are otherwise right; empty when nothing does. */
  List<StageType.Problem> sharingProblems(Settings settings);

  /** The slot that a partition is: a legal part of a pipeline's name, without {@code '/'}. */
  String slot(Partition partition);

  /** A source of one slot alone; touches nothing yet. */
  Source open(StageContext context, String slot);

  /**
   * Who takes part.
   *
   * @param name one a process, the same when it comes back
   * @param patience how long a member may take to give slots up
   */
  record Member(String name, Duration patience) {}

  /**
   * A member's part in the group of a flow; touches nothing before it is polled.
   *
   * @param context of the whole flow, not of a slot
   */
  Membership join(StageContext context, Member member);
}
