/** The jobs with Kafka Streams. */
@NullMarked
package dev.tidemark.benchmarks.kafkastreams;

import org.jspecify.annotations.NullMarked;
