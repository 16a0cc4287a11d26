package dev.tidemark.benchmarks.jobs;

import dev.tidemark.benchmarks.contender.Task;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Lets all entrants of a job take turns: each warms up, then come those that count. */
final class Comparison {
  private final Places places;
  private final Servers servers;
  private final Job job;

  Comparison(Places places, Servers servers, Job job) {
    this.places = places;
    this.servers = servers;
    this.job = job;
  }

  /**
   * Runs them; one line each, in the order given.
   *
   * @param warmUp how many seconds of turns don't count; at least one turn
   * @param turns how many count
   */
  List<Line> run(List<Entrant> entrants, double warmUp, int turns) throws Exception {
    List<Seat> seats = new ArrayList<>();
    try {
      for (Entrant each : entrants) {
        seats.add(new Seat(each, ContenderJvm.start(each, places), new ArrayList<>()));
      }
      for (Seat each : seats) {
        double seconds = 0;
        do {
          seconds += turn(each, "warm-up").seconds();
        } while (seconds < warmUp);
      }
      for (int round = 1; round <= turns; round++) {
        for (Seat each : seats) {
          each.turns().add(turn(each, "turn " + round));
        }
      }
      return lines(seats);
    } finally {
      for (Seat each : seats) {
        each.process().close();
      }
    }
  }

  private List<Line> lines(List<Seat> seats) throws IOException {
    List<Line> lines = new ArrayList<>();
    for (Seat each : seats) {
      double memory = Usage.peakMemory(each.process().pid());
      lines.add(new Line(each.entrant(), job.records(each.entrant()), each.turns(), memory));
    }
    return lines;
  }

  private Turn turn(Seat seat, String which) throws Exception {
    Entrant entrant = seat.entrant();
    ContenderJvm process = seat.process();
    Task task = new Tasks(places, job).next(entrant);
    double serverCpu = servers.cpu();
    double cpu = Usage.cpu(process.pid());
    long began = System.nanoTime();
    process.begin(task);
    double heap = process.await();
    double seconds = (System.nanoTime() - began) / 1e9;
    Turn turn = new Turn(seconds, Usage.cpu(process.pid()) - cpu, servers.cpu() - serverCpu, heap);
    say(entrant, which, turn);
    job.check(entrant);
    return turn;
  }

  private void say(Entrant entrant, String which, Turn turn) {
    Progress.say(
        String.format(
            Locale.ROOT,
            "%s %s %s: %.2f s, %,.0f records/s, CPU %.2f s + %.2f s of the servers",
            job.name(),
            which,
            entrant.name(),
            turn.seconds(),
            job.records(entrant) / turn.seconds(),
            turn.cpu(),
            turn.serverCpu()));
  }

  /** An entrant, its process, and the turns that it has taken. */
  private record Seat(Entrant entrant, ContenderJvm process, List<Turn> turns) {}
}
