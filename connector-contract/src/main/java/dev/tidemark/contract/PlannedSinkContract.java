package dev.tidemark.contract;

import static dev.tidemark.contract.SampleLoad.delivery;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.connector.Delivery;
import dev.tidemark.connector.Sink;
import dev.tidemark.coordinator.Owner;
import dev.tidemark.coordinator.Plan;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * What every {@link Sink.Planned} must hold. A connector's test extends it and says how its sink is
 * opened and what its target shows. The engine stores a plan between {@link Sink.Planned#stage} and
 * {@link Sink.Planned#publish}; whoever has the stored plan, in whatever process, may publish it.
 */
public abstract class PlannedSinkContract {

  protected static final Owner FIRST = new Owner(1, "first");
  protected static final Owner SECOND = new Owner(2, "second");

  private final List<Sink> opened = new ArrayList<>();

  /** A new sink on the test's one target, as another process would open it. */
  protected abstract Sink.Planned newSink();

  /** What a reader of the target sees now, sorted by the first column; empty without a target. */
  protected abstract List<List<Object>> rows() throws Exception;

  @AfterEach
  void closeAll() {
    opened.forEach(Sink::close);
  }

  private Sink.Planned prepared() throws Exception {
    Sink.Planned sink = newSink();
    opened.add(sink);
    sink.prepare(SampleLoad.COLUMNS);
    return sink;
  }

  @Test
  void whatIsStagedIsNotSeen() throws Exception {
    Plan unused = prepared().stage(delivery(FIRST, 1, 0, 3));
    assertThat(rows()).isEmpty();
  }

  @Test
  void aPlanSaysWhatItLeadsTo() throws Exception {
    Delivery delivery = delivery(FIRST, 1, 0, 3);
    Plan plan = prepared().stage(delivery);
    assertThat(plan.generation()).isEqualTo(1);
    assertThat(plan.moves()).containsExactlyElementsOf(delivery.moves());
    assertThat(plan.content()).as("how to publish it").isNotEmpty();
  }

  @Test
  void whatIsPublishedIsSeenOnce() throws Exception {
    Sink.Planned sink = prepared();
    for (int at = 0; at < SampleLoad.RECORDS; at += SampleLoad.STEP) {
      sink.publish(sink.stage(delivery(FIRST, 1, at, at + SampleLoad.STEP)));
    }
    assertThat(rows()).isEqualTo(SampleLoad.rows(SampleLoad.RECORDS));
  }

  @Test
  void publishingTwiceHasOneEffect() throws Exception {
    Sink.Planned sink = prepared();
    Plan plan = sink.stage(delivery(FIRST, 1, 0, 3));
    sink.publish(plan);
    sink.publish(plan);
    assertThat(rows()).isEqualTo(SampleLoad.rows(3));
  }

  @Test
  void aStoredPlanIsFinishedByAnotherProcessFromItsBytes() throws Exception {
    Sink.Planned first = prepared();
    Plan plan = first.stage(delivery(FIRST, 1, 0, 3));
    first.close();
    prepared().publish(plan);
    assertThat(rows()).isEqualTo(SampleLoad.rows(3));
  }

  @Test
  void aPlanPublishedBeforeACrashIsPublishedAgainInVain() throws Exception {
    Sink.Planned first = prepared();
    Plan plan = first.stage(delivery(FIRST, 1, 0, 3));
    first.publish(plan);
    first.close();
    Sink.Planned second = prepared();
    second.publish(plan);
    second.publish(second.stage(delivery(SECOND, 1, 3, 6)));
    assertThat(rows()).isEqualTo(SampleLoad.rows(6));
  }

  @Test
  void whatWasStagedWithoutAPlanStoredIsStagedAnew() throws Exception {
    Sink.Planned first = prepared();
    Plan lost = first.stage(delivery(FIRST, 1, 0, 3));
    assertThat(lost.content()).isNotEmpty();
    first.close();
    Sink.Planned second = prepared();
    second.publish(second.stage(delivery(SECOND, 1, 0, 6)));
    assertThat(rows()).isEqualTo(SampleLoad.rows(6));
  }

  @Test
  void anOwnerThatWakesUpPublishesNothingTwice() throws Exception {
    Sink.Planned frozen = prepared();
    Plan plan = frozen.stage(delivery(FIRST, 1, 0, 3));
    Sink.Planned next = prepared();
    next.publish(plan);
    frozen.publish(plan);
    next.publish(next.stage(delivery(SECOND, 1, 3, 6)));
    assertThat(rows()).isEqualTo(SampleLoad.rows(6));
  }
}
