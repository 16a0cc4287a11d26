package dev.tidemark.kafka;

import dev.tidemark.checkpoint.DeadLetter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The dead letters that a sink keeps, and those that were put back, by id. Thread-safe. */
final class LetterIds {

  private final Set<String> kept = new HashSet<>();
  private final Set<String> applied = new HashSet<>();
  private final List<DeadLetter> collected = new ArrayList<>();
  private final Optional<String> runId;

  /** Knows ids only. */
  LetterIds() {
    this.runId = Optional.empty();
  }

  /** Collects the letters of a run too. */
  LetterIds(String runId) {
    this.runId = Optional.of(runId);
  }

  synchronized void follow(BookKey key, byte @Nullable [] value) {
    Set<String> ids = key.kind() == BookKey.Kind.APPLIED ? applied : kept;
    String id = key.parts().getFirst();
    if (value == null) {
      ids.remove(id);
      return;
    }
    ids.add(id);
    if (key.kind() == BookKey.Kind.LETTER && runId.isPresent()) {
      DeadLetter letter = BookValue.letter(value);
      if (letter.runId().equals(runId.get())) {
        collected.add(letter);
      }
    }
  }

  synchronized boolean keeps(String id) {
    return kept.contains(id);
  }

  synchronized boolean hasApplied(String id) {
    return applied.contains(id);
  }

  synchronized void keep(List<String> ids) {
    kept.addAll(ids);
  }

  synchronized void apply(List<String> ids) {
    applied.addAll(ids);
  }

  synchronized List<String> applied() {
    return List.copyOf(applied);
  }

  synchronized List<DeadLetter> collected() {
    return List.copyOf(collected);
  }
}
