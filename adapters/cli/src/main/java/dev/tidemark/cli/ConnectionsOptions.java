package dev.tidemark.cli;

import dev.tidemark.connection.ConnectionListing;
import dev.tidemark.connection.ConnectionListing.Found;
import dev.tidemark.connection.ConnectionScope;
import dev.tidemark.connection.ConnectionTypes;
import dev.tidemark.document.Mark;
import dev.tidemark.document.Nearest;
import dev.tidemark.document.Value;
import dev.tidemark.failure.ErrorCode;
import dev.tidemark.flow.load.FlowCheck;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Which connections are meant. */
final class ConnectionsOptions {

  @Parameters(
      arity = "0..1",
      paramLabel = "NAME",
      description = "Just this one; all when left out.")
  private @Nullable String name;

  @Option(
      names = "--flow",
      paramLabel = "FLOW",
      description = "As seen by this flow: from its folder, with its own connections.")
  private @Nullable String flow;

  /** Those meant, resolved; where there is none, that is said on standard error. */
  List<Found> find(Surroundings in) {
    ConnectionListing listing = listing(in);
    String wanted = name;
    if (wanted == null) {
      if (listing.found().isEmpty()) {
        in.err()
            .println(
                "no connection has a name here. Looked at variables TIDEMARK_CONNECTION_...; "
                    + String.join("; ", listing.looked())
                    + (flow == null ? "; --flow adds those of a flow" : "; the flow itself"));
      }
      return listing.found();
    }
    List<Found> one = listing.found().stream().filter(each -> each.name().equals(wanted)).toList();
    if (one.isEmpty()) {
      List<String> names = listing.found().stream().map(Found::name).toList();
      String hint = Nearest.hint(wanted, names);
      throw new CommandFailure(
          ErrorCode.UNKNOWN,
          "there is no connection '%s'%s. Looked at variables TIDEMARK_CONNECTION_...; %s"
              .formatted(
                  wanted,
                  hint.isEmpty() ? "" : " (" + hint + ")",
                  String.join("; ", listing.looked())));
    }
    return one;
  }

  private ConnectionListing listing(Surroundings in) {
    Path here = in.folder().toAbsolutePath();
    Path folder = here;
    Value.Mapping inFlow = new Value.Mapping(new Mark("", 0, 0), List.of());
    if (flow != null) {
      FlowCheck check = FlowFile.check(in, flow);
      if (check.spec().isEmpty()) {
        check.problems().forEach(problem -> in.err().println(problem.text()));
        throw new CommandFailure(ErrorCode.FLOW_UNREADABLE, "the flow " + flow + " can't be read");
      }
      inFlow = check.spec().get().connections();
      Path parent = FlowFile.path(in, flow).toAbsolutePath().normalize().getParent();
      folder = parent == null ? here : parent;
    }
    return ConnectionListing.of(
        new ConnectionScope(in.environment(), in.home(), here, folder, ConnectionTypes.installed()),
        inFlow);
  }

  /** Prints what is wrong with them, each once. */
  static void printProblems(Surroundings in, List<Found> found) {
    found.stream()
        .flatMap(each -> each.problems().stream())
        .map(problem -> problem.text())
        .distinct()
        .forEach(in.err()::println);
  }

  /** Those that can't be used, if there are any. */
  static Optional<Failure> failure(List<Found> found) {
    List<String> wrong =
        found.stream().filter(each -> each.connection().isEmpty()).map(Found::name).toList();
    return wrong.isEmpty()
        ? Optional.empty()
        : Optional.of(
            Failure.of(
                ErrorCode.CONNECTION_WRONG,
                Wording.count(wrong.size(), "connection")
                    + " can't be used: "
                    + String.join(", ", wrong)));
  }
}
