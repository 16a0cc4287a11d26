package dev.tidemark.engine;

import dev.tidemark.checkpoint.DeadLetter;
import dev.tidemark.checkpoint.KeptLetter;
import dev.tidemark.checkpoint.LetterMark;
import dev.tidemark.checkpoint.LetterState;
import dev.tidemark.connector.ConnectorException;
import dev.tidemark.connector.Replay;
import dev.tidemark.engine.ReplayTally.Fate;
import dev.tidemark.record.RowBatch;
import io.vavr.control.Either;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Writes pages of letters to the sinks, then writes down what became of them. */
final class ReplayWriting {

  private final ReplayOrder order;
  private final ReplayFlow flow;
  private final ReplayOwnership ownership;
  private final Map<String, String> unable = new HashMap<>();

  ReplayWriting(ReplayOrder order, ReplayFlow flow, ReplayOwnership ownership) {
    this.order = order;
    this.flow = flow;
    this.ownership = ownership;
  }

  /** One letter under way: its rows by sink, and what each sink has made of them. */
  private static final class Underway {
    private final KeptLetter kept;
    private final Map<String, RowBatch> rows;
    private final Map<String, Verdict> verdicts = new LinkedHashMap<>();

    Underway(KeptLetter kept, Map<String, RowBatch> rows) {
      this.kept = kept;
      this.rows = rows;
    }

    boolean answered() {
      return verdicts.size() == rows.size();
    }
  }

  /**
   * The order counts: first every sink takes the letters together with their ids, then the store
   * says so. A crash in between leaves letters that wait and that the sinks know (Delivery 25).
   */
  void write(List<KeptLetter> page, ReplayTally tally)
      throws ConnectorException, InterruptedException {
    List<Underway> all = new ArrayList<>();
    Map<KeptLetter, Verdict> decided = new LinkedHashMap<>();
    for (KeptLetter kept : page) {
      Either<Verdict, Map<String, RowBatch>> rows = entered(kept.letter());
      if (rows.isLeft()) {
        decided.put(kept, rows.getLeft());
      } else {
        all.add(new Underway(kept, rows.get()));
      }
    }
    try {
      for (ReplayTarget target : flow.targets()) {
        write(target, all);
      }
    } catch (ConnectorException failed) {
      conclude(all, decided, tally);
      throw failed;
    }
    conclude(all, decided, tally);
  }

  /** Also after a failure, for those that all their sinks have answered. */
  private void conclude(List<Underway> all, Map<KeptLetter, Verdict> decided, ReplayTally tally)
      throws ConnectorException, InterruptedException {
    all.stream()
        .filter(Underway::answered)
        .forEach(each -> decided.put(each.kept, together(each.verdicts.values())));
    mark(decided, tally);
  }

  private Either<Verdict, Map<String, RowBatch>> entered(DeadLetter letter)
      throws ConnectorException, InterruptedException {
    return ownership.<Either<Verdict, Map<String, RowBatch>>, RuntimeException>trying(
        () -> flow.enter(letter));
  }

  private void write(ReplayTarget target, List<Underway> all)
      throws ConnectorException, InterruptedException {
    String sink = target.name();
    List<Replay.Letter> letters = new ArrayList<>();
    for (Underway each : all) {
      RowBatch rows = each.rows.get(sink);
      if (rows != null) {
        letters.add(new Replay.Letter(each.kept.id(), rows));
      }
    }
    if (letters.isEmpty()) {
      return;
    }
    Map<String, Verdict> verdicts = answered(target, letters);
    for (Underway each : all) {
      Verdict verdict = verdicts.get(each.kept.id());
      if (verdict != null && each.rows.containsKey(sink)) {
        boolean named = verdict.fate() == Fate.REFUSED && each.rows.size() > 1;
        each.verdicts.put(sink, named ? Verdict.refused(sink + ": " + verdict.reason()) : verdict);
      }
    }
  }

  /** A sink that can't take letters at all mustn't keep the others from theirs. */
  private Map<String, Verdict> answered(ReplayTarget target, List<Replay.Letter> letters)
      throws ConnectorException, InterruptedException {
    String known = unable.get(target.name());
    if (known == null) {
      try {
        return ownership.<Map<String, Verdict>, RuntimeException>trying(
            () -> {
              target.begin(ownership.owner(), flow.input(target));
              target.settle();
              return target.write(ownership.owner(), letters, order.force());
            });
      } catch (ConnectorException.Terminal cannot) {
        known = target.name() + ": " + cannot.reason();
        unable.put(target.name(), known);
      }
    }
    Map<String, Verdict> verdicts = new HashMap<>();
    for (Replay.Letter letter : letters) {
      verdicts.put(letter.id(), Verdict.impossible(known));
    }
    return verdicts;
  }

  /** One sink's trouble keeps the letter; the others know it when it comes again. */
  private static Verdict together(Collection<Verdict> verdicts) {
    for (Fate first : List.of(Fate.REFUSED, Fate.IMPOSSIBLE, Fate.SUPERSEDED, Fate.REPLAYED)) {
      Optional<Verdict> found =
          verdicts.stream().filter(verdict -> verdict.fate() == first).findFirst();
      if (found.isPresent()) {
        return found.get();
      }
    }
    return verdicts.iterator().next();
  }

  private void mark(Map<KeptLetter, Verdict> decided, ReplayTally tally)
      throws ConnectorException, InterruptedException {
    Instant now = order.clock().instant().truncatedTo(ChronoUnit.MICROS);
    List<LetterMark> marks = new ArrayList<>();
    decided.forEach((kept, verdict) -> mark(kept.id(), verdict, now).ifPresent(marks::add));
    if (!marks.isEmpty()) {
      ownership.asking(
          () -> {
            order.store().mark(ownership.lease(), marks);
            return marks;
          });
    }
    decided.values().forEach(verdict -> tally.add(verdict.fate(), verdict.reason()));
  }

  private static Optional<LetterMark> mark(String id, Verdict verdict, Instant now) {
    return switch (verdict.fate()) {
      case REPLAYED, SKIPPED ->
          Optional.of(new LetterMark(id, LetterState.REPLAYED, now, verdict.reason()));
      case SUPERSEDED ->
          Optional.of(new LetterMark(id, LetterState.SUPERSEDED, now, verdict.reason()));
      case REFUSED -> Optional.of(new LetterMark(id, LetterState.WAITING, now, verdict.reason()));
      case NOT_YET, IMPOSSIBLE -> Optional.empty();
    };
  }
}
