package dev.tidemark.process;

/** Flows that tests run; {@code formatted} fills in what differs. */
final class SampleFlow {

  /** Needs the records a second at the most, and the path of the input. */
  static final String LARGE_AND_SMALL =
      """
      name: packages
      execution: { mode: job, queue_records: 1000 }
      batch: { records: 250 }
      stages:
        - name: input
          type: file
          rate: %d
          config: { path: %s, format: jsonl }
        - name: split
          type: broadcast
          config: { routes: [large, small] }
        - name: large
          type: sql
          config: { query: "SELECT package, version, installed_kb / 1024 AS mb FROM input WHERE installed_kb >= 100" }
        - name: warehouse
          type: sqlite
          config: { connection: { kind: sqlite, path: out/packages.db }, table: packages, mode: append }
        - name: small
          type: sql
          config: { query: "SELECT package, section, installed_kb FROM input WHERE installed_kb < 1000" }
        - name: listing
          type: file
          kind: sink
          config: { path: out/listing.jsonl, format: jsonl }
      """;

  /** Two sinks and no SQL, so that it starts quickly. Needs lease and rate. */
  private static final String PLAIN =
      """
      name: packages
      execution: { mode: job, lease: %s, drain_timeout: 10m, queue_records: 400 }
      batch: { records: 100 }
      stages:
        - name: input
          type: file
          rate: %d
          on_error: dead_letter
          config: { path: packages.jsonl, format: jsonl }
        - name: split
          type: broadcast
          config: { routes: [warehouse, listing] }
        - name: warehouse
          type: sqlite
          on_error: dead_letter
          config: { connection: { kind: sqlite, path: out/packages.db }, table: packages, mode: append }
        - name: listing
          type: file
          kind: sink
          config: { path: out/listing.jsonl, format: jsonl }
      """;

  private static final String STREAM =
      """
      name: packages
      execution: { mode: streaming }
      stages:
        - name: input
          type: file
          config: { path: packages.jsonl, format: jsonl }
        - name: warehouse
          type: sqlite
          config: { connection: { kind: sqlite, path: out/packages.db }, table: packages, mode: append }
      """;

  static final int UNTHROTTLED = 10_000_000;

  private SampleFlow() {}

  /** {@link #PLAIN} as a job, at so many records a second. */
  static String job(int rate) {
    return job(rate, "10s");
  }

  /** The same with a lease. */
  static String job(int rate, String lease) {
    return PLAIN.formatted(lease, rate);
  }

  /** A file that is followed, into a table. */
  static String stream() {
    return STREAM;
  }
}
