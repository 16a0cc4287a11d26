package dev.tidemark.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.checkpoint.InMemoryCheckpointStore;
import dev.tidemark.checkpoint.Lease;
import dev.tidemark.checkpoint.LeaseAnswer;
import dev.tidemark.coordinator.Effect;
import dev.tidemark.coordinator.Entry;
import dev.tidemark.coordinator.Event;
import dev.tidemark.coordinator.RunSpec.Wish;
import dev.tidemark.flow.FlowGraph;
import dev.tidemark.lifecycle.Runtime;
import io.vavr.collection.Vector;
import io.vavr.control.Option;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class DispatchTest {
  private static final Event MARK = new Event.Woken("mark");
  private final InMemoryCheckpointStore store = new InMemoryCheckpointStore(InstantSource.system());
  private final FlowGraph flow =
      new Graph().source("in", Input.of(Rows.range(0, 4)), "out").sink("out", new Table()).build();
  private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
  private final Lanes lanes = new Lanes();
  private final Lease lease =
      ((LeaseAnswer.Granted) store.acquire("flow", "me", "here", Duration.ofMinutes(1))).lease();
  private final Undertaking undertaking =
      new Undertaking(
          new RunOrder(flow, store, Wish.GO_ON, false, InstantSource.system(), EffectListener.NONE),
          new LeaseKeeper(store, lease, System.nanoTime(), lost -> {}),
          1);
  private final Dispatch dispatch =
      new Dispatch(undertaking, lanes, events::add, EffectListener.NONE);

  @AfterEach
  void stop() {
    lanes.close();
    undertaking.close();
  }

  private void save(long number) {
    Runtime runtime = Runtime.of(flow.pipeline());
    Entry entry =
        new Entry(number, runtime, Vector.empty(), Vector.empty(), Vector.empty(), Option.none());
    dispatch.begin(new Effect.Save(entry, true));
  }

  private Event next() throws InterruptedException {
    Event event = events.poll(10, TimeUnit.SECONDS);
    return event == null ? MARK : event;
  }

  @Test
  void saveThatWasPutOffBeginsOnceItIsWaitedFor() throws InterruptedException {
    save(1);
    assertThat(next()).isEqualTo(new Event.Saved(1));
    save(2);
    dispatch.hasten();
    lanes.execute("store", () -> events.add(MARK));
    assertThat(next()).isEqualTo(new Event.Saved(2));
    assertThat(next()).isEqualTo(MARK);
  }

  @Test
  void hasteningAgainSavesNothingTwice() throws InterruptedException {
    dispatch.hasten();
    save(1);
    assertThat(next()).isEqualTo(new Event.Saved(1));
    dispatch.hasten();
    save(2);
    dispatch.hasten();
    dispatch.hasten();
    assertThat(next()).isEqualTo(new Event.Saved(2));
    lanes.execute("store", () -> events.add(MARK));
    assertThat(next()).isEqualTo(MARK);
  }
}
