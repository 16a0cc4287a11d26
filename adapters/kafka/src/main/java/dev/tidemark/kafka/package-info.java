/** Kafka: a source of topics, a transactional sink, and their connection. */
@NullMarked
package dev.tidemark.kafka;

import org.jspecify.annotations.NullMarked;
