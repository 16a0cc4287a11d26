package dev.tidemark.checkpoint;

import static dev.tidemark.checkpoint.Histories.PIPELINE;
import static dev.tidemark.checkpoint.Histories.TIME;
import static dev.tidemark.checkpoint.Histories.batch;
import static dev.tidemark.checkpoint.Histories.book;
import static dev.tidemark.checkpoint.Histories.note;
import static dev.tidemark.checkpoint.Histories.running;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.coordinator.Entry;
import dev.tidemark.coordinator.Note;
import dev.tidemark.lifecycle.Runtime;
import io.vavr.collection.Vector;
import io.vavr.control.Option;
import java.time.Duration;
import java.util.List;

/**
 * A run saved chapter by chapter, each of which touches every table, so that a store that is opened
 * after a crash can be asked which chapters it holds, and whether it holds them whole.
 */
final class Story {

  private static final int STAGES = PIPELINE.stages().length();

  private Story() {}

  static Lease own(CheckpointStore store) {
    return CheckpointStoreContract.own(store, "teller");
  }

  /** Saves the next chapter; answers its number, from 1. */
  static int tell(CheckpointStore store, Lease lease, long entry) {
    Runtime before =
        store.load(PIPELINE.name()).map(SavedPipeline::runtime).orElseGet(Histories::running);
    int chapter = chapter(before) + 1;
    store.save(
        lease,
        new Entry(
            entry,
            batch(before, chapter),
            Vector.of(book("left", "at-" + chapter), book("right", "at-" + chapter)),
            Vector.empty(),
            Vector.of(note("flow/1-1", Note.Kind.RETRIED, "chapter " + chapter)),
            Option.none()));
    return chapter;
  }

  /** How many chapters the store holds, after a look at whether each is whole. */
  static int chapters(CheckpointStore store) {
    var saved = store.load(PIPELINE.name());
    if (saved.isEmpty()) {
      assertThat(store.runs(PIPELINE.name(), 9)).isEmpty();
      return 0;
    }
    int chapters = chapter(saved.get().runtime());
    Runtime expected = running();
    for (int i = 1; i <= chapters; i++) {
      expected = batch(expected, i);
    }
    assertThat(saved.get().runtime()).isEqualTo(expected);
    assertThat(saved.get().positions())
        .containsExactly(book("left", "at-" + chapters), book("right", "at-" + chapters));
    List<Note> notes = store.runs(PIPELINE.name(), 9).getFirst().notes();
    assertThat(notes).hasSize(chapters);
    assertThat(notes.getLast().text()).isEqualTo("chapter " + chapters);
    return chapters;
  }

  /** That whoever told it is dead, and the story goes on. */
  static void goesOn(CheckpointStore store) {
    int chapters = chapters(store);
    LeaseAnswer answer =
        store.acquire(PIPELINE.name(), "next", "host 2 at " + TIME, Duration.ofHours(1));
    assertThat(answer).isInstanceOf(LeaseAnswer.Granted.class);
    Lease lease = ((LeaseAnswer.Granted) answer).lease();
    assertThat(tell(store, lease, 1)).isEqualTo(chapters + 1);
    assertThat(chapters(store)).isEqualTo(chapters + 1);
    store.release(lease);
  }

  private static int chapter(Runtime runtime) {
    return (int) (runtime.ledger().sequence() / STAGES);
  }
}
