package dev.tidemark.connector;

import java.util.List;
import java.util.Optional;

/** A kind of connection. Found through {@code ServiceLoader}; stateless. */
public interface ConnectionType {

  /** What {@code kind} names. */
  String kind();

  /** The keys that a connection of this kind may have, apart from {@code kind} and {@code url}. */
  List<Setting> settings();

  /**
   * Which URLs are of this kind, by scheme: {@code sqlite}, {@code postgresql}.
   *
   * @return schemes, lower case, without the colon
   */
  List<String> schemes();

  /**
   * The keys that a URL stands for.
   *
   * @throws IllegalArgumentException with what was expected, and without the URL's secrets
   */
  java.util.Map<String, String> fromUrl(String url);

  /**
   * Asks the system whether it answers. Changes nothing there, creates nothing; blocks for some
   * seconds at the most.
   *
   * @param settings checked against {@link #settings()}
   */
  default ConnectionAnswer check(Settings settings) throws InterruptedException {
    return new ConnectionAnswer.Unasked();
  }

  /** How such a system takes copies of dead letters; empty when it doesn't. */
  default Optional<LetterOutletType> letterOutlet() {
    return Optional.empty();
  }
}
