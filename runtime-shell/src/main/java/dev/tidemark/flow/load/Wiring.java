package dev.tidemark.flow.load;

import dev.tidemark.flow.Emission;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * How stages are joined: who writes and who reads each channel. A channel is a queue, or what a
 * fork hands to its branches.
 */
final class Wiring {

  /** Where records pass from writers to readers. */
  record Channel(String name, boolean fork) {}

  private final Map<Channel, Set<String>> writers = new LinkedHashMap<>();
  private final Map<Channel, Set<String>> readers = new LinkedHashMap<>();
  private final Map<String, Channel> outputs = new LinkedHashMap<>();
  private final Map<String, Set<Channel>> inputs = new LinkedHashMap<>();

  void writes(String stage, Channel channel) {
    outputs.put(stage, channel);
    writers.computeIfAbsent(channel, key -> new LinkedHashSet<>()).add(stage);
  }

  void reads(String stage, Channel channel) {
    inputs.computeIfAbsent(stage, key -> new LinkedHashSet<>()).add(channel);
    readers.computeIfAbsent(channel, key -> new LinkedHashSet<>()).add(stage);
  }

  /** The stages that write a channel, in the order written. */
  List<String> writers(Channel channel) {
    return List.copyOf(writers.getOrDefault(channel, Set.of()));
  }

  /** The stages that read a channel, in the order written. */
  List<String> readers(Channel channel) {
    return List.copyOf(readers.getOrDefault(channel, Set.of()));
  }

  /** Where a stage writes; empty for a sink. */
  Optional<Channel> output(String stage) {
    return Optional.ofNullable(outputs.get(stage));
  }

  /** What a stage reads. */
  List<Channel> inputs(String stage) {
    return List.copyOf(inputs.getOrDefault(stage, Set.of()));
  }

  /** All queues that a stage writes. */
  List<String> writtenQueues() {
    return writers.keySet().stream().filter(channel -> !channel.fork()).map(Channel::name).toList();
  }

  /** Whether a queue is written or read. */
  boolean knows(Channel channel) {
    return writers.containsKey(channel) || readers.containsKey(channel);
  }

  /** The stages behind a stage. */
  List<String> next(String stage) {
    return output(stage).map(this::readers).orElseGet(List::of);
  }

  /** The stages before a stage. */
  List<String> previous(String stage) {
    Set<String> previous = new LinkedHashSet<>();
    inputs(stage).forEach(channel -> previous.addAll(writers(channel)));
    return new ArrayList<>(previous);
  }

  /** To whom a stage hands its records, when it is no fork. */
  Emission emission(String stage) {
    List<String> next = next(stage);
    return next.size() == 1 ? new Emission.ToOne(next.get(0)) : new Emission.Shared(next);
  }
}
