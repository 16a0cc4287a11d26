package dev.tidemark.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What a flow's targets hold.
 *
 * @param rows of the table, in the order of their writing, with their row ids
 * @param letters set aside in the table's database
 * @param listing the lines of the file; none while it is not there
 */
record Targets(List<String> rows, List<String> letters, List<String> listing) {

  static Targets of(Workspace space) {
    SqliteFile database = space.database();
    return new Targets(
        database.rows("SELECT rowid, * FROM packages ORDER BY rowid"),
        database.rows(
            "SELECT stage, \"partition\", position, ordinal, reason, hex(payload)"
                + " FROM tidemark_dead_letter ORDER BY 1, 2, 3, 4"),
        lines(space.listing()));
  }

  private static List<String> lines(Path file) {
    try {
      return Files.exists(file) ? List.of(Files.readString(file).split("(?<=\n)")) : List.of();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }
}
