/** The core's messages, labels and tables, case by case; its laws are in property-tests. */
@NullMarked
package dev.tidemark.lifecycle;

import org.jspecify.annotations.NullMarked;
