package dev.tidemark.flow.load;

import dev.tidemark.connection.ConnectionTypes;
import dev.tidemark.connector.Connection;
import dev.tidemark.connector.LetterOutletType;
import dev.tidemark.connector.Settings;
import dev.tidemark.connector.StageType.Problem;
import dev.tidemark.document.Findings;
import dev.tidemark.document.KeyPath;
import dev.tidemark.document.Quoted;
import dev.tidemark.document.Value;
import dev.tidemark.flow.LetterTarget;
import dev.tidemark.flow.Node;
import dev.tidemark.flow.spec.FlowSpec;
import dev.tidemark.settings.SettingsReader;
import java.util.Optional;

/** Checks {@code dead_letters}, whose keys depend on the kind of its connection. */
final class LetterCheck {

  private static final String AT = "dead_letters";

  private final ConnectionTypes types;
  private final SettingsReader.Connections connections;
  private final Findings findings;

  LetterCheck(ConnectionTypes types, SettingsReader.Connections connections, Findings findings) {
    this.types = types;
    this.connections = connections;
    this.findings = findings;
  }

  /** Where letters are copied to; empty for nowhere, or when something is wrong with it. */
  Optional<LetterTarget> check(FlowSpec flow, SettingsReader reader) {
    return flow.deadLetters().flatMap(written -> check(flow, written, reader));
  }

  private Optional<LetterTarget> check(
      FlowSpec flow, Value.Mapping written, SettingsReader reader) {
    Optional<LetterOutletType> type = type(written);
    if (type.isEmpty()) {
      return Optional.empty();
    }
    Optional<Settings> settings = reader.read(type.get().settings(), written, AT);
    settings.ifPresent(found -> checkTogether(type.get(), found));
    if (flow.stages().stream().noneMatch(each -> each.onError() == Node.OnError.DEAD_LETTER)) {
      findings.warning(
          AT,
          "has no effect: no stage sets bad records aside",
          "write on_error: dead_letter at the stages that should");
    }
    return settings.map(found -> new LetterTarget(type.get(), found));
  }

  private Optional<LetterOutletType> type(Value.Mapping written) {
    Optional<Value> named = written.get(LetterOutletType.CONNECTION);
    if (named.isEmpty()) {
      findings.problem(AT, "'connection' is missing: which system takes the copies", "");
      return Optional.empty();
    }
    String path = KeyPath.key(AT, LetterOutletType.CONNECTION);
    Optional<Connection> connection = connections.connection(named.get(), path);
    Optional<LetterOutletType> type = connection.flatMap(types::letterOutlet);
    if (connection.isPresent() && type.isEmpty()) {
      findings.problem(
          path,
          "is of kind '%s', which takes no copies of dead letters"
              .formatted(connection.get().kind()),
          "name a connection of kind 'kafka', or leave dead_letters out; `tidemark dead-letters`"
              + " shows them in any case");
    }
    return type;
  }

  private void checkTogether(LetterOutletType type, Settings settings) {
    for (Problem problem : type.check(settings)) {
      String path = problem.setting().isEmpty() ? AT : KeyPath.key(AT, problem.setting());
      findings.problem(path, Quoted.line(problem.message()), "");
    }
  }
}
