package dev.tidemark.document;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.reader.ReaderException;

/** Reads YAML. Booleans are {@code true} and {@code false} only: {@code no} is a country, too. */
public final class YamlDocument {
  private static final String STANDARD_TAGS = "tag:yaml.org,2002:";
  private static final String NO_ANCHOR = "found undefined alias";

  private final String file;
  private final List<FlowProblem> problems = new ArrayList<>();
  private final TreeBudget budget = new TreeBudget();

  private YamlDocument(String file) {
    this.file = file;
  }

  /** Reads a text; never fails, for what is wrong is in the answer. */
  public static Document read(String file, String text) {
    return new YamlDocument(file).read(text);
  }

  private Document read(String text) {
    LoaderOptions options = new LoaderOptions();
    options.setNestingDepthLimit(TreeBudget.MAX_DEPTH);
    options.setAllowRecursiveKeys(false);
    try {
      Node root = new Yaml(new SafeConstructor(options)).compose(new StringReader(text));
      Value value = root == null ? Value.Scalar.plain(new Mark(file, 1, 1), "") : value(root, 1);
      return Document.of(value, problems);
    } catch (MarkedYAMLException bad) {
      return Document.unreadable(mark(bad.getProblemMark()), message(bad), hint(bad));
    } catch (ReaderException bad) {
      return Document.unreadable(
          markOf(text, bad.getPosition()),
          "a character that YAML doesn't allow: U+%04X".formatted(bad.getCodePoint()),
          "remove it, or write it in double quotes with a backslash");
    } catch (TreeBudget.ExceededException exceeded) {
      return exceeded.document();
    } catch (RuntimeException bad) {
      // The parser's own surprises at strange input, for example a version too large for a number.
      return Document.unreadable(new Mark(file, 1, 1), "not valid YAML", "");
    }
  }

  private static String message(MarkedYAMLException bad) {
    String problem = bad.getProblem();
    String context = bad.getContext();
    String found = problem == null ? "it can't be understood" : problem;
    if (found.startsWith(NO_ANCHOR)) {
      // Its name stays out: it may be a password that begins with *.
      return "not valid YAML: there is an alias, *name, without its anchor, &name";
    }
    return "not valid YAML: " + Quoted.line(context == null ? found : context + ", " + found);
  }

  private static String hint(MarkedYAMLException bad) {
    String problem = bad.getProblem();
    if (problem == null) {
      return "";
    }
    return problem.startsWith(NO_ANCHOR)
        ? "write a text that begins with * in quotes"
        : problem.contains("TAB") ? "indent with spaces" : "";
  }

  private Mark mark(org.yaml.snakeyaml.error.@Nullable Mark mark) {
    return mark == null
        ? new Mark(file, 1, 1)
        : new Mark(file, mark.getLine() + 1, mark.getColumn() + 1);
  }

  private Mark markOf(String text, int position) {
    String before = text.substring(0, Math.clamp(position, 0, text.length()));
    int line = (int) before.chars().filter(character -> character == '\n').count() + 1;
    return new Mark(file, line, before.length() - before.lastIndexOf('\n'));
  }

  private Value value(Node node, int depth) {
    Mark mark = mark(node.getStartMark());
    budget.enter(depth, mark);
    checkTag(node, mark);
    return switch (node) {
      case MappingNode mapping -> new Value.Mapping(mark, entries(mapping, depth));
      case SequenceNode sequence ->
          new Value.Items(
              mark, sequence.getValue().stream().map(item -> value(item, depth + 1)).toList());
      case ScalarNode scalar -> scalar(mark, scalar);
      default -> Value.Scalar.plain(mark, "");
    };
  }

  private void checkTag(Node node, Mark mark) {
    if (!node.getTag().getValue().startsWith(STANDARD_TAGS)) {
      // It isn't shown: it may be a password that begins with !.
      problems.add(
          FlowProblem.at(
              mark,
              "",
              "a tag, !name, has no meaning here",
              "remove it, or write a text that begins with ! in quotes"));
    }
  }

  private static Value.Scalar scalar(Mark mark, ScalarNode node) {
    // A plain text with the tag of a text was tagged so, or is a number with zeros in front.
    boolean plain =
        node.getScalarStyle() == DumperOptions.ScalarStyle.PLAIN && !node.getTag().equals(Tag.STR);
    return plain
        ? Value.Scalar.plain(mark, node.getValue())
        : Value.Scalar.of(mark, Value.Kind.TEXT, node.getValue());
  }

  private List<Value.Entry> entries(MappingNode mapping, int depth) {
    EntryCollector collector = new EntryCollector(problems);
    List<Value.Entry> merged = new ArrayList<>();
    for (NodeTuple tuple : mapping.getValue()) {
      Mark mark = mark(tuple.getKeyNode().getStartMark());
      if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
        problems.add(FlowProblem.at(mark, "", "a key must be a single value", ""));
      } else if (key.getTag().equals(Tag.MERGE)) {
        merge(value(tuple.getValueNode(), depth + 1), merged);
      } else {
        collector.add(
            new Value.Entry(key.getValue(), mark, value(tuple.getValueNode(), depth + 1)));
      }
    }
    collector.addMissing(merged);
    return collector.entries();
  }

  private void merge(Value from, List<Value.Entry> merged) {
    switch (from) {
      case Value.Mapping mapping -> merged.addAll(mapping.entries());
      case Value.Items items -> items.values().forEach(item -> merge(item, merged));
      case Value.Scalar scalar ->
          problems.add(
              FlowProblem.at(scalar.mark(), "", "'<<' merges a mapping, not a single value", ""));
    }
  }
}
