package dev.tidemark.flow.load;

import dev.tidemark.connector.Guarantee;
import dev.tidemark.connector.SourceType;
import dev.tidemark.document.Findings;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Warns where each run loads everything again into a sink that appends (Delivery 2). */
final class Repeats {
  private final List<Draft> drafts;
  private final Wiring wiring;
  private final Findings findings;

  Repeats(List<Draft> drafts, Wiring wiring, Findings findings) {
    this.drafts = drafts;
    this.wiring = wiring;
    this.findings = findings;
  }

  void warn(Map<String, Guarantee> guarantees) {
    for (Draft draft : drafts) {
      if (draft.type().orElse(null) instanceof SourceType source) {
        Guarded.run(draft.spec(), findings, () -> warn(draft, source, guarantees));
      }
    }
  }

  private void warn(Draft draft, SourceType source, Map<String, Guarantee> guarantees) {
    if (draft.settings().isEmpty() || source.lasting(draft.settings().get())) {
      return;
    }
    for (String reached : reached(draft.name(), new HashSet<>())) {
      Guarantee guarantee = guarantees.get(reached);
      if (guarantee != null && guarantee.appends()) {
        findings.warning(
            draft.spec().path(),
            "each new run reads '"
                + draft.name()
                + "' from its beginning, and '"
                + reached
                + "' appends: its rows will be there again",
            "let the sink merge or truncate");
      }
    }
  }

  private Set<String> reached(String from, Set<String> seen) {
    for (String next : wiring.next(from)) {
      if (seen.add(next)) {
        reached(next, seen);
      }
    }
    return seen;
  }
}
