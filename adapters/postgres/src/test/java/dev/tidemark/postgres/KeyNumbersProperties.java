package dev.tidemark.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;

/** Keys have the numbers that a map would give them, whatever their bytes are. */
class KeyNumbersProperties {

  private final CopyBuffer buffer = new CopyBuffer();
  private final KeyNumbers numbers = new KeyNumbers(buffer);

  @Property(tries = 300)
  void aKeyHasOneNumber(
      @ForAll @Size(max = 200) List<@CharRange(to = '\2') @StringLength(max = 12) String> keys) {
    assertThat(numbered(keys)).isEqualTo(expected(keys));
    assertThat(numbered(keys.reversed())).as("used again").isEqualTo(expected(keys.reversed()));
  }

  private List<Integer> numbered(List<String> keys) {
    buffer.clear();
    numbers.clear();
    List<Integer> given = new ArrayList<>();
    for (String key : keys) {
      int from = buffer.size();
      key.chars().forEach(buffer::put);
      given.add(numbers.number(from, buffer.size()));
    }
    assertThat(numbers.count()).isEqualTo(keys.stream().distinct().count());
    return given;
  }

  private static List<Integer> expected(List<String> keys) {
    Map<String, Integer> known = new HashMap<>();
    return keys.stream().map(key -> known.computeIfAbsent(key, k -> known.size())).toList();
  }
}
