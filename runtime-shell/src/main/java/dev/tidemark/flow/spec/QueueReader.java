package dev.tidemark.flow.spec;

import dev.tidemark.document.Section;
import dev.tidemark.flow.spec.QueueSpec.Format;
import dev.tidemark.flow.spec.QueueSpec.SchemaSpec;
import dev.tidemark.flow.spec.QueueSpec.Type;
import java.util.Optional;
import java.util.OptionalInt;

/** Reads one of {@code queues}. */
final class QueueReader {
  private static final int MOST_RECORDS = 1_000_000_000;

  private QueueReader() {}

  static Optional<QueueSpec> read(Section section) {
    section.require("name", "what stages call the queue");
    Optional<String> name = Names.part(section, "name");
    OptionalInt capacity = section.smallInteger("capacity", 0, MOST_RECORDS);
    Type type = section.constant("type", Type.class, "QUEUE_TYPE").orElse(Type.UNSPECIFIED);
    Optional<SchemaSpec> schema = section.section("schema").flatMap(QueueReader::schema);
    section.refuseOthers();
    boolean byDefault = capacity.isEmpty() || capacity.getAsInt() == 0;
    return name.map(
        found ->
            new QueueSpec(
                section.path(), found, byDefault ? OptionalInt.empty() : capacity, type, schema));
  }

  private static Optional<SchemaSpec> schema(Section section) {
    Format format =
        section
            .constant("format", Format.class, "QUEUE_SCHEMA_FORMAT", "IN_MEMORY_SCHEMA_FORMAT")
            .orElse(Format.UNSPECIFIED);
    section.require("schema_id", "which schema the queue's records have");
    Optional<String> id = section.text("schema_id").filter(found -> !found.isBlank());
    long version = section.integer("version", 0, Integer.MAX_VALUE).orElse(0);
    String registry = section.text("registry_url").orElse("");
    section.refuseOthers();
    return id.map(found -> new SchemaSpec(format, found, version, registry));
  }
}
