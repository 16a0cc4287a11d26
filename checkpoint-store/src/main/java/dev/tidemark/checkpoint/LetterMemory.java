package dev.tidemark.checkpoint;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What an {@link InMemoryCheckpointStore} remembers of dead letters. Not thread-safe. */
final class LetterMemory {

  private record Cause(String stage, String run, String reason, LetterState state) {}

  private final Map<String, KeptLetter> letters = new LinkedHashMap<>();
  private long numbers;

  /** What it holds now, apart from it. */
  LetterMemory copy() {
    LetterMemory copy = new LetterMemory();
    copy.letters.putAll(letters);
    copy.numbers = numbers;
    return copy;
  }

  int keep(List<DeadLetter> refused) {
    int inserted = 0;
    for (DeadLetter letter : refused) {
      String id = letter.id();
      KeptLetter there = letters.get(id);
      if (there == null) {
        numbers++;
        letters.put(id, new KeptLetter(id, numbers, letter, LetterState.WAITING, "", ""));
        inserted++;
      } else {
        refusedAgain(there, letter);
      }
    }
    return inserted;
  }

  private void refusedAgain(KeptLetter there, DeadLetter again) {
    DeadLetter letter = there.letter();
    Map<String, Long> sinks = LetterRules.missing(letter.sinks(), again.sinks());
    if (LetterRules.waitsAgain(there.state(), letter.sinks(), sinks)) {
      DeadLetter missing = changed(letter, letter.reason(), letter.attempts(), sinks);
      letters.put(
          there.id(),
          new KeptLetter(there.id(), there.number(), missing, LetterState.WAITING, "", ""));
    }
  }

  List<KeptLetter> after(LetterFilter filter, long number, int limit) {
    return meant(filter)
        .filter(kept -> kept.number() > number)
        .sorted(Comparator.comparingLong(KeptLetter::number))
        .limit(limit)
        .toList();
  }

  List<LetterCause> causes(LetterFilter filter, int limit) {
    Map<Cause, List<KeptLetter>> byCause = new LinkedHashMap<>();
    for (KeptLetter kept : after(filter, 0, Integer.MAX_VALUE)) {
      DeadLetter letter = kept.letter();
      Cause cause = new Cause(letter.stage(), letter.runId(), letter.reason(), kept.state());
      byCause.computeIfAbsent(cause, each -> new ArrayList<>()).add(kept);
    }
    return byCause.entrySet().stream()
        .map(entry -> cause(entry.getKey(), entry.getValue()))
        .sorted(Comparator.comparingLong(LetterCause::letters).reversed())
        .limit(limit)
        .toList();
  }

  private static LetterCause cause(Cause cause, List<KeptLetter> all) {
    List<java.time.Instant> times = all.stream().map(kept -> kept.letter().at()).sorted().toList();
    return new LetterCause(
        cause.stage(),
        cause.run(),
        cause.reason(),
        cause.state(),
        all.size(),
        all.getFirst().id(),
        times.getFirst(),
        times.getLast());
  }

  long count(LetterFilter filter) {
    return meant(filter).count();
  }

  void mark(LetterMark mark) {
    KeptLetter kept = letters.get(mark.id());
    if (kept == null) {
      return;
    }
    DeadLetter letter = kept.letter();
    boolean again = mark.state() == LetterState.WAITING;
    DeadLetter next =
        again ? changed(letter, mark.detail(), letter.attempts() + 1, letter.sinks()) : letter;
    letters.put(
        mark.id(),
        new KeptLetter(
            mark.id(),
            kept.number(),
            next,
            mark.state(),
            mark.at().toString(),
            again ? "" : mark.detail()));
  }

  int purge(LetterFilter filter) {
    List<String> gone = meant(filter).map(KeptLetter::id).toList();
    gone.forEach(letters::remove);
    return gone.size();
  }

  private Stream<KeptLetter> meant(LetterFilter filter) {
    return letters.values().stream().filter(filter::accepts);
  }

  private static DeadLetter changed(
      DeadLetter letter, String reason, int attempts, Map<String, Long> sinks) {
    return new DeadLetter(
        letter.runId(),
        letter.stage(),
        letter.generation(),
        letter.partition(),
        letter.position(),
        letter.ordinal(),
        letter.place(),
        reason,
        attempts,
        letter.payload(),
        letter.at(),
        sinks);
  }
}
