package dev.tidemark.document;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Gathers the entries of one mapping; a key given twice is a problem, and the first one counts. */
final class EntryCollector {
  private final Map<String, Value.Entry> entries = new LinkedHashMap<>();
  private final List<FlowProblem> problems;

  EntryCollector(List<FlowProblem> problems) {
    this.problems = problems;
  }

  void add(Value.Entry entry) {
    Value.Entry first = entries.putIfAbsent(entry.key(), entry);
    if (first != null) {
      problems.add(
          FlowProblem.at(
              entry.mark(),
              "",
              "key "
                  + Quoted.of(entry.key())
                  + " is given twice, first on line "
                  + first.mark().line(),
              "remove one of them"));
    }
  }

  /** Adds what isn't there yet. */
  void addMissing(List<Value.Entry> others) {
    others.forEach(entry -> entries.putIfAbsent(entry.key(), entry));
  }

  List<Value.Entry> entries() {
    return new ArrayList<>(entries.values());
  }
}
