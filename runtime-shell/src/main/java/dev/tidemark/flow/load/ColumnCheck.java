package dev.tidemark.flow.load;

import dev.tidemark.connector.ConnectorException;
import dev.tidemark.connector.InvalidStageException;
import dev.tidemark.connector.Settings;
import dev.tidemark.connector.SinkType;
import dev.tidemark.connector.SourceType;
import dev.tidemark.connector.StageContext;
import dev.tidemark.connector.TransformType;
import dev.tidemark.document.Findings;
import dev.tidemark.document.Quoted;
import dev.tidemark.flow.Emission;
import dev.tidemark.flow.spec.FlowSpec;
import dev.tidemark.flow.spec.StageSpec;
import dev.tidemark.record.Schema;
import dev.tidemark.sql.InvalidSqlException;
import dev.tidemark.sql.SqlExpression;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Follows columns along the edges, from the sources on, as far as they are known. */
final class ColumnCheck {
  private final FlowSpec flow;
  private final Wiring wiring;
  private final Findings findings;
  private final Map<String, Schema> schemas = new LinkedHashMap<>();

  ColumnCheck(FlowSpec flow, Wiring wiring, Findings findings) {
    this.flow = flow;
    this.wiring = wiring;
    this.findings = findings;
  }

  /** The columns that each stage hands on; for a sink, those that it gets. */
  Map<String, Schema> check(List<Draft> ordered) {
    for (Draft draft : ordered) {
      Guarded.run(
          draft.spec(),
          findings,
          () -> columns(draft).ifPresent(schema -> schemas.put(draft.name(), schema)));
    }
    return schemas;
  }

  private Optional<Schema> columns(Draft draft) {
    return switch (draft.role()) {
      case SOURCE -> draft.settings().flatMap(settings -> source(draft, settings));
      case TRANSFORM ->
          input(draft)
              .flatMap(
                  input -> draft.settings().flatMap(settings -> transform(draft, settings, input)));
      case FORK -> fork(draft);
      case SINK -> {
        Optional<Schema> input = input(draft);
        input.ifPresent(schema -> draft.settings().ifPresent(it -> sink(draft, it, schema)));
        yield input;
      }
    };
  }

  private Optional<Schema> source(Draft draft, Settings settings) {
    try {
      return draft.type().orElseThrow() instanceof SourceType type
          ? type.columns(settings)
          : Optional.empty();
    } catch (ConnectorException bad) {
      findings.problem(draft.spec().path("config"), Quoted.line(bad.reason()), "");
      return Optional.empty();
    }
  }

  private Optional<Schema> transform(Draft draft, Settings settings, Schema input) {
    try {
      return draft.type().orElseThrow() instanceof TransformType type
          ? Optional.of(type.open(context(draft, settings), input).schema())
          : Optional.empty();
    } catch (InvalidStageException bad) {
      report(draft, bad);
      return Optional.empty();
    }
  }

  private void sink(Draft draft, Settings settings, Schema input) {
    try {
      if (draft.type().orElseThrow() instanceof SinkType type) {
        type.check(context(draft, settings), input);
      }
    } catch (InvalidStageException bad) {
      report(draft, bad);
    }
  }

  private StageContext context(Draft draft, Settings settings) {
    return new StageContext(
        flow.name(),
        draft.name(),
        flow.execution().streaming(),
        settings,
        flow.execution().limits().maxRecordBytes());
  }

  private void report(Draft draft, InvalidStageException bad) {
    String message = bad.getMessage();
    findings.problem(
        ConfigCheck.settingPath(draft.spec(), bad.setting()),
        Quoted.line(message == null ? "it doesn't fit the columns" : message),
        "");
  }

  private Optional<Schema> fork(Draft draft) {
    Optional<Schema> input = input(draft);
    if (draft.routes().orElse(null) instanceof Emission.ByValue route) {
      input.ifPresent(schema -> compile(draft.spec(), route.by(), schema));
    }
    return input;
  }

  private void compile(StageSpec stage, String by, Schema input) {
    try {
      SqlExpression.compile(by, input);
    } catch (InvalidSqlException bad) {
      String message = bad.getMessage();
      findings.problem(
          stage.path("config.by"),
          Quoted.line(message == null ? "not an expression" : message),
          "");
    }
  }

  /** What a stage gets, when it is known of all stages before it. */
  private Optional<Schema> input(Draft draft) {
    List<String> previous = wiring.previous(draft.name());
    if (previous.isEmpty() || !schemas.keySet().containsAll(previous)) {
      return Optional.empty();
    }
    Schema first = schema(previous.get(0));
    Schema together = first;
    for (String name : previous.subList(1, previous.size())) {
      Optional<Schema> both = together.joined(schema(name));
      if (both.isEmpty()) {
        findings.problem(
            draft.spec().path(),
            "it gets different columns from '"
                + previous.get(0)
                + "' ("
                + names(first)
                + ") and '"
                + name
                + "' ("
                + names(schema(name))
                + ")",
            "give both the same columns, in the same order");
        return Optional.empty();
      }
      together = both.get();
    }
    return Optional.of(together);
  }

  private Schema schema(String stage) {
    return Optional.ofNullable(schemas.get(stage)).orElseThrow();
  }

  private static String names(Schema schema) {
    return String.join(
        ", ",
        schema.columns().stream()
            .map(column -> column.name() + " " + column.type().text())
            .toList());
  }
}
