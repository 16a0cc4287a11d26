package dev.tidemark.document;

/**
 * Where something was written.
 *
 * @param file as the user named it
 * @param line from 1; 0 when it isn't known
 * @param column from 1; 0 when it isn't known
 */
public record Mark(String file, int line, int column) {}
