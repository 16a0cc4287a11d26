package dev.tidemark.simulation;

import dev.tidemark.coordinator.BookPosition;
import dev.tidemark.coordinator.Effect;
import dev.tidemark.coordinator.Event;
import dev.tidemark.coordinator.Move;
import dev.tidemark.coordinator.PositionRow;
import dev.tidemark.coordinator.Standing;
import dev.tidemark.coordinator.Writer;
import io.vavr.collection.Seq;

/** Effects and events as lines of a story. */
final class Telling {

  private Telling() {}

  static String of(Effect effect) {
    return switch (effect) {
      case Effect.Inspect each -> "inspect " + each.sink();
      case Effect.RaiseEpoch each -> "raise the epoch to " + each.epoch();
      case Effect.Claim each -> "claim " + each.sink() + " under epoch " + each.owner().epoch();
      case Effect.Resolve each -> "resolve " + each.source();
      case Effect.Compile each -> "compile, loads " + each.generations().mkString(" ");
      case Effect.Prepare each -> "prepare " + each.sink();
      case Effect.Save each ->
          "save entry %d (%s): %s"
              .formatted(
                  each.entry().number(),
                  each.entry().runtime().lifecycle().label(),
                  each.entry().positions().map(Telling::book).mkString(", "));
      case Effect.Open each ->
          "open %s, load %d: %s"
              .formatted(
                  each.sink(),
                  each.opening().generation(),
                  each.opening().rows().map(Telling::row).mkString(", "));
      case Effect.Assign each ->
          "assign "
              + each.assignments()
                  .map(
                      one ->
                          one.partition().text()
                              + " from "
                              + one.from().text()
                              + one.end().map(end -> " to " + end.text()).getOrElse("")
                              + (one.cuts().isEmpty()
                                  ? ""
                                  : " cut at " + one.cuts().map(cut -> cut.text()).mkString(" ")))
                  .mkString(", ");
      case Effect.Read each -> "read " + each.source();
      case Effect.Transform each ->
          "transform batch "
              + each.batch()
              + " for "
              + each.writers().map(Telling::writer).mkString(", ");
      case Effect.KeepLetters each -> "keep the letters of batch " + each.batch();
      case Effect.CopyLetters each -> "copy the letters of write " + write(each.write());
      case Effect.RecallLetters each -> "recall the letters of " + each.sink();
      case Effect.Write each -> "write " + write(each);
      case Effect.SavePlan each -> "save the plan of " + writer(each.plan().writer());
      case Effect.Publish each -> "publish the plan of " + writer(each.plan().writer());
      case Effect.LookUp each -> "look up " + writer(each.writer());
      case Effect.Release each -> "release batch " + each.batch();
      case Effect.Acknowledge each ->
          "acknowledge "
              + each.positions().map(one -> one._1.text() + "@" + one._2.text()).mkString(", ");
      case Effect.Finish each -> "finish " + each.sink();
      case Effect.Wake each -> "wake me for " + each.token();
      case Effect.Stop each -> "stop: " + each.outcome();
    };
  }

  static String of(Event event) {
    return switch (event) {
      case Event.EffectFailed each -> each.trouble().kind() + " (" + each.trouble().reason() + ")";
      case Event.Inspected each -> standing(each.standing());
      case Event.Claimed each -> standing(each.standing());
      case Event.LookedUp each -> standing(each.standing());
      case Event.BatchRead each ->
          "batch %d: %s %s to %s"
              .formatted(
                  each.batch(), each.partition().text(), each.from().text(), each.to().text());
      case Event.Transformed each ->
          each.letters()
              + " letters, rows "
              + each.rows().map(one -> writer(one._1) + ":" + one._2.size()).mkString(" ");
      case Event.LettersKept each -> each.inserted() + " inserted";
      case Event.Written each -> "done, " + each.letters() + " letters";
      case Event.NothingRead each -> "nothing";
      default -> "done";
    };
  }

  private static String write(Effect.Write write) {
    return "%d of %s, load %d, %d rows, %d letters: %s"
        .formatted(
            write.number(),
            writer(write.writer()),
            write.generation(),
            write.records(),
            write.letters(),
            moves(write.moves()));
  }

  private static String moves(Seq<Move> moves) {
    return moves
        .map(move -> move.partition().text() + " " + move.from().text() + " to " + move.to().text())
        .mkString(", ");
  }

  private static String writer(Writer writer) {
    return writer.sink() + (writer.lane() == 0 ? "" : "/" + writer.lane());
  }

  private static String book(BookPosition book) {
    return writer(book.writer()) + " " + book.partition().text() + "@" + book.position().text();
  }

  private static String row(PositionRow row) {
    return (row.lane() == 0 ? "" : row.lane() + ":")
        + row.partition().text()
        + "@"
        + row.position().text();
  }

  private static String standing(Standing standing) {
    return "load %d, run %d, epoch %d, %s"
        .formatted(
            standing.generation(),
            standing.run(),
            standing.owner().epoch(),
            standing.rows().map(Telling::row).mkString(" "));
  }
}
