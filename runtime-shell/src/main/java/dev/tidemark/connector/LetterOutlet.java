package dev.tidemark.connector;

import dev.tidemark.checkpoint.DeadLetter;
import java.util.List;
import java.util.Optional;

/**
 * Takes copies of dead letters, for others to consume. The store has the letters themselves, which
 * are the truth: a copy that was taken away changes nothing. Not thread-safe.
 */
public interface LetterOutlet extends AutoCloseable {

  /**
   * A letter to copy.
   *
   * @param original the record that it was made from; empty where that is gone, or can't be told
   */
  record Copy(DeadLetter letter, Optional<OriginalRecord> original) {}

  /**
   * Makes ready: creates the target, or looks whether it fits.
   *
   * @throws ConnectorException.Terminal when it can't take copies; nothing was changed
   */
  void prepare() throws ConnectorException, InterruptedException;

  /**
   * Which of these letters have not been copied yet, by this process or another one. Whoever asked
   * before can't copy any more. Called after {@link #prepare}.
   *
   * @param ids of letters, each once
   * @return in their order
   */
  List<String> missing(List<String> ids) throws ConnectorException, InterruptedException;

  /**
   * Copies letters that {@link #missing} has named last. After any failure it is to be asked again.
   */
  void copy(List<Copy> letters) throws ConnectorException, InterruptedException;

  @Override
  void close();
}
