package dev.tidemark.postgres;

import java.util.List;
import java.util.Optional;

/**
 * The type of an existing column, with domains looked through. Immutable.
 *
 * @param declared as people write it: {@code numeric(12,2)}, a domain's name
 * @param name the base type's own name in the catalog: {@code int4}; an array's is its element's
 *     with a {@code _}
 * @param builtin whether it is one of PostgreSQL's own
 * @param oid its number in the catalog
 * @param modifier length, precision or scale; -1 for none
 * @param element of an array
 * @param labels of an enum; empty for others
 */
record PgType(
    String declared,
    String name,
    boolean builtin,
    int oid,
    int modifier,
    Optional<PgType> element,
    List<String> labels) {

  private static final int HEADER = 4;

  /** The most characters of a {@code varchar} or {@code char}; -1 for any number. */
  int length() {
    return modifier < HEADER ? -1 : modifier - HEADER;
  }

  /** The base type, when it is one of PostgreSQL's own; else empty. */
  String known() {
    return builtin ? name : "";
  }
}
