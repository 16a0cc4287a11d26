package dev.tidemark.benchmarks.contender;

/**
 * The record of the job that measures an engine alone: small, made by the source from its number,
 * and what every contender does to it, so that all do the same work.
 *
 * @param id its number, from 0
 * @param sensor which of a thousand sensors it is of
 * @param value what the sensor measured
 */
public record Reading(long id, int sensor, long value) {
  private static final int SENSORS = 1_000;

  /** The source's record number {@code id}. */
  public static Reading numbered(long id) {
    return new Reading(id, (int) (id % SENSORS), id * 31 % 10_007);
  }

  /** The first map. */
  public Reading calibrated() {
    return new Reading(id, sensor, value * 3 + sensor);
  }

  /** The filter: seven of eight stay. */
  public boolean kept() {
    return (id & 7) != 0;
  }

  /** The second map. */
  public Reading scaled() {
    return new Reading(id, sensor, value * 9 / 5 + 32);
  }
}
