package dev.tidemark.query;

import java.util.List;

/**
 * A column that rows are ordered by, in the words of one database. Its values must come in the
 * order of {@link KeyValues}.
 *
 * @param name as people know it
 * @param selected the expression that is read
 * @param ordered the expression that rows are ordered by and compared with
 * @param mark what stands for a value of it, such as {@code ?}
 */
public record KeyColumn(String name, String selected, String ordered, String mark) {

  static List<String> names(List<KeyColumn> columns) {
    return columns.stream().map(KeyColumn::name).toList();
  }
}
