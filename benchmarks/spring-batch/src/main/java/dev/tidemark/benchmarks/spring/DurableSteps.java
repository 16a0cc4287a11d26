package dev.tidemark.benchmarks.spring;

import dev.tidemark.benchmarks.contender.Contender;
import dev.tidemark.benchmarks.contender.Task;
import org.jspecify.annotations.Nullable;
import org.springframework.batch.core.step.Step;
import org.springframework.batch.infrastructure.item.database.JdbcBatchItemWriter;
import org.springframework.batch.infrastructure.item.database.builder.JdbcBatchItemWriterBuilder;
import org.springframework.batch.infrastructure.item.support.AbstractItemCountingItemStreamItemReader;

/** J6: a chunk a step, whose commit also writes how far the reader has come. */
public final class DurableSteps implements Contender {
  @Override
  public void run(Task task) throws Exception {
    try (Batches batches = new Batches(task)) {
      JdbcBatchItemWriter<Long> writer =
          new JdbcBatchItemWriterBuilder<Long>()
              .dataSource(batches.dataSource())
              .sql("insert into " + task.text("to") + " (id, payload) values (?, ?)")
              .itemPreparedStatementSetter(
                  (id, statement) -> {
                    statement.setLong(1, id);
                    statement.setString(2, "payload-" + id);
                  })
              .assertUpdates(false)
              .build();
      writer.afterPropertiesSet();
      Step step =
          batches
              .<Long, Long>chunks((int) task.number("batch"))
              .reader(new Numbers(task.number("records")))
              .writer(writer)
              .build();
      batches.run(step);
    }
  }

  /** From 1 to the greatest; knows how to go on after a crash. */
  private static final class Numbers extends AbstractItemCountingItemStreamItemReader<Long> {
    private final long greatest;
    private long last;

    Numbers(long greatest) {
      this.greatest = greatest;
      setName("numbers");
    }

    @Override
    protected @Nullable Long doRead() {
      return last < greatest ? Long.valueOf(++last) : null;
    }

    @Override
    protected void jumpToItem(int index) {
      last = index;
    }

    @Override
    protected void doOpen() {}

    @Override
    protected void doClose() {}
  }
}
