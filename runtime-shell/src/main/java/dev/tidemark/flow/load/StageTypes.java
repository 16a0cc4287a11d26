package dev.tidemark.flow.load;

import dev.tidemark.connector.SinkType;
import dev.tidemark.connector.SourceType;
import dev.tidemark.connector.StageType;
import dev.tidemark.connector.TransformType;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The types of stage there are, apart from {@code broadcast} and {@code route}, which are built in.
 * Immutable.
 */
public final class StageTypes {
  private final Map<String, SourceType> sources = new TreeMap<>();
  private final Map<String, TransformType> transforms = new TreeMap<>();
  private final Map<String, SinkType> sinks = new TreeMap<>();

  private StageTypes(Collection<? extends StageType> types) {
    for (StageType type : types) {
      StageType other =
          switch (type) {
            case SourceType source -> sources.put(source.type(), source);
            case TransformType transform -> transforms.put(transform.type(), transform);
            case SinkType sink -> sinks.put(sink.type(), sink);
          };
      if (other != null) {
        throw new IllegalArgumentException(
            "two types are called "
                + type.type()
                + ": "
                + other.getClass()
                + " and "
                + type.getClass());
      }
    }
  }

  /**
   * Just these.
   *
   * @throws IllegalArgumentException when two types of the same role share a name
   */
  public static StageTypes of(Collection<? extends StageType> types) {
    return new StageTypes(types);
  }

  /**
   * All that {@code ServiceLoader} finds as {@link StageType}.
   *
   * @throws IllegalArgumentException when two types of the same role share a name
   */
  public static StageTypes installed() {
    return of(
        ServiceLoader.load(StageType.class).stream().map(ServiceLoader.Provider::get).toList());
  }

  /** The source type of this name. */
  public Optional<SourceType> source(String name) {
    return Optional.ofNullable(sources.get(name));
  }

  /** The transform type of this name. */
  public Optional<TransformType> transform(String name) {
    return Optional.ofNullable(transforms.get(name));
  }

  /** The sink type of this name. */
  public Optional<SinkType> sink(String name) {
    return Optional.ofNullable(sinks.get(name));
  }

  /** All types, sources first, by name within a role. */
  public List<StageType> all() {
    List<StageType> all = new ArrayList<>(sources.values());
    all.addAll(transforms.values());
    all.addAll(sinks.values());
    return all;
  }

  /** What a flow may write as {@code type}, the built-in ones included; sorted. */
  public List<String> names() {
    TreeSet<String> names = new TreeSet<>(ForkReader.TYPES);
    all().forEach(type -> names.add(type.type()));
    return List.copyOf(names);
  }
}
