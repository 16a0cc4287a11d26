package dev.tidemark.benchmarks.spring;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.tidemark.benchmarks.contender.Task;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.springframework.batch.core.BatchStatus;
import org.springframework.batch.core.configuration.support.MapJobRegistry;
import org.springframework.batch.core.job.Job;
import org.springframework.batch.core.job.JobExecution;
import org.springframework.batch.core.job.builder.JobBuilder;
import org.springframework.batch.core.job.parameters.JobParametersBuilder;
import org.springframework.batch.core.launch.support.TaskExecutorJobOperator;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.repository.support.JdbcJobRepositoryFactoryBean;
import org.springframework.batch.core.step.Step;
import org.springframework.batch.core.step.builder.ChunkOrientedStepBuilder;
import org.springframework.batch.core.step.builder.StepBuilder;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.task.SyncTaskExecutor;
import org.springframework.jdbc.datasource.init.ResourceDatabasePopulator;
import org.springframework.jdbc.support.JdbcTransactionManager;

/**
 * The job repository in the target's database, and what runs a job of one step with it. Close it.
 */
final class Batches implements AutoCloseable {
  private final HikariDataSource dataSource;
  private final JdbcTransactionManager transactions;
  private final JobRepository repository;

  Batches(Task task) throws Exception {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(task.text("url") + "&reWriteBatchedInserts=true");
    dataSource = new HikariDataSource(config);
    createTables(dataSource);
    transactions = new JdbcTransactionManager(dataSource);
    JdbcJobRepositoryFactoryBean factory = new JdbcJobRepositoryFactoryBean();
    factory.setDataSource(dataSource);
    factory.setTransactionManager(transactions);
    factory.afterPropertiesSet();
    repository = factory.getObject();
  }

  DataSource dataSource() {
    return dataSource;
  }

  /** The beginning of the one step. */
  <I, O> ChunkOrientedStepBuilder<I, O> chunks(int size) {
    return new StepBuilder("step", repository).<I, O>chunk(size).transactionManager(transactions);
  }

  /** Runs it as a job, once. */
  void run(Step step) throws Exception {
    TaskExecutorJobOperator operator = new TaskExecutorJobOperator();
    operator.setJobRepository(repository);
    operator.setJobRegistry(new MapJobRegistry());
    operator.setTaskExecutor(new SyncTaskExecutor());
    operator.afterPropertiesSet();
    Job job = new JobBuilder("job", repository).start(step).build();
    JobExecution execution =
        operator.start(
            job, new JobParametersBuilder().addLong("turn", System.nanoTime()).toJobParameters());
    if (execution.getStatus() != BatchStatus.COMPLETED) {
      throw new IllegalStateException("ended as " + execution, first(execution));
    }
  }

  private static Throwable first(JobExecution execution) {
    return execution.getAllFailureExceptions().stream()
        .findFirst()
        .orElseGet(() -> new IllegalStateException("no reason given"));
  }

  private static void createTables(DataSource dataSource) throws SQLException {
    try (Connection connection = dataSource.getConnection();
        Statement statement = connection.createStatement();
        var found = statement.executeQuery("select to_regclass('batch_job_instance') is null")) {
      found.next();
      if (found.getBoolean(1)) {
        new ResourceDatabasePopulator(
                new ClassPathResource("org/springframework/batch/core/schema-postgresql.sql"))
            .populate(connection);
      }
    }
  }

  @Override
  public void close() {
    dataSource.close();
  }
}
