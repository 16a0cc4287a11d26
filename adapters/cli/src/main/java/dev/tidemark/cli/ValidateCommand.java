package dev.tidemark.cli;

import dev.tidemark.flow.load.FlowCheck;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code tidemark validate}. */
@Command(
    name = "validate",
    description = {
      "Check flows, and report all problems of all of them.",
      "Each problem with file, line and column. Connects to nothing and writes nothing. A valid"
          + " flow's guarantee is shown by sink."
    },
    footer = {
      "",
      "Example: tidemark validate flows/*.yaml",
      "",
      "Exit codes: 0 all are valid, 2 there are problems."
    })
final class ValidateCommand implements Callable<Integer> {

  private final Surroundings surroundings;

  @Parameters(arity = "1..*", paramLabel = "FLOW", description = "Files in YAML or JSON.")
  private final List<String> flows = new ArrayList<>();

  @Mixin private final OutputOptions output = new OutputOptions();

  ValidateCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    List<FlowCheck> checks =
        flows.stream().map(flow -> FlowFile.check(surroundings, flow)).toList();
    ValidateReport report = new ValidateReport(checks);
    if (output.json()) {
      surroundings.out().println(report.json());
    } else {
      report.lines().forEach(surroundings.out()::println);
    }
    surroundings.out().flush();
    report.failure().ifPresent(failure -> failure.print(surroundings));
    return report.failure().map(Failure::exitCode).orElse(ExitCode.OK);
  }
}
