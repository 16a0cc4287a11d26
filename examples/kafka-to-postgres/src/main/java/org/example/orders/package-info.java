/**
 * Shows a pipeline from Kafka into PostgreSQL that is killed and loses nothing. Start at {@link
 * org.example.orders.Main}.
 */
@NullMarked
package org.example.orders;

import org.jspecify.annotations.NullMarked;
