package dev.tidemark.lifecycle;

import io.vavr.control.Either;
import io.vavr.control.Option;
import java.time.Duration;
import java.time.Instant;

/** One call of the core's API, as a value that can be generated, shrunk and repeated. */
sealed interface Operation {
  /** The runtime afterwards, and the kind of answer: ok, refused, or a process result's label. */
  record Step(Runtime runtime, String answer) {}

  Step applyTo(Runtime runtime);

  record Schedule(Instant at) implements Operation {
    @Override
    public Step applyTo(Runtime runtime) {
      return moved(runtime, runtime.schedule(at));
    }
  }

  record Trigger(Instant at) implements Operation {
    @Override
    public Step applyTo(Runtime runtime) {
      return moved(runtime, runtime.trigger("asked", at));
    }
  }

  record Start(Instant now) implements Operation {
    @Override
    public Step applyTo(Runtime runtime) {
      return moved(runtime, runtime.start(now));
    }
  }

  record Complete(Instant now) implements Operation {
    @Override
    public Step applyTo(Runtime runtime) {
      return moved(runtime, runtime.complete(now));
    }
  }

  record Fail(String reason) implements Operation {
    @Override
    public Step applyTo(Runtime runtime) {
      return moved(runtime, runtime.fail(reason));
    }
  }

  record Crash(String reason) implements Operation {
    @Override
    public Step applyTo(Runtime runtime) {
      return moved(runtime, runtime.crash(reason));
    }
  }

  record Resume(Instant now) implements Operation {
    @Override
    public Step applyTo(Runtime runtime) {
      return moved(runtime, runtime.resumeFromLatestCheckpoint(now));
    }
  }

  record Process(
      String stage, long records, Duration lag, String key, Option<String> position, Instant now)
      implements Operation {
    @Override
    public Step applyTo(Runtime runtime) {
      Processed processed = processed(runtime);
      return new Step(processed.runtime(), processed.result().label());
    }

    Processed processed(Runtime runtime) {
      return runtime.process(stage, records, lag, key, position, now);
    }
  }

  record Retry(long count) implements Operation {
    @Override
    public Step applyTo(Runtime runtime) {
      return new Step(runtime.recordRetry(count), "ok");
    }
  }

  record DeadLetters(long count) implements Operation {
    @Override
    public Step applyTo(Runtime runtime) {
      return new Step(runtime.recordDeadLetter(count), "ok");
    }
  }

  record Retain(Retention retention) implements Operation {
    @Override
    public Step applyTo(Runtime runtime) {
      return new Step(runtime.retaining(retention), "ok");
    }
  }

  private static Step moved(Runtime before, Either<IllegalTransition, Runtime> answer) {
    return answer.fold(refusal -> new Step(before, "refused"), next -> new Step(next, "ok"));
  }
}
