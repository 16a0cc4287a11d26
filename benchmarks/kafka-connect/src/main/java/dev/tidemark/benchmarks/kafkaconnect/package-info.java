/** The jobs with Kafka Connect, whose worker runs in this process. */
@NullMarked
package dev.tidemark.benchmarks.kafkaconnect;

import org.jspecify.annotations.NullMarked;
