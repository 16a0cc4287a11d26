package dev.tidemark.benchmarks.jobs;

/**
 * What one turn has taken.
 *
 * @param seconds from the task's beginning to its answer
 * @param cpu seconds of the contender's process
 * @param serverCpu seconds of the servers
 * @param heap the most that was left on the heap by a collection, in MB; 0 if nothing was collected
 */
record Turn(double seconds, double cpu, double serverCpu, double heap) {}
