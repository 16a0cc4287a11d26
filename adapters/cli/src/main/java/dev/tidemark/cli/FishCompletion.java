package dev.tidemark.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * Completion for fish, made of the commands' own model: commands and options with what they do, the
 * words that an argument may be, else files. Hidden ones are left out.
 */
record FishCompletion(String program) {

  String script(CommandLine root) {
    List<String> lines = new ArrayList<>();
    lines.add("# Completion of " + program + " for fish.");
    lines.add("function " + path());
    lines.add("  # The commands typed so far, without options.");
    lines.add(
        "  string match --invert -- '-*' (commandline --tokens-expanded --cut-at-cursor"
            + " 2>/dev/null; or commandline -opc)[2..]");
    lines.add("end");
    lines.add("function " + under());
    lines.add("  # Whether they begin with these.");
    lines.add("  set --local typed (" + path() + ")");
    lines.add("  set --local wanted (count $argv)");
    lines.add("  test (count $typed) -ge $wanted; or return 1");
    lines.add("  test $wanted -eq 0; and return 0");
    lines.add("  test \"$typed[1..$wanted]\" = \"$argv\"");
    lines.add("end");
    lines.add("function " + at());
    lines.add("  # Whether they are these and no more.");
    lines.add("  test (count (" + path() + ")) -eq (count $argv); and " + under() + " $argv");
    lines.add("end");
    lines.add("complete -c " + program + " -e");
    command(root, List.of(), lines);
    return lines.stream().collect(Collectors.joining("\n", "", "\n"));
  }

  private String path() {
    return "__" + program + "_words";
  }

  private String under() {
    return "__" + program + "_under";
  }

  private String at() {
    return "__" + program + "_at";
  }

  private void command(CommandLine command, List<String> words, List<String> lines) {
    Map<String, CommandLine> commands = visible(command);
    String here = "-n '" + at() + suffix(words) + "'";
    commands.forEach(
        (name, each) ->
            lines.add(
                "complete -c %s -f %s -a %s -d %s"
                    .formatted(program, here, name, description(each))));
    if (commands.isEmpty()) {
      for (PositionalParamSpec parameter : command.getCommandSpec().positionalParameters()) {
        candidates(parameter)
            .forEach(word -> lines.add("complete -c " + program + " -f " + here + " -a " + word));
      }
    }
    String below = words.isEmpty() ? here : "-n '" + under() + suffix(words) + "'";
    for (OptionSpec option : command.getCommandSpec().options()) {
      if (!option.hidden()) {
        lines.add("complete -c " + program + " " + below + option(option));
      }
    }
    commands.forEach(
        (name, each) -> {
          List<String> longer = new ArrayList<>(words);
          longer.add(name);
          command(each, longer, lines);
        });
  }

  private static String suffix(List<String> words) {
    return words.isEmpty() ? "" : " " + String.join(" ", words);
  }

  private static Map<String, CommandLine> visible(CommandLine command) {
    Map<String, CommandLine> visible = new LinkedHashMap<>();
    command
        .getSubcommands()
        .forEach(
            (name, each) -> {
              if (!each.getCommandSpec().usageMessage().hidden()) {
                visible.put(name, each);
              }
            });
    return visible;
  }

  private static String option(OptionSpec option) {
    StringBuilder line = new StringBuilder();
    for (String name : option.names()) {
      line.append(name.startsWith("--") ? " -l " + name.substring(2) : " -s " + name.substring(1));
    }
    if (option.arity().max() > 0) {
      line.append(" -r");
      List<String> words = candidates(option);
      if (!words.isEmpty()) {
        line.append(" -f -a ").append(quoted(String.join(" ", words)));
      }
    }
    return line.append(" -d ").append(quoted(first(option.description()))).toString();
  }

  private static List<String> candidates(ArgSpec argument) {
    List<String> words = new ArrayList<>();
    if (argument.completionCandidates() != null) {
      argument.completionCandidates().forEach(words::add);
    }
    return words;
  }

  private static String description(CommandLine command) {
    return quoted(first(command.getCommandSpec().usageMessage().description()));
  }

  private static String first(String[] lines) {
    return lines.length == 0 ? "" : lines[0];
  }

  private static String quoted(String text) {
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
  }
}
