package dev.tidemark.engine;

import dev.tidemark.checkpoint.CheckpointStore;
import dev.tidemark.checkpoint.DeadLetter;
import dev.tidemark.checkpoint.KeptLetter;
import dev.tidemark.checkpoint.LetterFilter;
import dev.tidemark.checkpoint.LetterPages;
import dev.tidemark.connector.ConnectorException;
import dev.tidemark.connector.LetterOutlet;
import dev.tidemark.connector.OriginalRecord;
import dev.tidemark.connector.Originals;
import dev.tidemark.flow.FlowGraph;
import dev.tidemark.flow.LetterTarget;
import dev.tidemark.flow.Node;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Copies a flow's dead letters from the store, which has them all, to where others consume them.
 * What has been copied is known there, so that a copy is made once, whoever makes it. Not
 * thread-safe.
 */
final class LetterCopies implements AutoCloseable {

  private final FlowGraph flow;
  private final CheckpointStore store;
  private final LetterOutlet outlet;
  private final Map<String, Originals> originals = new HashMap<>();
  private boolean prepared;
  private long after;

  LetterCopies(FlowGraph flow, CheckpointStore store, LetterTarget target) {
    this.flow = flow;
    this.store = store;
    this.outlet = target.type().open(flow.name(), target.settings());
  }

  /** Makes ready, once. */
  void prepare() throws ConnectorException, InterruptedException {
    if (!prepared) {
      outlet.prepare();
      prepared = true;
    }
  }

  /** Copies what the store has and the outlet doesn't. After a failure, once more from there. */
  void copy() throws ConnectorException, InterruptedException {
    prepare();
    LetterPages pages = LetterPages.after(after, store, flow.name(), LetterFilter.ALL);
    for (List<KeptLetter> page = pages.next(); !page.isEmpty(); page = pages.next()) {
      copy(page);
      after = page.getLast().number();
    }
  }

  private void copy(List<KeptLetter> page) throws ConnectorException, InterruptedException {
    Map<String, DeadLetter> letters =
        page.stream().collect(Collectors.toMap(KeptLetter::id, KeptLetter::letter));
    List<LetterOutlet.Copy> copies = new ArrayList<>();
    for (String id : outlet.missing(page.stream().map(KeptLetter::id).toList())) {
      DeadLetter letter = letters.get(id);
      if (letter != null) {
        copies.add(new LetterOutlet.Copy(letter, original(letter)));
      }
    }
    if (!copies.isEmpty()) {
      outlet.copy(copies);
    }
  }

  /** Where the source can't be asked, a copy of what was kept is better than none. */
  private Optional<OriginalRecord> original(DeadLetter letter)
      throws ConnectorException, InterruptedException {
    Originals known = originals.computeIfAbsent(letter.partition().source(), this::originalsOf);
    try {
      return known.find(letter);
    } catch (ConnectorException.Terminal refused) {
      return Optional.empty();
    }
  }

  /** Of a source that the flow doesn't have any more, nothing can be found. */
  private Originals originalsOf(String source) {
    for (Node node : flow.nodes()) {
      if (node instanceof Node.SourceNode each && each.name().equals(source)) {
        return each.type().originals(Chain.context(flow, source, each.settings()));
      }
    }
    return Originals.NONE;
  }

  @Override
  public void close() {
    outlet.close();
    originals.values().forEach(Originals::close);
  }
}
