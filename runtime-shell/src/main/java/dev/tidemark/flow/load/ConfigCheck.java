package dev.tidemark.flow.load;

import dev.tidemark.connector.Settings;
import dev.tidemark.connector.StageType;
import dev.tidemark.document.Findings;
import dev.tidemark.document.KeyPath;
import dev.tidemark.document.Quoted;
import dev.tidemark.flow.spec.StageRole;
import dev.tidemark.flow.spec.StageSpec;
import dev.tidemark.settings.SettingsReader;
import java.util.Optional;

/** Checks each stage by itself: its configuration, and the keys that only some stages may have. */
final class ConfigCheck {
  private final SettingsReader settings;
  private final Findings findings;

  ConfigCheck(SettingsReader settings, Findings findings) {
    this.settings = settings;
    this.findings = findings;
  }

  /** The same stage with its settings, where these are right. */
  Draft check(Draft draft) {
    checkKeys(draft);
    if (draft.type().isEmpty()) {
      return draft;
    }
    StageSpec stage = draft.spec();
    StageType type = draft.type().get();
    Optional<Settings> read = settings.read(type.settings(), stage.config(), stage.path("config"));
    read.ifPresent(found -> Guarded.run(stage, findings, () -> checkTogether(stage, type, found)));
    return new Draft(stage, draft.role(), draft.type(), read, draft.routes());
  }

  private void checkTogether(StageSpec stage, StageType type, Settings found) {
    for (StageType.Problem problem : type.check(found)) {
      findings.problem(settingPath(stage, problem.setting()), Quoted.line(problem.message()), "");
    }
  }

  /** The path of a setting, or of the whole configuration. */
  static String settingPath(StageSpec stage, String setting) {
    String config = stage.path("config");
    return setting.isEmpty() ? config : KeyPath.key(config, setting);
  }

  private void checkKeys(Draft draft) {
    StageSpec stage = draft.spec();
    if (draft.role() != StageRole.SOURCE && stage.work().rate().isPresent() && !draft.guessed()) {
      findings.problem(
          stage.path("rate"),
          "only sources have a rate; this is a " + draft.role().label(),
          "set it at the source");
    }
    boolean single = draft.role() == StageRole.SOURCE || draft.role() == StageRole.FORK;
    if (single && stage.work().threads() > 1 && !draft.guessed()) {
      findings.warning(
          stage.path("threads"), "threads have no effect on a " + draft.role().label(), "");
    }
  }
}
