package dev.tidemark.cli;

import dev.tidemark.checkpoint.LetterFilter;
import dev.tidemark.checkpoint.LetterState;
import dev.tidemark.failure.ErrorCode;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import picocli.CommandLine.Option;

/** Which dead letters are meant. */
final class LetterFilterOptions {

  private static final String ANY = "all";

  @Option(
      names = "--stage",
      paramLabel = "STAGE",
      description = "Only those that this stage has refused.")
  private String stage = "";

  @Option(
      names = "--error",
      paramLabel = "TEXT",
      description = "Only those whose reason holds this text, in upper or lower case.")
  private String error = "";

  @Option(names = "--run", paramLabel = "RUN", description = "Only those of this run: orders-3.")
  private String run = "";

  /** Those in any state. */
  LetterFilter any() {
    return new LetterFilter(stage, error, run, "", EnumSet.allOf(LetterState.class));
  }

  /**
   * Those in a state.
   *
   * @param state a label, or {@code all}
   */
  LetterFilter in(String state) {
    return any().in(states(state));
  }

  private static Set<LetterState> states(String label) {
    if (label.equalsIgnoreCase(ANY)) {
      return EnumSet.allOf(LetterState.class);
    }
    return Arrays.stream(LetterState.values())
        .filter(state -> state.label().equals(label.toLowerCase(Locale.ROOT)))
        .findFirst()
        .map(EnumSet::of)
        .orElseThrow(
            () ->
                new CommandFailure(
                    ErrorCode.COMMAND_LINE,
                    "--state must be one of " + labels() + ", was " + label));
  }

  private static String labels() {
    return Arrays.stream(LetterState.values())
        .map(LetterState::label)
        .collect(Collectors.joining(", ", "", ", " + ANY));
  }
}
