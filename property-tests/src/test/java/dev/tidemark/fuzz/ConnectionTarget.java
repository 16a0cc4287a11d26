package dev.tidemark.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.connection.ConnectionResolver;
import dev.tidemark.connection.ConnectionScope;
import dev.tidemark.connection.ConnectionTypes;
import dev.tidemark.connector.Connection;
import dev.tidemark.document.Document;
import dev.tidemark.document.Findings;
import dev.tidemark.document.FlowProblem;
import dev.tidemark.document.Interpolation;
import dev.tidemark.document.Mark;
import dev.tidemark.document.Value;
import dev.tidemark.document.YamlDocument;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Connections: by name from an environment, two TOML files and a flow, which one input holds with
 * {@code ====} between: a connection or a problem, and no secret in any word.
 */
final class ConnectionTarget implements Target {

  private static final String SECRET = "enV3ronm7nt";
  private static final String PLANTED = "pl4Nt3d";
  private static final String NEXT = "\n====\n";

  private static final List<String> ENVIRONMENTS =
      List.of(
          "TIDEMARK_CONNECTION_ENV=vault://u:PLANTED@host:1",
          "TIDEMARK_CONNECTION_ENV={\"kind\":\"vault\",\"host\":\"h\",\"password\":\"PLANTED\"}",
          "TIDEMARK_CONNECTION_ENV={\"url\":\"vault://a:b@c\",\"port\":1}\nB=x",
          "TIDEMARK_CONNECTION_=x\nTIDEMARK_CONNECTION_TOML=vault:",
          "X=1");
  private static final List<String> TOMLS =
      List.of(
          "[connections.toml]\nkind = \"vault\"\nhost = \"h\"\npassword = \"PLANTED\"\n",
          "[connections.toml]\nurl = \"vault://u:PLANTED@h:99/x?password=PLANTED\"\n",
          "[connections.toml]\nkind = \"vault\"\nhost = \"h\"\npassword = \"${FUZZ_SECRET}\"\n"
              + "[connections.toml.options]\na = \"${FUZZ_SECRET}\"\n",
          "connections = { toml = { kind = 'vault', host = '''h''', port = 5_000 } }\n",
          "[[connections]]\nkind = 1979-05-27T07:32:00Z\n",
          "[connections.\"a.b\"]\nkind = \"vault\"\nhost = \"\"\"\nh\"\"\"\ntimeout = 1e3\n",
          "");
  private static final List<String> FLOWS =
      List.of(
          "flow: { kind: vault, host: h, password: PLANTED, tls: off }\n",
          "flow: { url: \"vault://u:${FUZZ_SECRET}@h\" }\nother: { kind: valt }\n",
          "flow: [a]\n",
          "toml: { kind: vault }\n"
              + "env: { kind: vault, host: ${FUZZ_SECRET}, port: ${FUZZ_SECRET} }\n",
          "");
  private static final List<String> TOKENS =
      List.of(
          NEXT,
          "[connections.",
          "]\n",
          "[[",
          "= ",
          "\"",
          "'''",
          "\"\"\"",
          "kind = ",
          "\"vault\"",
          "url = ",
          "\"vault://",
          "vaults://u:p@[::1]:5/",
          "host",
          "port = 99999999999999999999",
          "password = ",
          "${FUZZ_SECRET}",
          "${FUZZ_SECRET:-${A}}",
          "timeout = \"5m\"",
          "tls = \"on\"",
          "tls: require",
          "{ kind: vault, host: h }",
          "options = { a = 1 }",
          "inf",
          "nan",
          "0b1",
          "1979-05-27",
          "07:32:00",
          "true",
          "a.b.c = 1\n",
          "\\u0000",
          "\\x",
          "#",
          "\n",
          "@",
          "%zz",
          "TIDEMARK_CONNECTION_",
          "TIDEMARK_CONNECTION_X={",
          "{\"kind\":",
          "[\"",
          "}",
          "://",
          "?password=x");

  private final Path folder;
  private final ConnectionTypes types = ConnectionTypes.of(List.of(new Vault()));

  ConnectionTarget(Path temporary) {
    folder = temporary.resolve("connections");
    try {
      Files.createDirectories(folder.resolve("home/.config/tidemark"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public String name() {
    return "connection";
  }

  @Override
  public int share() {
    return 2;
  }

  @Override
  public String fresh(Chance chance) {
    String input =
        String.join(
            NEXT, chance.of(ENVIRONMENTS), chance.of(TOMLS), chance.of(TOMLS), chance.of(FLOWS));
    if (chance.oneIn(60)) {
      String deep =
          chance.of("a.", "[", "{a=", "[a.a.", "a = [", "\n[[a]]\nb.").repeat(chance.below(9_000));
      return "X=1" + NEXT + deep + NEXT + NEXT + "a: {kind: vault, host: x}";
    }
    String planted = input.replace("PLANTED", chance.of("", "", "*", "!", "\"") + PLANTED);
    return chance.oneIn(5) ? planted : changed(planted, planted, chance);
  }

  @Override
  public String changed(String input, String other, Chance chance) {
    return Mutation.of(input, other, TOKENS, chance);
  }

  @Override
  public String check(String input, Chance chance) throws IOException {
    String[] parts = (input + NEXT.repeat(3)).split(NEXT, -1);
    write(folder.resolve("tidemark.toml"), parts[1]);
    write(folder.resolve("home/.config/tidemark/connections.toml"), parts[2]);
    Document document = YamlDocument.read("flow.yaml", parts[3]);
    Findings findings = new Findings(document);
    Map<String, String> variables = variables(parts[0]);
    Value.Mapping filled =
        new Interpolation(variables, findings).apply("connections", document.root());
    // A variable that isn't set has been told by now, and is told once.
    int told = findings.count();
    ConnectionResolver resolver =
        new ConnectionResolver(
            new ConnectionScope(
                variables, folder.resolve("home"), folder.resolve("work"), folder, types),
            findings,
            filled);
    StringBuilder shown = new StringBuilder();
    List<String> names = new ArrayList<>(resolver.origins().keySet());
    names.addAll(List.of("nowhere", "toml", "flow", "env"));
    for (String name : names.subList(0, Math.min(8, names.size()))) {
      int before = findings.count();
      Optional<Connection> found = resolver.connection(named(name), "stages[0].config.connection");
      shown.append(found.map(String::valueOf).orElse("")).append('\n');
      resolver.reportFiles();
      assertThat(found.isPresent() || findings.count() > before || told > 0).as(name).isTrue();
    }
    resolver.checkFlow();
    for (FlowProblem problem : findings.problems()) {
      Clean.message(problem.text(), input);
      assertThat(problem.file()).isNotEmpty();
    }
    StringBuilder said = new StringBuilder();
    findings.problems().forEach(problem -> said.append(problem.text()).append('\n'));
    findings.warnings().forEach(problem -> said.append(problem.text()).append('\n'));
    assertThat(said.toString()).doesNotContain(SECRET);
    if (hidden(input)) {
      assertThat(shown.append(said).toString()).doesNotContain(PLANTED);
    }
    return Clean.kind(
        findings.problems().stream().map(FlowProblem::message).findFirst().orElse("resolved"));
  }

  /** Whether the planted secret stands just where secrets belong. */
  private static boolean hidden(String input) {
    String key = "\npassword = \"" + PLANTED + "\"\n";
    String inJson = "\"password\":\"" + PLANTED + "\"}";
    return input.indexOf(PLANTED) == input.lastIndexOf(PLANTED)
        && (input.contains(key) || input.contains(inJson));
  }

  private static Value named(String name) {
    return Value.Scalar.of(new Mark("flow.yaml", 1, 1), Value.Kind.TEXT, name);
  }

  private static void write(Path file, String text) throws IOException {
    // A new file: cutting an old one short waits for the disk.
    Files.deleteIfExists(file);
    if (!text.isEmpty()) {
      Files.write(file, text.getBytes(StandardCharsets.UTF_8));
    }
  }

  private static Map<String, String> variables(String lines) {
    Map<String, String> variables = new HashMap<>(Map.of("FUZZ_SECRET", SECRET, "A", "1"));
    lines
        .lines()
        .map(line -> line.split("=", 2))
        .filter(pair -> pair.length == 2 && !pair[0].isEmpty())
        .forEach(pair -> variables.put(pair[0], pair[1]));
    return variables;
  }
}
