package dev.tidemark.cli;

import java.lang.reflect.Constructor;
import picocli.CommandLine;

/** Makes the commands, each with its surroundings. */
final class CommandFactory implements CommandLine.IFactory {

  private final CommandLine.IFactory others = CommandLine.defaultFactory();
  private final Surroundings surroundings;

  CommandFactory(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public <K> K create(Class<K> type) throws Exception {
    for (Constructor<?> constructor : type.getDeclaredConstructors()) {
      if (constructor.getParameterCount() == 1
          && constructor.getParameterTypes()[0] == Surroundings.class) {
        return type.cast(constructor.newInstance(surroundings));
      }
    }
    return others.create(type);
  }
}
