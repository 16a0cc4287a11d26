package dev.tidemark.connection;

import dev.tidemark.connector.Connection;
import dev.tidemark.document.Findings;
import dev.tidemark.document.FlowProblem;
import dev.tidemark.document.Mark;
import dev.tidemark.document.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Every connection that has a name in some scope, and what it resolves to. Immutable.
 *
 * @param found by name, sorted
 * @param looked the files that were looked into, for people
 */
public record ConnectionListing(List<Found> found, List<String> looked) {

  /** Copies its lists. */
  public ConnectionListing {
    found = List.copyOf(found);
    looked = List.copyOf(looked);
  }

  /**
   * A connection.
   *
   * @param origin the place that defines it, for people
   * @param connection empty when there are problems
   */
  public record Found(
      String name, String origin, Optional<Connection> connection, List<FlowProblem> problems) {}

  /**
   * Resolves each name on its own, so that each has its own problems. Reads files.
   *
   * @param inFlow the flow's own {@code connections}, variables replaced; empty without a flow
   */
  public static ConnectionListing of(ConnectionScope scope, Value.Mapping inFlow) {
    Mark mark = inFlow.mark();
    Value.Mapping root =
        new Value.Mapping(mark, List.of(new Value.Entry("connections", mark, inFlow)));
    ConnectionResolver all = new ConnectionResolver(scope, new Findings(root), inFlow);
    List<Found> found = new ArrayList<>();
    all.origins()
        .forEach(
            (name, origin) -> {
              Findings findings = new Findings(root);
              ConnectionResolver one = new ConnectionResolver(scope, findings, inFlow);
              Value wanted = new Value.Scalar(mark, Value.Kind.TEXT, name, name, false);
              Optional<Connection> connection = one.connection(wanted, "connections");
              one.reportFiles();
              found.add(new Found(name, origin, connection, findings.problems()));
            });
    return new ConnectionListing(found, all.looked());
  }
}
