package dev.tidemark.cli;

import dev.tidemark.engine.SharedFlow;
import dev.tidemark.failure.ErrorCode;
import dev.tidemark.flow.FlowGraph;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which partition of a flow with shared runners is meant. */
final class SlotOption {

  private static final Pattern SLOT = Pattern.compile("[A-Za-z0-9._-]+-\\d+");

  @Option(
      names = "--slot",
      paramLabel = "SLOT",
      description = "Of a flow with shared runners: which partition, as orders-3.")
  private @Nullable String slot;

  /** The flow that is meant: itself, or one partition of it. */
  FlowGraph of(FlowGraph flow) {
    String wanted = slot;
    if (wanted == null) {
      if (flow.shared()) {
        throw new CommandFailure(
            ErrorCode.COMMAND_LINE,
            flow.name()
                + " has shared runners, and each partition is a pipeline: say which with --slot,"
                + " as --slot orders-3; tidemark status lists them");
      }
      return flow;
    }
    if (!flow.shared()) {
      throw new CommandFailure(
          ErrorCode.COMMAND_LINE, "--slot is for shared runners, which " + flow.name() + " hasn't");
    }
    if (!SLOT.matcher(wanted).matches()) {
      throw new CommandFailure(
          ErrorCode.COMMAND_LINE, "--slot: expected TOPIC-NUMBER, was '%s'".formatted(wanted));
    }
    return new SharedFlow(flow).slot(wanted);
  }
}
