package dev.tidemark.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import dev.tidemark.checkpoint.CheckpointStore;
import dev.tidemark.connector.Sink;
import dev.tidemark.connector.Source;
import dev.tidemark.coordinator.Coordinator;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.NullMarked;

@AnalyzeClasses(
    packages = "dev.tidemark",
    importOptions = {
      ImportOption.DoNotIncludeTests.class,
      ArchitectureTest.DoNotIncludeServers.class
    })
class ArchitectureTest {

  /** The servers that tests start are no part of the program. */
  static final class DoNotIncludeServers implements ImportOption {
    @Override
    public boolean includes(Location location) {
      return !location.contains("/dev/tidemark/servers/") && !location.contains("/servers/target/");
    }
  }

  private static final String[] CORE = {"dev.tidemark.lifecycle..", "dev.tidemark.coordinator.."};
  private static final String[] STORE = {"dev.tidemark.checkpoint.."};
  private static final String[] SHELL = {
    "dev.tidemark.connection..",
    "dev.tidemark.connector..",
    "dev.tidemark.document..",
    "dev.tidemark.engine..",
    "dev.tidemark.failure..",
    "dev.tidemark.flow..",
    "dev.tidemark.format..",
    "dev.tidemark.query..",
    "dev.tidemark.record..",
    "dev.tidemark.settings..",
    "dev.tidemark.sql.."
  };

  private static final String WHY_PURE =
      "the core decides, the shell does: equal arguments give equal answers";

  @ArchTest
  static final ArchRule dependenciesPointOneWay =
      layeredArchitecture()
          .consideringAllDependencies()
          .layer("core")
          .definedBy(CORE)
          .layer("store")
          .definedBy(STORE)
          .layer("shell")
          .definedBy(SHELL)
          .optionalLayer("file")
          .definedBy("dev.tidemark.file..")
          .optionalLayer("sqlite")
          .definedBy("dev.tidemark.sqlite..")
          .optionalLayer("postgres")
          .definedBy("dev.tidemark.postgres..")
          .optionalLayer("kafka")
          .definedBy("dev.tidemark.kafka..")
          .optionalLayer("console")
          .definedBy("dev.tidemark.console..")
          .optionalLayer("generate")
          .definedBy("dev.tidemark.generate..")
          .optionalLayer("cli")
          .definedBy("dev.tidemark.cli..")
          .whereLayer("store")
          .mayOnlyBeAccessedByLayers(
              "shell", "file", "sqlite", "postgres", "kafka", "console", "generate", "cli")
          .whereLayer("shell")
          .mayOnlyBeAccessedByLayers(
              "file", "sqlite", "postgres", "kafka", "console", "generate", "cli")
          .whereLayer("file")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("sqlite")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("postgres")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("kafka")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("console")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("generate")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("cli")
          .mayNotBeAccessedByAnyLayer()
          .because("adapters -> shell -> store -> core, and adapters never see each other");

  @ArchTest
  static final ArchRule everyClassHasALayer =
      classes()
          .should()
          .resideInAnyPackage(
              "dev.tidemark.lifecycle..",
              "dev.tidemark.coordinator..",
              "dev.tidemark.checkpoint..",
              "dev.tidemark.connection..",
              "dev.tidemark.connector..",
              "dev.tidemark.document..",
              "dev.tidemark.engine..",
              "dev.tidemark.failure..",
              "dev.tidemark.flow..",
              "dev.tidemark.format..",
              "dev.tidemark.query..",
              "dev.tidemark.record..",
              "dev.tidemark.settings..",
              "dev.tidemark.sql..",
              "dev.tidemark.file..",
              "dev.tidemark.sqlite..",
              "dev.tidemark.postgres..",
              "dev.tidemark.kafka..",
              "dev.tidemark.console..",
              "dev.tidemark.generate..",
              "dev.tidemark.cli..");

  @ArchTest
  static final ArchRule theCoreKnowsValuesAndVavrOnly =
      classes()
          .that()
          .resideInAnyPackage(CORE)
          .should()
          .onlyDependOnClassesThat(
              resideInAnyPackage(
                      "dev.tidemark.lifecycle..",
                      "dev.tidemark.coordinator..",
                      "io.vavr..",
                      "org.jspecify..",
                      "java.lang",
                      "java.lang.invoke",
                      "java.lang.runtime",
                      "java.time",
                      "java.time.temporal",
                      "java.util",
                      "java.util.function",
                      "java.util.regex",
                      "java.util.stream",
                      "java.nio",
                      "java.nio.charset",
                      "java.security")
                  .or(describe("arrays of primitives", type -> type.getPackageName().isEmpty())))
          .because(WHY_PURE);

  @ArchTest
  static final ArchRule theCoreAsksTheWorldForNothing =
      noClasses()
          .that()
          .resideInAnyPackage(CORE)
          .should()
          .dependOnClassesThat(
              assignableTo(java.time.Clock.class)
                  .or(assignableTo(java.time.InstantSource.class))
                  .or(assignableTo(java.util.random.RandomGenerator.class))
                  .or(assignableTo(Thread.class))
                  .or(assignableTo(System.class))
                  .or(assignableTo(java.util.Timer.class)))
          .orShould()
          .callMethod(java.time.Instant.class, "now")
          .orShould()
          .callMethod(java.util.UUID.class, "randomUUID")
          .because(WHY_PURE);

  private static final Map<Class<?>, Set<String>> DELIVERING =
      Map.of(
          Sink.Transactional.class, Set.of("write", "claim", "open", "finish", "replay"),
          Sink.Planned.class, Set.of("stage", "publish", "replay"),
          Sink.AtLeastOnce.class, Set.of("write"),
          Source.class, Set.of("acknowledge"),
          CheckpointStore.class, Set.of("save", "plan", "keep"));

  /** What a replay does, outside of any run (Delivery 25). */
  private static final Map<Class<?>, Set<String>> REPLAYING =
      Map.of(
          Sink.Transactional.class, Set.of("claim", "replay"),
          Sink.Planned.class, Set.of("replay"),
          Sink.AtLeastOnce.class, Set.of("write"));

  @ArchTest
  static final ArchRule onlyTheInterpreterDelivers =
      noClasses()
          .that()
          .haveNameNotMatching(
              "dev\\.tidemark\\.engine\\.(Interpreter|LetterCount|ReplayTarget|Reposition|Abandonment"
                  + "|SharedBeginning)")
          .should()
          .callCodeUnitWhere(delivers(DELIVERING))
          .because(
              "the shell has no delivery decision of its own: the coordinator's effects say;"
                  + " but for what a person asks for by hand, between runs, and for the mark of"
                  + " shared runners, before the first");

  @ArchTest
  static final ArchRule aReplayDeliversNothingElse =
      noClasses()
          .that()
          .haveNameMatching("dev\\.tidemark\\.engine\\.ReplayTarget")
          .should()
          .callCodeUnitWhere(delivers(DELIVERING).and(DescribedPredicate.not(delivers(REPLAYING))))
          .because("a replay moves no position and opens no load");

  /** A connector's parts may call each other. */
  private static boolean samePackage(JavaCall<?> call) {
    String origin = call.getOriginOwner().getPackageName();
    return origin.equals(call.getTargetOwner().getPackageName());
  }

  private static DescribedPredicate<JavaCall<?>> delivers(Map<Class<?>, Set<String>> calls) {
    return describe(
        "writes to a sink, acknowledges to a source or saves to the store",
        call ->
            calls.entrySet().stream()
                .anyMatch(
                    each ->
                        call.getTargetOwner().isAssignableTo(each.getKey())
                            && !call.getOriginOwner().isAssignableTo(each.getKey())
                            && !samePackage(call)
                            && each.getValue().contains(call.getName())));
  }

  @ArchTest
  static final ArchRule onlyWhatRunsAFlowAsksTheCoordinator =
      noClasses()
          .that()
          .haveNameNotMatching(
              "dev\\.tidemark\\.(coordinator\\..*|engine\\.(Undertaking|Preview).*|cli\\.StatusReport)")
          .should()
          .dependOnClassesThat(assignableTo(Coordinator.class));

  @ArchTest
  static final ArchRule namesSayWhatAThingIs =
      noClasses()
          .should()
          .haveNameMatching(".*(Util|Utils|Helper|Manager|Impl|Base|Common)")
          .because("such a name says nothing");

  @ArchTest
  static final ArchRule nullIsMarked =
      classes()
          .should(liveInANullMarkedPackage())
          .because("null is an answer only where it says so");

  private static ArchCondition<JavaClass> liveInANullMarkedPackage() {
    return new ArchCondition<>("live in a @NullMarked package") {
      @Override
      public void check(JavaClass type, ConditionEvents events) {
        boolean marked = type.getPackage().tryGetAnnotationOfType(NullMarked.class).isPresent();
        if (!marked) {
          events.add(SimpleConditionEvent.violated(type, type.getPackageName() + " is not marked"));
        }
      }
    };
  }
}
