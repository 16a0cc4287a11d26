package dev.tidemark.simulation;

import dev.tidemark.checkpoint.StoreException;
import dev.tidemark.connector.ConnectorException;
import java.util.function.Supplier;

/** Calls to the outside that fail now and then: before they take effect, or after. */
final class Faults {

  static final String AWAY = "the connection was lost";
  static final String UNANSWERED = "the answer was lost";

  private final Chance chance;
  private final int rarity;
  private boolean faulty = true;
  private int left = 40;
  private Runnable moment = () -> {};

  Faults(Chance chance) {
    this.chance = chance;
    this.rarity = chance.once(3) ? 8 : 40;
  }

  /** From now on nothing fails. */
  void cease() {
    faulty = false;
  }

  /** From now on calls may fail again, a few of them. */
  void resume() {
    faulty = true;
    left = 10;
  }

  /** What happens before and after each call, from now on. */
  void at(Runnable moments) {
    moment = moments;
  }

  /** A call that doesn't fail, except that its caller may be struck. */
  void moment() {
    moment.run();
  }

  private boolean strikes() {
    if (!faulty || left == 0 || !chance.once(rarity)) {
      return false;
    }
    left--;
    return true;
  }

  /** What a connector does. */
  interface Call<T> {
    T run() throws ConnectorException;
  }

  /** A call that may be made again when its answer is lost. */
  <T> T connector(Call<T> call) throws ConnectorException {
    T result = read(call);
    moment.run();
    if (strikes()) {
      throw new ConnectorException.OutcomeUnknown(UNANSWERED, null);
    }
    return result;
  }

  /** A call whose answer is not lost when it has taken effect. */
  <T> T read(Call<T> call) throws ConnectorException {
    moment.run();
    if (strikes()) {
      throw new ConnectorException.Retryable(AWAY, null);
    }
    return call.run();
  }

  /** A write, of which may not be known whether it took effect. */
  <T> T write(Call<T> call) throws ConnectorException {
    if (strikes()) {
      // Both are true: nothing took effect. But the second can't be told from one that did.
      throw chance.once(2)
          ? new ConnectorException.OutcomeUnknown(UNANSWERED, null)
          : new ConnectorException.Retryable(AWAY, null);
    }
    return connector(call);
  }

  /** A call of the store's. */
  <T> T store(Supplier<T> call) {
    moment.run();
    storeAway();
    T result = call.get();
    moment.run();
    storeAway();
    return result;
  }

  private void storeAway() {
    if (strikes()) {
      throw new StoreException(StoreException.Kind.AWAY, AWAY, null);
    }
  }
}
