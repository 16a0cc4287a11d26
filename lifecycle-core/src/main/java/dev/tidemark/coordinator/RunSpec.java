package dev.tidemark.coordinator;

import dev.tidemark.lifecycle.Pipeline;
import io.vavr.collection.Seq;

/**
 * What the coordinator must know of a flow: who reads, who writes, within which bounds.
 *
 * @param topology what decides where a record goes, as text that is equal exactly when that is
 *     (Delivery 12)
 * @param streaming whether to run until stopped
 */
public record RunSpec(
    Pipeline pipeline,
    String topology,
    boolean streaming,
    Seq<SourceSpec> sources,
    Seq<SinkSpec> sinks,
    Limits limits,
    Wish wish) {

  /** The sink of this name. */
  public SinkSpec sink(String name) {
    return sinks.find(sink -> sink.name().equals(name)).get();
  }

  /** The source of this name. */
  public SourceSpec source(String name) {
    return sources.find(source -> source.name().equals(name)).get();
  }

  /** The sources whose records may reach a sink. */
  Seq<SourceSpec> sourcesOf(String sink) {
    return sources.filter(source -> source.sinks().contains(sink));
  }

  /**
   * A source.
   *
   * @param lasting whether a position means the same records in a later run (Delivery 2)
   * @param sinks those that its records may reach
   */
  public record SourceSpec(String name, PositionOrder order, boolean lasting, Seq<String> sinks) {}

  /**
   * A sink.
   *
   * @param replaces whether each load replaces what the target held
   * @param appends whether loading a record again would repeat it
   * @param lanes how many are to write at once, each with its own positions; at least 1. While the
   *     lanes of a load don't stand equal, it goes on with as many as it has (Delivery 12)
   * @param onRefusal what becomes of a record that the target refuses
   */
  public record SinkSpec(
      String name,
      Keeping keeping,
      boolean replaces,
      boolean appends,
      int lanes,
      OnRefusal onRefusal) {}

  /** Where a sink's position is kept. */
  public enum Keeping {
    /** By the sink, moved with the data. */
    SINK,
    /** By the store, behind a plan that is stored before it is published. */
    PLAN,
    /** By the store, after the fact: at least once. */
    STORE
  }

  /** What becomes of a record that a target refuses for a reason of its data. */
  public enum OnRefusal {
    FAIL,
    DROP,
    DEAD_LETTER
  }

  /**
   * What the user asked for.
   *
   * @param restart begin a new load even where nothing is new
   * @param appendAgain accept that a restart repeats rows in targets that append
   */
  public record Wish(boolean restart, boolean appendAgain) {

    /** Go on where each sink stands. */
    public static final Wish GO_ON = new Wish(false, false);
  }
}
