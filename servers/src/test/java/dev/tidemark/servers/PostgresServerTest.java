package dev.tidemark.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

class PostgresServerTest {
  @Test
  void eachDatabaseStartsEmpty() throws Exception {
    PostgresDatabase first = PostgresServer.shared().newDatabase();
    PostgresDatabase second = PostgresServer.shared().newDatabase();
    first.execute("create table only_here (id int)");

    assertThat(first.value("select to_regclass('only_here')")).isEqualTo("only_here");
    assertThat(second.value("select to_regclass('only_here')")).isEqualTo("null");
  }

  @Test
  void aHardStopLosesWhatWasNotCommittedAndNothingElse() throws Exception {
    try (PostgresServer server = PostgresServer.start()) {
      PostgresDatabase database = server.newDatabase();
      database.execute("create table kept (id int); insert into kept values (1)");
      Connection open = database.connect();
      open.setAutoCommit(false);
      open.createStatement().execute("insert into kept values (2)");

      server.stopHard();
      assertThatThrownBy(database::connect).isInstanceOf(SQLException.class);
      server.startAgain();

      assertThat(database.value("select string_agg(id::text, ',') from kept")).isEqualTo("1");
    }
  }

  @Test
  void theServerGoesWithTheProcessThatStartedIt() throws Exception {
    Process starter =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElseThrow(),
                "-cp",
                System.getProperty("java.class.path"),
                "-Djava.io.tmpdir=" + System.getProperty("java.io.tmpdir"),
                PostgresServer.class.getName())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    ProcessHandle server = serverOf(starter);

    starter.destroyForcibly().waitFor();

    server.onExit().join();
    assertThat(server.isAlive()).isFalse();
  }

  private static ProcessHandle serverOf(Process starter) throws IOException, SQLException {
    String url =
        new BufferedReader(new InputStreamReader(starter.getInputStream(), StandardCharsets.UTF_8))
            .readLine();
    int port = Integer.parseInt(url.replaceAll(".*:(\\d+)/.*", "$1"));
    PostgresDatabase system = PostgresServer.shared().system().through(port);
    String pid = system.value("select split_part(pg_read_file('postmaster.pid'), chr(10), 1)");
    return ProcessHandle.of(Long.parseLong(pid)).orElseThrow();
  }
}
