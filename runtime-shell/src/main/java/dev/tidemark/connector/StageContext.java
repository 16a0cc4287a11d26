package dev.tidemark.connector;

/**
 * What a stage is opened with.
 *
 * @param pipeline the flow's name
 * @param stage the stage's name
 * @param streaming whether the flow runs until stopped
 * @param settings checked
 * @param maxRecordBytes a longer record is a bad one
 */
public record StageContext(
    String pipeline, String stage, boolean streaming, Settings settings, int maxRecordBytes) {}
