package dev.tidemark.coordinator;

import io.vavr.control.Option;

/** Which effect an event shows to have succeeded, so that its failures are forgotten. */
final class Answers {

  private Answers() {}

  /** The key of {@link Retrying#key}; none when the event ends no trouble. */
  static Option<String> to(Event event) {
    return switch (event) {
      case Event.Inspected each -> Option.some("inspect " + each.sink());
      case Event.EpochRaised each -> Option.some("raise");
      case Event.Claimed each -> Option.some("claim " + each.sink());
      case Event.Resolved each -> Option.some("resolve " + each.source());
      case Event.Compiled each -> Option.some("compile");
      case Event.Prepared each -> Option.some("prepare " + each.sink());
      case Event.Opened each -> Option.some("open " + each.sink());
      case Event.Assigned each -> Option.some(Retrying.key(each.assign()));
      case Event.BatchRead each -> Option.some("read " + each.partition().source());
      case Event.NothingRead each -> Option.some("read " + each.source());
      case Event.Transformed each -> Option.some("transform " + each.batch());
      case Event.LettersKept each -> Option.some("keep " + each.batch());
      case Event.LettersCopied each ->
          Option.some("copy " + each.write().writer() + each.write().number());
      case Event.LettersRecalled each -> Option.some("recall " + each.sink());
      case Event.Written each -> Option.some("write " + each.writer());
      case Event.Published each -> Option.some("write " + each.plan().writer());
      case Event.Saved each -> Option.some("save " + each.number());
      case Event.Finished each -> Option.some("finish " + each.sink());
      case Event.EffectFailed each -> Option.none();
      case Event.Staged each -> Option.none();
      case Event.PlanSaved each -> Option.none();
      case Event.LookedUp each -> Option.none();
      case Event.Acknowledged each -> Option.none();
      case Event.Woken each -> Option.none();
      case Event.DrainRequested each -> Option.none();
      case Event.OwnershipLost each -> Option.none();
    };
  }
}
