package dev.tidemark.process;

import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;

/** Remembers the furthest that each sink was seen, and complains when one falls behind it. */
final class Watch {

  private final Workspace space;
  private final Map<String, Position> furthest = new TreeMap<>();

  Watch(Workspace space) {
    this.space = space;
  }

  /** Looks again. */
  Map<String, String> look() throws IOException {
    Map<String, String> now = Standings.of(space);
    now.forEach(this::seen);
    return now;
  }

  private void seen(String sink, String text) {
    Position position = Position.parse(text);
    Position before = furthest.getOrDefault(sink, position);
    if (position.compareTo(before) < 0) {
      throw new AssertionError(sink + " fell from " + before + " to " + text);
    }
    furthest.put(sink, position);
  }

  /** How many records every sink has covered at the least, as far as was seen. */
  long covered() {
    return furthest.size() < 2
        ? 0
        : furthest.values().stream().mapToLong(Position::record).min().orElse(0);
  }

  Map<String, Position> furthest() {
    return Map.copyOf(furthest);
  }
}
