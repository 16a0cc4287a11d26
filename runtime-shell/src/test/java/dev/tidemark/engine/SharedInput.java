package dev.tidemark.engine;

import dev.tidemark.connector.Membership;
import dev.tidemark.connector.Setting;
import dev.tidemark.connector.Settings;
import dev.tidemark.connector.SharedSource;
import dev.tidemark.connector.Source;
import dev.tidemark.connector.SourceType;
import dev.tidemark.connector.StageContext;
import dev.tidemark.coordinator.Partition;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** Lists of which each is a slot, for a group that a test speaks for. */
final class SharedInput implements SourceType, SharedSource {

  final Map<String, List<@Nullable Object[]>> slots = new TreeMap<>();
  final Group group = new Group(this);

  SharedInput with(String slot, List<@Nullable Object[]> rows) {
    slots.computeIfAbsent(slot, name -> new CopyOnWriteArrayList<>()).addAll(rows);
    return this;
  }

  @Override
  public String type() {
    return "shared";
  }

  @Override
  public String description() {
    return "lists";
  }

  @Override
  public List<Setting> settings() {
    return List.of();
  }

  @Override
  public boolean bounded(Settings settings, boolean streaming) {
    return false;
  }

  @Override
  public Source open(StageContext context) {
    Input all = new Input().endless();
    all.partitions.putAll(slots);
    return new ListSource(all, context.stage());
  }

  @Override
  public List<Problem> sharingProblems(Settings settings) {
    return List.of();
  }

  @Override
  public String slot(Partition partition) {
    return partition.name();
  }

  @Override
  public Source open(StageContext context, String slot) {
    Input one = new Input().endless();
    one.partitions.put(slot, slots.getOrDefault(slot, List.of()));
    return new ListSource(one, context.stage());
  }

  @Override
  public Membership join(StageContext context, Member member) {
    return group;
  }
}
