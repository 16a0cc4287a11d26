package dev.tidemark.checkpoint;

import org.jooq.impl.DSL;

/** The rights that a role needs on a PostgreSQL store, as statements to be run by its owner. */
final class Grants {

  private Grants() {}

  /** What to run when the schema can't be created. */
  static String toCreate(PostgresUrl url, String role) {
    return ("Have somebody who may run: create schema %s authorization %s;"
            + " or: grant create on database %s to %s;")
        .formatted(quoted(url.schema()), quoted(role), quoted(url.database()), quoted(role));
  }

  /** What to run when a schema that exists can't be used. */
  static String wanted(PostgresUrl url) {
    String role = quoted(url.properties().getProperty("user", System.getProperty("user.name")));
    String schema = quoted(url.schema());
    return ("Have the schema's owner run: grant usage, create on schema %s to %s;"
            + " grant select, insert, update, delete on all tables in schema %s to %s;")
        .formatted(schema, role, schema, role);
  }

  private static String quoted(String name) {
    return name.matches("[a-z_][a-z0-9_]*") ? name : DSL.name(name).toString();
  }
}
