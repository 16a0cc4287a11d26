package dev.tidemark.engine;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.tidemark.checkpoint.DeadLetter;
import dev.tidemark.connector.ConnectorException;
import dev.tidemark.connector.SourceBatch;
import dev.tidemark.flow.FlowGraph;
import dev.tidemark.flow.Node;
import dev.tidemark.format.JsonRowReader;
import dev.tidemark.format.MisfitException;
import dev.tidemark.record.Column;
import dev.tidemark.record.RowBatch;
import dev.tidemark.record.RowBatchBuilder;
import dev.tidemark.record.Schema;
import io.vavr.control.Either;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Makes a letter's record again what it was, and sends it on from the stage that refused it. */
final class Reentry {

  private static final JsonFactory JSON = new JsonFactory();

  private final FlowGraph flow;
  private final Stages stages;
  private final Chain chain;

  Reentry(FlowGraph flow, Stages stages, Chain chain) {
    this.flow = flow;
    this.stages = stages;
    this.chain = chain;
  }

  /**
   * What the record becomes for each of these sinks, or why it can't.
   *
   * @throws ConnectorException when a source that is asked to read it again doesn't answer
   */
  Either<Verdict, Map<String, RowBatch>> enter(DeadLetter letter, Set<String> sinks)
      throws ConnectorException, InterruptedException {
    Either<Verdict, RowBatch> rows =
        flow.node(letter.stage()) instanceof Node.SourceNode
            ? decoded(letter)
            : parsed(letter, chain.input(letter.stage()));
    if (rows.isLeft()) {
      return Either.left(rows.getLeft());
    }
    SourceBatch batch =
        new SourceBatch(
            letter.partition(),
            letter.position(),
            letter.position(),
            1,
            rows.get(),
            record -> letter.position(),
            List.of(),
            letter.payload().length,
            Optional.empty());
    // Delivery 27: the same rows again, however often it is tried.
    Chain.Made made = chain.enter(letter.stage(), batch, sinks, letter.at());
    return made.refusals().isEmpty()
        ? Either.right(made.rows())
        : Either.left(refused(letter, made.refusals().getFirst()));
  }

  private static Verdict refused(DeadLetter letter, Chain.Refusal refusal) {
    String stage = refusal.stage().name();
    String reason = refusal.record().reason();
    return Verdict.refused(stage.equals(letter.stage()) ? reason : stage + ": " + reason);
  }

  private Either<Verdict, RowBatch> decoded(DeadLetter letter)
      throws ConnectorException, InterruptedException {
    try {
      return Either.right(
          stages.source(letter.stage()).decode(letter, chain.output(letter.stage())));
    } catch (ConnectorException.Refused still) {
      return Either.left(Verdict.refused(still.reason()));
    } catch (ConnectorException.Terminal cannot) {
      return Either.left(Verdict.impossible(cannot.reason()));
    }
  }

  /** Columns that were not kept can't be guessed: null would be a wrong value. */
  private static Either<Verdict, RowBatch> parsed(DeadLetter letter, Schema schema) {
    Set<String> kept = new HashSet<>();
    if (!names(letter.payload(), kept)) {
      return Either.left(
          Verdict.impossible("only the beginning of the record was kept, which was too long"));
    }
    List<String> lost =
        schema.columns().stream().map(Column::name).filter(name -> !kept.contains(name)).toList();
    if (!lost.isEmpty()) {
      return Either.left(
          Verdict.impossible(
              "stage "
                  + letter.stage()
                  + " now needs "
                  + String.join(", ", lost)
                  + ", which was not kept with the record; load again with --restart"));
    }
    try {
      RowBatchBuilder row = new RowBatchBuilder(schema, 1);
      row.add(new JsonRowReader(schema).read(letter.payload(), 0, letter.payload().length), 0);
      return Either.right(row.build());
    } catch (MisfitException misfit) {
      return Either.left(Verdict.refused(misfit.reason()));
    }
  }

  /** Collects an object's field names; false when it isn't a whole object. */
  private static boolean names(byte[] payload, Set<String> names) {
    try (JsonParser parser = JSON.createParser(payload)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        return false;
      }
      for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
        names.add(name);
        parser.nextToken();
        parser.skipChildren();
      }
      return parser.currentToken() == JsonToken.END_OBJECT;
    } catch (IOException cut) {
      return false;
    }
  }
}
