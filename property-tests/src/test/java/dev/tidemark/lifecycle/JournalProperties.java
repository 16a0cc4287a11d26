package dev.tidemark.lifecycle;

import static dev.tidemark.lifecycle.Histories.T0;
import static dev.tidemark.lifecycle.Histories.running;
import static org.assertj.core.api.Assertions.assertThat;

import io.vavr.control.Option;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** The core's own collections are plain lists and sets, also where they are cut into pieces. */
class JournalProperties {
  @Property(tries = 300)
  void aJournalIsAListThatForgetsItsHead(
      @ForAll @Size(max = 300) List<@IntRange(min = 1, max = 3) Integer> steps,
      @ForAll @IntRange(min = 1, max = 200) int bound,
      @ForAll @IntRange(max = 300) int stays) {
    Journal<AppliedKey> journal = Journal.empty();
    List<AppliedKey> plain = new ArrayList<>();
    long sequence = 0;
    for (int step : steps) {
      sequence += step;
      AppliedKey key = new AppliedKey("quick", "k" + sequence, sequence);
      plain.add(key);
      while (plain.size() > bound && plain.get(0).sequence() <= stays) {
        plain.remove(0);
      }
      journal = journal.append(key, bound, stays);
      assertThat(journal.size()).isEqualTo(plain.size());
      assertThat(journal.oldestSequence()).isEqualTo(plain.get(0).sequence());
      assertThat(journal.newest()).containsExactly(key);
    }
    assertThat(journal.toList()).containsExactlyElementsOf(plain);
    assertThat(journal).isEqualTo(Journal.of(plain)).hasSameHashCodeAs(Journal.of(plain));
    assertThat(journal.since(stays))
        .containsExactlyElementsOf(plain.stream().filter(k -> k.sequence() > stays).toList());
    assertThat(journal.latest(7, Long.MAX_VALUE).toList())
        .containsExactlyElementsOf(plain.subList(Math.max(0, plain.size() - 7), plain.size()));
  }

  /** Also for keys with one hash: {@code Aa} and {@code BB} have the same. */
  @Property(tries = 300)
  void anIndexIsAMap(@ForAll @Size(max = 300) List<@IntRange(max = 255) Integer> numbers) {
    KeyIndex index = KeyIndex.empty();
    java.util.Map<String, Long> plain = new java.util.HashMap<>();
    for (int number : numbers) {
      String key = Integer.toBinaryString(number).replace("0", "Aa").replace("1", "BB");
      long sequence = plain.size() + 1L;
      KeyIndex before = index;
      long known = before.sequenceOf(key);
      assertThat(known).isEqualTo(plain.getOrDefault(key, 0L));
      index = before.with(new AppliedKey("quick", key, sequence));
      assertThat(before.sequenceOf(key)).isEqualTo(known);
      plain.put(key, sequence);
    }
    for (java.util.Map.Entry<String, Long> entry : plain.entrySet()) {
      assertThat(index.sequenceOf(entry.getKey())).isEqualTo(entry.getValue());
    }
    assertThat(index.sequenceOf("never")).isZero();
  }

  @Property(tries = 100)
  void aLongRunIsThatOfThePlainModel(
      @ForAll @Size(max = 400) List<Boolean> quick,
      @ForAll @IntRange(min = 1, max = 150) int keys,
      @ForAll @IntRange(min = 1, max = 150) int checkpoints) {
    ReferenceModel model = new ReferenceModel();
    model.apply(new Operation.Trigger(T0));
    model.apply(new Operation.Start(T0));
    Retention bounds = new Retention(keys, checkpoints);
    Runtime runtime = running().retaining(bounds);
    model.apply(new Operation.Retain(bounds));
    for (int i = 0; i < quick.size(); i++) {
      Operation batch =
          new Operation.Process(
              quick.get(i) ? "quick" : "slow", 1, Duration.ZERO, "k" + i, Option.none(), T0);
      model.apply(batch);
      runtime = batch.applyTo(runtime).runtime();
    }
    assertThat(runtime.checkpoints()).containsExactlyElementsOf(model.checkpoints);
    assertThat(runtime.ledger().keys()).containsExactlyElementsOf(model.keys);
    for (int i = 0; i < quick.size(); i++) {
      Operation again =
          new Operation.Process(
              quick.get(i) ? "quick" : "slow", 1, Duration.ZERO, "k" + i, Option.none(), T0);
      String key = "k" + i;
      assertThat(again.applyTo(runtime).answer())
          .isEqualTo(
              model.keys.stream().anyMatch(kept -> kept.idempotencyKey().equals(key))
                  ? "suppressed"
                  : "applied");
    }
  }
}
