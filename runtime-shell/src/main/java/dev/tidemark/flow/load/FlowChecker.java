package dev.tidemark.flow.load;

import dev.tidemark.connection.ConnectionResolver;
import dev.tidemark.connection.ConnectionScope;
import dev.tidemark.connector.Guarantee;
import dev.tidemark.connector.SinkType;
import dev.tidemark.document.Conversion;
import dev.tidemark.document.Document;
import dev.tidemark.document.Findings;
import dev.tidemark.document.Interpolation;
import dev.tidemark.document.Value;
import dev.tidemark.flow.FlowGraph;
import dev.tidemark.flow.LetterTarget;
import dev.tidemark.flow.spec.FlowSpec;
import dev.tidemark.flow.spec.FlowSpecReader;
import dev.tidemark.flow.spec.StageRole;
import dev.tidemark.record.Schema;
import dev.tidemark.settings.SettingsReader;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Checks one flow from top to bottom, and gathers all that is wrong with it. */
final class FlowChecker {
  private final Document document;
  private final Path folder;
  private final FlowEnvironment environment;
  private final Findings findings;
  private Optional<LetterTarget> letters = Optional.empty();

  FlowChecker(Document document, Path folder, FlowEnvironment environment) {
    this.document = document;
    this.folder = folder;
    this.environment = environment;
    this.findings = new Findings(document);
  }

  FlowCheck check() {
    Value.Mapping root =
        new Interpolation(environment.variables(), findings).apply("", document.root());
    FlowSpec written = FlowSpecReader.read(root, fileStem(), findings);
    ScheduleCheck.check(written.schedule().schedule(), environment.clock().instant(), findings);
    List<Draft> drafts = configured(written);
    FlowSpec flow = new ModeCheck(drafts, findings).check(written);
    new SharingCheck(drafts, findings).check(flow);
    Findings place = everyStageIn(flow, root) ? findings : new Findings(root);
    Wiring wiring = new WiringReader(drafts, place).read(flow.queues());
    checkEnds(drafts, place);
    List<Draft> ordered = new StageOrder(drafts, wiring, place).order();
    Contracts contracts = new Contracts(wiring, flow.queues(), place).of(ordered);
    Map<String, Schema> schemas = new ColumnCheck(flow, wiring, findings).check(ordered);
    Map<String, Guarantee> guarantees = guarantees(drafts, wiring);
    return answer(
        flow, new GraphBuilder(flow, wiring, contracts, folder), ordered, schemas, guarantees);
  }

  /** With a stage missing that can't be read, what is said of the others' places would be wrong. */
  private static boolean everyStageIn(FlowSpec flow, Value.Mapping root) {
    return root.get("stages").orElse(null) instanceof Value.Items stages
        && stages.values().size() == flow.stages().size();
  }

  private FlowCheck answer(
      FlowSpec flow,
      GraphBuilder builder,
      List<Draft> ordered,
      Map<String, Schema> schemas,
      Map<String, Guarantee> guarantees) {
    Optional<FlowGraph> graph = findings.clean() ? build(builder, ordered) : Optional.empty();
    return new FlowCheck(
        document.root().mark().file(),
        findings.problems(),
        findings.warnings(),
        Optional.of(flow),
        graph,
        schemas,
        graph.isPresent() ? guarantees : Map.of());
  }

  /** The core has the last word: what it wouldn't start is no valid flow. */
  private Optional<FlowGraph> build(GraphBuilder builder, List<Draft> ordered) {
    FlowGraph graph = builder.build(ordered).copyingLetters(letters);
    graph.pipeline().problems().forEach(problem -> findings.problem("", problem, ""));
    return Optional.of(graph).filter(built -> findings.clean());
  }

  private String fileStem() {
    String file = document.root().mark().file();
    int folderEnd = Math.max(file.lastIndexOf('/'), file.lastIndexOf('\\'));
    return file.substring(folderEnd + 1).replaceFirst("\\.[A-Za-z]+$", "");
  }

  private List<Draft> configured(FlowSpec flow) {
    ConnectionResolver connections =
        new ConnectionResolver(
            new ConnectionScope(
                environment.variables(),
                environment.home(),
                environment.workingDirectory(),
                folder,
                environment.connectionTypes()),
            findings,
            flow.connections());
    connections.checkFlow();
    SettingsReader settings =
        new SettingsReader(new Conversion(findings), folder, connections, true);
    ConfigCheck check = new ConfigCheck(settings, findings);
    List<Draft> drafts =
        new DraftReader(environment.stageTypes(), findings)
            .read(flow.stages()).stream().map(check::check).toList();
    letters =
        new LetterCheck(environment.connectionTypes(), connections, findings).check(flow, settings);
    connections.reportFiles();
    return drafts;
  }

  private static void checkEnds(List<Draft> drafts, Findings place) {
    for (StageRole role : List.of(StageRole.SOURCE, StageRole.SINK)) {
      boolean missing = drafts.stream().noneMatch(draft -> draft.role() == role || draft.guessed());
      if (!drafts.isEmpty() && missing) {
        place.problem("stages", "there is no " + role.label() + "; a flow needs at least one", "");
      }
    }
  }

  private Map<String, Guarantee> guarantees(List<Draft> drafts, Wiring wiring) {
    Map<String, Guarantee> guarantees = new LinkedHashMap<>();
    for (Draft draft : drafts) {
      if (draft.type().orElse(null) instanceof SinkType type && draft.settings().isPresent()) {
        Guarded.run(
            draft.spec(),
            findings,
            () -> guarantees.put(draft.name(), type.guarantee(draft.settings().get())));
      }
    }
    new Repeats(drafts, wiring, findings).warn(guarantees);
    return guarantees;
  }
}
