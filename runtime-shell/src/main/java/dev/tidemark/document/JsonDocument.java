package dev.tidemark.document;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads JSON. */
public final class JsonDocument {
  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder().maxNestingDepth(TreeBudget.MAX_DEPTH).build())
          .build();

  private final String file;
  private final List<FlowProblem> problems = new ArrayList<>();
  private final TreeBudget budget = new TreeBudget();

  private JsonDocument(String file) {
    this.file = file;
  }

  /** Reads a text; never fails, for what is wrong is in the answer. */
  public static Document read(String file, String text) {
    return new JsonDocument(file).read(text);
  }

  private Document read(String text) {
    try (JsonParser parser = FACTORY.createParser(text)) {
      JsonToken first = parser.nextToken();
      if (first == null) {
        return Document.of(Value.Scalar.plain(new Mark(file, 1, 1), ""), problems);
      }
      Value root = value(parser, first, 1);
      if (parser.nextToken() != null) {
        return Document.unreadable(
            mark(parser.currentTokenLocation()), "not valid JSON: more text after its end", "");
      }
      return Document.of(root, problems);
    } catch (StreamConstraintsException bad) {
      return Document.unreadable(
          mark(bad.getLocation()), "nested too deep, or a value too long", "");
    } catch (JsonProcessingException bad) {
      return Document.unreadable(mark(bad.getLocation()), message(bad), "");
    } catch (IOException bad) {
      return Document.unreadable(new Mark(file, 1, 1), "not valid JSON", "");
    } catch (TreeBudget.ExceededException exceeded) {
      return exceeded.document();
    }
  }

  /** The parser's own words, without the piece of the text that it quotes: it may be a secret. */
  private static String message(JsonProcessingException bad) {
    String original = bad.getOriginalMessage();
    String found =
        original == null
            ? "it can't be understood"
            : original.replaceFirst("Unrecognized token '.*?': was", "unquoted text, was");
    return "not valid JSON: " + Quoted.line(found.lines().findFirst().orElse(""));
  }

  private Mark mark(@Nullable JsonLocation location) {
    return location == null
        ? new Mark(file, 1, 1)
        : new Mark(file, Math.max(1, location.getLineNr()), Math.max(1, location.getColumnNr()));
  }

  private Value value(JsonParser parser, JsonToken token, int depth) throws IOException {
    Mark mark = mark(parser.currentTokenLocation());
    budget.enter(depth, mark);
    return switch (token) {
      case START_OBJECT -> new Value.Mapping(mark, entries(parser, depth));
      case START_ARRAY -> new Value.Items(mark, items(parser, depth));
      case VALUE_STRING -> Value.Scalar.of(mark, Value.Kind.TEXT, parser.getText());
      default -> Value.Scalar.plain(mark, parser.getText());
    };
  }

  private List<Value.Entry> entries(JsonParser parser, int depth) throws IOException {
    EntryCollector collector = new EntryCollector(problems);
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String key = parser.currentName();
      Mark mark = mark(parser.currentTokenLocation());
      collector.add(new Value.Entry(key, mark, value(parser, parser.nextToken(), depth + 1)));
    }
    return collector.entries();
  }

  private List<Value> items(JsonParser parser, int depth) throws IOException {
    List<Value> items = new ArrayList<>();
    for (JsonToken token = parser.nextToken();
        token != JsonToken.END_ARRAY;
        token = parser.nextToken()) {
      items.add(value(parser, token, depth + 1));
    }
    return items;
  }
}
