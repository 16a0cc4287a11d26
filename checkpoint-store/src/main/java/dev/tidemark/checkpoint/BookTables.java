package dev.tidemark.checkpoint;

import static dev.tidemark.checkpoint.StoreTables.BOOK_POSITION;
import static dev.tidemark.checkpoint.StoreTables.CONTENT;
import static dev.tidemark.checkpoint.StoreTables.GENERATION;
import static dev.tidemark.checkpoint.StoreTables.LANE;
import static dev.tidemark.checkpoint.StoreTables.MOVES;
import static dev.tidemark.checkpoint.StoreTables.PARTITION;
import static dev.tidemark.checkpoint.StoreTables.PIPELINE;
import static dev.tidemark.checkpoint.StoreTables.PLAN;
import static dev.tidemark.checkpoint.StoreTables.POSITION;
import static dev.tidemark.checkpoint.StoreTables.READ_RECORDS;
import static dev.tidemark.checkpoint.StoreTables.RECORDS;
import static dev.tidemark.checkpoint.StoreTables.SINK;
import static dev.tidemark.checkpoint.StoreTables.SOURCE;

import dev.tidemark.coordinator.BookPosition;
import dev.tidemark.coordinator.Partition;
import dev.tidemark.coordinator.Plan;
import dev.tidemark.coordinator.Position;
import dev.tidemark.coordinator.Writer;
import io.vavr.collection.Seq;
import java.util.List;
import org.jooq.DSLContext;

/** One pipeline's books beside its ledger: writers' positions and plans. */
record BookTables(DSLContext sql, String pipeline) {

  /** Moves the writers' positions, and drops the plans that are thereby done. */
  void write(Seq<BookPosition> positions) {
    positions.forEach(this::write);
    List<Plan> plans = positions.isEmpty() ? List.of() : plans();
    if (!plans.isEmpty()) {
      List<BookPosition> books = positions();
      plans.stream()
          .filter(plan -> PlanConfirmation.confirmed(plan, books))
          .forEach(plan -> drop(plan.writer()));
    }
  }

  /** Forgets lanes that are no more. */
  void forget(Seq<Writer> gone) {
    for (Writer writer : gone) {
      sql.deleteFrom(BOOK_POSITION)
          .where(PIPELINE.eq(pipeline))
          .and(SINK.eq(writer.sink()))
          .and(LANE.eq(writer.lane()))
          .execute();
    }
  }

  List<BookPosition> positions() {
    return sql.selectFrom(BOOK_POSITION)
        .where(PIPELINE.eq(pipeline))
        .orderBy(SINK, LANE, SOURCE, PARTITION)
        .fetch(
            row ->
                new BookPosition(
                    new Writer(row.get(SINK), row.get(LANE)),
                    row.get(GENERATION),
                    new Partition(row.get(SOURCE), AnyText.get(row, PARTITION)),
                    new Position(AnyText.get(row, POSITION)),
                    row.get(RECORDS),
                    row.get(READ_RECORDS)));
  }

  /** Stores a plan in place of its writer's last one. */
  void write(Plan plan) {
    drop(plan.writer());
    sql.insertInto(PLAN)
        .set(PIPELINE, pipeline)
        .set(SINK, plan.writer().sink())
        .set(LANE, plan.writer().lane())
        .set(GENERATION, plan.generation())
        .set(MOVES, Json.moves(plan.moves()))
        .set(CONTENT, plan.content())
        .execute();
  }

  List<Plan> plans() {
    return sql.selectFrom(PLAN)
        .where(PIPELINE.eq(pipeline))
        .orderBy(SINK, LANE)
        .fetch(
            row ->
                new Plan(
                    new Writer(row.get(SINK), row.get(LANE)),
                    row.get(GENERATION),
                    Json.moves(AnyText.get(row, MOVES)),
                    AnyText.get(row, CONTENT)));
  }

  private void write(BookPosition book) {
    sql.insertInto(BOOK_POSITION)
        .set(PIPELINE, pipeline)
        .set(SINK, book.writer().sink())
        .set(LANE, book.writer().lane())
        .set(SOURCE, book.partition().source())
        .set(PARTITION, book.partition().name())
        .set(GENERATION, book.generation())
        .set(POSITION, book.position().text())
        .set(RECORDS, book.records())
        .set(READ_RECORDS, book.read())
        .onConflict(PIPELINE, SINK, LANE, SOURCE, PARTITION)
        .doUpdate()
        .set(GENERATION, book.generation())
        .set(POSITION, book.position().text())
        .set(RECORDS, book.records())
        .set(READ_RECORDS, book.read())
        .execute();
  }

  private void drop(Writer writer) {
    sql.deleteFrom(PLAN)
        .where(PIPELINE.eq(pipeline))
        .and(SINK.eq(writer.sink()))
        .and(LANE.eq(writer.lane()))
        .execute();
  }
}
