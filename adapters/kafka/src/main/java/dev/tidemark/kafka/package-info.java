/**
 * Kafka topics as sources and sinks. Start at {@link dev.tidemark.kafka.KafkaSourceType} and {@link
 * dev.tidemark.kafka.KafkaSinkType}.
 *
 * <p>A source assigns its partitions itself: no group decides what is read, and group offsets are
 * written for display only. A sink writes records, positions and dead letters in one transaction
 * (Delivery 20).
 */
@NullMarked
package dev.tidemark.kafka;

import org.jspecify.annotations.NullMarked;
