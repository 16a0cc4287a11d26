package dev.tidemark.checkpoint;

import java.util.function.IntConsumer;
import org.jooq.ExecuteContext;
import org.jooq.ExecuteListener;

/** Counts the beginnings and ends of statements, transactions' own included, from 1. */
final class StatementListener implements ExecuteListener {

  private static final long serialVersionUID = 1L;

  private final transient IntConsumer seen;
  private int events;

  StatementListener(IntConsumer seen) {
    this.seen = seen;
  }

  @Override
  public void executeStart(ExecuteContext context) {
    events++;
    seen.accept(events);
  }

  @Override
  public void executeEnd(ExecuteContext context) {
    events++;
    seen.accept(events);
  }
}
