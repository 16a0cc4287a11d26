package dev.tidemark.checkpoint;

import static dev.tidemark.checkpoint.Histories.TIME;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What every store promises of dead letters. */
abstract class LettersContract extends StoreContract {

  @Test
  void deadLettersAreKeptOnce() {
    CheckpointStore store = open();
    Lease lease = own(store);
    assertThat(store.keep(lease, List.of(letter("sql", 0), letter("sql", 1)))).isEqualTo(2);
    assertThat(store.keep(lease, List.of(letter("sql", 1), letter("left", 1)))).isEqualTo(1);
    assertThat(store.deadLetters(NAME)).isEqualTo(3);
    assertThat(store.deadLetters("other")).isZero();
    assertThat(store.letters("other", LetterFilter.ALL, 0, 9)).isEmpty();
    assertThat(store.causes("other", LetterFilter.ALL, 9)).isEmpty();
  }

  @Test
  void lettersComeBackAsTheyWereInTheOrderInWhichTheyCame() {
    CheckpointStore store = open();
    Lease lease = own(store);
    DeadLetter first = missing(letter("sql", 0), Map.of("left", 1L, "right", 2L));
    DeadLetter second = letter("left", 0);
    store.keep(lease, List.of(first, second));
    List<KeptLetter> all = open().letters(NAME, LetterFilter.ALL, 0, 9);
    assertThat(all)
        .usingRecursiveFieldByFieldElementComparator()
        .containsExactly(
            new KeptLetter(first.id(), 1, first, LetterState.WAITING, "", ""),
            new KeptLetter(second.id(), 2, second, LetterState.WAITING, "", ""));
    assertThat(store.letters(NAME, LetterFilter.ALL, 0, 1))
        .extracting(KeptLetter::number)
        .containsExactly(1L);
    assertThat(store.letters(NAME, LetterFilter.ALL, 1, 9))
        .extracting(KeptLetter::number)
        .containsExactly(2L);
  }

  @Test
  void pagesGiveEveryLetterOnce() {
    CheckpointStore store = open();
    List<DeadLetter> letters =
        IntStream.range(0, 150).mapToObj(ordinal -> letter("sql", ordinal)).toList();
    store.keep(own(store), letters);
    assertThat(paged(new LetterPages(store, NAME, LetterFilter.ALL, 999)))
        .containsExactlyElementsOf(letters.stream().map(DeadLetter::id).toList());
    assertThat(paged(new LetterPages(store, NAME, LetterFilter.ALL, 40))).hasSize(40);
  }

  private static List<String> paged(LetterPages pages) {
    List<String> ids = new ArrayList<>();
    for (List<KeptLetter> page = pages.next(); !page.isEmpty(); page = pages.next()) {
      page.forEach(kept -> ids.add(kept.id()));
    }
    return ids;
  }

  @Test
  void filtersNarrow() {
    CheckpointStore store = open();
    DeadLetter odd = because(letter("sql", 1), "100% Wrong_type");
    store.keep(own(store), List.of(letter("sql", 0), odd, letter("left", 0)));
    assertThat(ids(store, filter("sql", "", "", ""))).hasSize(2);
    assertThat(ids(store, filter("", "0% wrong_", "", ""))).containsExactly(odd.id());
    assertThat(ids(store, filter("", "wrong%type", "", ""))).isEmpty();
    assertThat(ids(store, filter("", "", "flow/1-1", ""))).hasSize(3);
    assertThat(ids(store, filter("", "", "flow/1-2", ""))).isEmpty();
    assertThat(ids(store, LetterFilter.ALL.called(odd.id().substring(0, 8))))
        .containsExactly(odd.id());
    assertThat(ids(store, LetterFilter.ALL.in(Set.of(LetterState.REPLAYED)))).isEmpty();
  }

  private static LetterFilter filter(String stage, String error, String run, String id) {
    return new LetterFilter(stage, error, run, id, LetterFilter.ALL.states());
  }

  private static List<String> ids(CheckpointStore store, LetterFilter filter) {
    List<String> ids = store.letters(NAME, filter, 0, 99).stream().map(KeptLetter::id).toList();
    assertThat(store.deadLetters(NAME, filter)).isEqualTo(ids.size());
    return ids;
  }

  @Test
  void aWholeBatchThatWasRefusedIsOneCause() {
    CheckpointStore store = open();
    DeadLetter later = at(letter("left", 7), TIME.plusSeconds(5));
    store.keep(own(store), List.of(letter("sql", 0), letter("left", 5), letter("left", 6), later));
    assertThat(store.causes(NAME, LetterFilter.ALL, 9))
        .containsExactly(
            new LetterCause(
                "left",
                "flow/1-1",
                "bad",
                LetterState.WAITING,
                3,
                letter("left", 5).id(),
                TIME,
                TIME.plusSeconds(5)),
            new LetterCause(
                "sql",
                "flow/1-1",
                "bad",
                LetterState.WAITING,
                1,
                letter("sql", 0).id(),
                TIME,
                TIME));
    assertThat(store.causes(NAME, LetterFilter.ALL, 1)).hasSize(1);
  }

  @Test
  void marksSayWhatHasBecomeOfLetters() {
    CheckpointStore store = open();
    Lease lease = own(store);
    DeadLetter one = letter("sql", 0);
    DeadLetter two = letter("sql", 1);
    store.keep(lease, List.of(one, two));
    store.mark(
        lease,
        List.of(
            new LetterMark(one.id(), LetterState.REPLAYED, TIME, "done"),
            new LetterMark(two.id(), LetterState.WAITING, TIME, "worse"),
            new LetterMark("unknown", LetterState.REPLAYED, TIME, "")));
    List<KeptLetter> all = open().letters(NAME, LetterFilter.ALL, 0, 9);
    assertThat(all.get(0).state()).isEqualTo(LetterState.REPLAYED);
    assertThat(all.get(0).since()).isEqualTo(TIME.toString());
    assertThat(all.get(0).detail()).isEqualTo("done");
    assertThat(all.get(0).letter().attempts()).isEqualTo(1);
    assertThat(all.get(1).state()).isEqualTo(LetterState.WAITING);
    assertThat(all.get(1).letter().attempts()).isEqualTo(2);
    assertThat(all.get(1).letter().reason()).isEqualTo("worse");
    assertThat(all).hasSize(2);
  }

  @Test
  void aLetterThatIsKeptAgainStaysDealtWith() {
    CheckpointStore store = open();
    Lease lease = own(store);
    DeadLetter letter = missing(letter("sql", 0), Map.of("left", 1L));
    store.keep(lease, List.of(letter));
    store.mark(lease, List.of(new LetterMark(letter.id(), LetterState.REPLAYED, TIME, "")));
    assertThat(store.keep(lease, List.of(letter))).isZero();
    assertThat(ids(store, LetterFilter.WAITING)).isEmpty();
  }

  @Test
  void aLetterThatIsMissingFromAFurtherLoadWaitsAgain() {
    CheckpointStore store = open();
    Lease lease = own(store);
    DeadLetter letter = missing(letter("sql", 0), Map.of("left", 1L));
    store.keep(lease, List.of(letter));
    store.mark(lease, List.of(new LetterMark(letter.id(), LetterState.REPLAYED, TIME, "")));
    store.keep(lease, List.of(missing(letter, Map.of("right", 1L, "left", 2L))));
    List<KeptLetter> waiting = store.letters(NAME, LetterFilter.WAITING, 0, 9);
    assertThat(waiting).hasSize(1);
    assertThat(waiting.getFirst().letter().sinks()).isEqualTo(Map.of("left", 2L, "right", 1L));
  }

  @Test
  void aLetterWhoseRecordIsReadAgainWaitsOnlyWhenItIsRefusedAgain() {
    CheckpointStore store = open();
    Lease lease = own(store);
    store.keep(lease, List.of(letter("sql", 0), letter("sql", 1)));
    for (int ordinal = 0; ordinal < 2; ordinal++) {
      String id = letter("sql", ordinal).id();
      store.mark(lease, List.of(new LetterMark(id, LetterState.REREAD, TIME, "")));
    }
    assertThat(store.keep(lease, List.of(letter("sql", 1)))).isZero();
    assertThat(ids(store, LetterFilter.WAITING)).containsExactly(letter("sql", 1).id());
  }

  @Test
  void purgedLettersAreGone() {
    CheckpointStore store = open();
    Lease lease = own(store);
    store.keep(lease, List.of(letter("sql", 0), letter("left", 0)));
    assertThat(store.purge(lease, filter("sql", "", "", ""))).isEqualTo(1);
    assertThat(ids(store, LetterFilter.ALL)).containsExactly(letter("left", 0).id());
    store.keep(lease, List.of(letter("sql", 5)));
    assertThat(store.letters(NAME, LetterFilter.ALL, 0, 9).getLast().number()).isGreaterThan(2);
  }

  @Test
  void anIdIsTheRecordsOwn() {
    DeadLetter letter = letter("sql", 0);
    assertThat(letter.id()).matches("[0-9a-f]{32}").isEqualTo(because(letter, "else").id());
    assertThat(letter.id()).isNotEqualTo(letter("sql", 1).id()).isNotEqualTo(letter("sq", 0).id());
  }

  @Test
  void lettersOfAnOldOwnerAreRefused() {
    CheckpointStore old = open();
    Lease lease = own(old);
    old.keep(lease, List.of(letter("sql", 0)));
    clock.advance(LEASE);
    own(open(), "next");
    LetterMark mark = new LetterMark(letter("sql", 0).id(), LetterState.REPLAYED, TIME, "");
    assertFenced(() -> old.keep(lease, List.of(letter("sql", 1))));
    assertFenced(() -> old.mark(lease, List.of(mark)));
    assertFenced(() -> old.purge(lease, LetterFilter.ALL));
    assertThat(ids(old, LetterFilter.WAITING)).hasSize(1);
  }
}
