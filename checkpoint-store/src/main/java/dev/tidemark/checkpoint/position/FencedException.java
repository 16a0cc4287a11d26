package dev.tidemark.checkpoint.position;

import dev.tidemark.coordinator.Owner;

/** Another owner has the sink: the caller must stop, and roll its transaction back. */
public final class FencedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient Owner owner;

  FencedException(SinkKey key, Owner wanted, Owner found) {
    super(
        "sink '%s' of pipeline '%s' belongs to owner %s (epoch %d), not to %s (epoch %d)"
            .formatted(
                key.sink(),
                key.pipeline(),
                found.id(),
                found.epoch(),
                wanted.id(),
                wanted.epoch()));
    this.owner = found;
  }

  /** Who has it; epoch 0 when nobody has claimed it. */
  public Owner owner() {
    return owner;
  }
}
