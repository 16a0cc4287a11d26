package dev.tidemark.engine;

import dev.tidemark.checkpoint.DeadLetter;
import dev.tidemark.connector.SourceBatch;
import dev.tidemark.coordinator.Effect;
import dev.tidemark.coordinator.Segment;
import dev.tidemark.flow.Node;
import dev.tidemark.record.RowBatch;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Dead letters of what the engine has at hand. */
final class Letters {

  private static final int LANE_BITS = 20;

  private Letters() {}

  /** In which run, and when. */
  record Stamp(String runId, Instant at) {}

  private record Refused(String stage, int origin) {}

  /** Those that the stages before the sinks refused, where the stage sets them aside. */
  static List<DeadLetter> ofBatch(
      Batches batches, long number, Map<String, Long> generations, Stamp stamp) {
    SourceBatch batch = batches.source(number);
    long generation = generations.values().stream().mapToLong(Long::longValue).max().orElse(1);
    Set<String> wanted = batches.sinks(number);
    List<DeadLetter> letters = new ArrayList<>();
    Map<Refused, Integer> seen = new HashMap<>();
    for (Chain.Refusal refusal : batches.refusals(number)) {
      String stage = refusal.stage().name();
      int origin = refusal.record().origin();
      // Two ways may lead to one stage, so what was made of a record need not come in one piece.
      int ordinal = seen.merge(new Refused(stage, origin), 1, Integer::sum) - 1;
      if (refusal.stage().onError() == Node.OnError.DEAD_LETTER) {
        letters.add(
            new DeadLetter(
                stamp.runId(),
                stage,
                generation,
                batch.partition(),
                batch.before().apply(origin),
                ordinal,
                batches.place(number, refusal.record()),
                refusal.record().reason(),
                1,
                refusal.record().payload(),
                stamp.at(),
                missing(refusal.sinks(), wanted, generations)));
      }
    }
    return letters;
  }

  /** The loads that a record is missing from: those that it was being made for. */
  private static Map<String, Long> missing(
      Set<String> reached, Set<String> wanted, Map<String, Long> generations) {
    Map<String, Long> missing = new HashMap<>();
    for (String sink : reached) {
      if (wanted.contains(sink)) {
        missing.put(sink, generations.getOrDefault(sink, 1L));
      }
    }
    return missing;
  }

  /** Those that a sink's target refused. */
  static List<DeadLetter> ofWrite(Effect.Write write, Batches batches, Stamp stamp) {
    List<DeadLetter> letters = new ArrayList<>();
    for (Segment segment : write.segments()) {
      if (segment.fate() == Segment.Fate.DEAD_LETTER) {
        add(letters, write, segment, batches, stamp);
      }
    }
    return letters;
  }

  private static void add(
      List<DeadLetter> letters, Effect.Write write, Segment segment, Batches batches, Stamp stamp) {
    RowBatch rows = batches.rows(segment.batch(), write.writer());
    SourceBatch source = batches.source(segment.batch());
    int ordinal = 0;
    for (int row = segment.fromRow(); row < segment.toRow(); row++) {
      boolean sameRecord = row > segment.fromRow() && rows.origin(row) == rows.origin(row - 1);
      ordinal = sameRecord ? ordinal + 1 : 0;
      letters.add(
          new DeadLetter(
              stamp.runId(),
              write.writer().sink(),
              write.generation(),
              segment.partition(),
              source.before().apply(rows.origin(row)),
              // Rows of one record may be in several lanes.
              ordinal + (write.writer().lane() << LANE_BITS),
              batches.place(segment.batch(), rows.origin(row)),
              segment.reason(),
              segment.attempts(),
              Payload.of(rows.schema(), rows.row(row)),
              stamp.at()));
    }
  }
}
