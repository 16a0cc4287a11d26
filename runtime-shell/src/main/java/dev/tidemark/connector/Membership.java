package dev.tidemark.connector;

import java.time.Duration;
import java.util.Set;

/**
 * One process's part in a group that shares a source. One thread polls and closes it; {@link #open}
 * and the sources that it opens belong to others.
 */
public interface Membership extends AutoCloseable {

  /** Told, by whoever polls, what the group has agreed on. */
  interface Listener {

    /**
     * The group has agreed: these slots are this member's, all of them, the ones that it had before
     * included. Told after each agreement, also when nothing has changed.
     */
    void assigned(Set<String> slots);

    /**
     * These are to be given up. Others are given them once this has returned, so it returns when
     * they are drained.
     */
    void revoked(Set<String> slots) throws InterruptedException;

    /** These are not this member's any more, and others may have them already. */
    void lost(Set<String> slots);
  }

  /**
   * Takes part for so long: joins the group when it isn't in it, and hears what it agrees on.
   *
   * @throws ConnectorException.Retryable when the group can't be reached; asking again may succeed
   * @throws ConnectorException.Fenced when another process has joined under this member's name
   * @throws ConnectorException.Terminal when there is nothing to share, or it may not be
   */
  void poll(Duration wait, Listener listener) throws ConnectorException, InterruptedException;

  /** Has the group agree anew, at one of the next polls. */
  void confirm();

  /**
   * A source of one slot that shows the group how far it is; touches nothing yet.
   *
   * @param context of the slot
   */
  Source open(StageContext context, String slot);

  /** Leaves the group, so that others are given its slots at once; none may be under way. */
  @Override
  void close();
}
