package dev.tidemark.fuzz;

import java.util.List;

/** Flows that are right, or were meant to be, and the words that flows are made of. */
final class FlowSeeds {

  static final String MAIN =
      """
      name: debian-packages
      description: Large packages, and the essential ones
      execution: { mode: job }
      schedule: { cron: "0 2 * * *", zone: Europe/Paris, misfire: run-once }
      labels: { team: platform }
      batch: { records: 50000, bytes: 16MB, linger: 200ms }
      queues:
        - { name: packages, capacity: 200000, schema: { schema_id: package, version: 1 } }
      stages:
        - name: packages
          type: file
          config: { path: in.jsonl, format: jsonl }
          rate: ${RATE:-50000}
        - name: split
          type: broadcast
          config: { routes: [large, essentials] }
        - name: large
          type: sql
          config:
            query: >-
              SELECT package, kb / 1024 AS mb, tag
              FROM input, UNNEST(tags) AS t(tag) WHERE kb >= 10240
          threads: 2
          on_error: dead_letter
        - name: warehouse
          type: sqlite
          config: { connection: { kind: sqlite, path: out/p.db }, table: t, mode: merge, key: [package] }
        - name: essentials
          type: sql
          config: { query: "SELECT package FROM input WHERE essential" }
        - name: essential-file
          type: file
          kind: sink
          config: { path: out/e.jsonl, format: jsonl }
      """;

  static final List<String> ALL =
      List.of(
          MAIN,
          """
          name: orders
          connections:
            store: { kind: vault, url: "vault://loader:PLANTED@db.internal/x" }
            other: { kind: vault, host: h, password: PLANTED }
          stages:
            - name: in
              type: file
              config:
                path: in.csv
                columns: { id: int64, amount: decimal, status: text, at: timestamp }
            - { name: by-status, type: route, config: { by: UPPER(status), routes: { PAID: paid, X: rest }, default: rest } }
            - { name: paid, type: vault, config: { connection: store, table: paid, token: "PLANTED" } }
            - { name: rest, type: vault, config: { connection: from-env, table: rest, token: "${FUZZ_SECRET}" } }
          """,
          """
          name: fan-in
          execution_mode: EXECUTION_MODE_STREAMING
          kubernetes: { image: x, resources: { cpu: 1 } }
          observability: { metrics_enabled: true }
          stages:
            - { name: a, type: file, config: { path: "*.jsonl", format: jsonl, columns: { x: int64 } }, output_queue: q }
            - { name: b, type: file, config: { path: in.csv, format: csv, columns: { x: int64 } }, output_queue: q }
            - { name: c, type: console, input_queue: q, config: {} }
          """,
          """
          defaults: &d { on_error: drop, threads: 2 }
          name: merged
          schedule: { every: 15m }
          stages:
            - &src { name: src, type: file, config: { path: in.jsonl } }
            - { <<: *d, name: t, type: sql, config: { query: "SELECT * FROM input" } }
            - { name: out, type: console, config: { } }
          """);

  static final List<String> TOKENS =
      List.of(
          "name: ",
          "stages:\n",
          "  - ",
          "type: ",
          "config: ",
          "kind: sink",
          "kind: source",
          "file",
          "sqlite",
          "console",
          "sql",
          "vault",
          "broadcast",
          "route",
          "routes: [a, b]",
          "routes: { a: b }",
          "by: x",
          "default: ",
          "input_queue: q",
          "output_queue: q",
          "inputQueue: q",
          "query: ",
          "SELECT ",
          "FROM input",
          "path: ",
          "format: csv",
          "columns: ",
          "{ id: int64 }",
          "array<json>",
          "array<array<",
          "connection: store",
          "connections:\n",
          "connection: { url: vault://a:b@c/d }",
          "password: ",
          "token: ",
          "url: ",
          "mode: streaming",
          "schedule: { cron: ",
          "cron: \"* * * * *\"",
          "cron: \"0 0 31 2 *\"",
          "every: 1ms",
          "zone: Mars/Base",
          "misfire: skip",
          "batch: ",
          "records: 0",
          "bytes: 1TB",
          "linger: 0",
          "queues:\n",
          "capacity: -1",
          "schema: ",
          "rate: 0.5",
          "threads: 100000",
          "on_error: drop",
          "labels: ",
          "execution: ",
          "retry_for: 5m",
          "max_dead_letters: 1",
          "kubernetes: ",
          "env: { A: b }",
          "observability: ",
          "${FUZZ_SECRET}",
          "${A}",
          "${FUZZ_SECRET:-x}",
          "x${FUZZ_SECRET}y",
          "&a ",
          "*a",
          "<<: *a",
          "<<: [*a, *a]",
          "!!str ",
          "!!binary ",
          "!!int ",
          "!x ",
          "? ",
          "- - - ",
          "|\n",
          ">-\n",
          "--- \n",
          "...\n",
          "%YAML 1.1\n",
          "%TAG ! a\n",
          "\t",
          "{",
          "}",
          "[",
          "]",
          ": ",
          ", ",
          "\"",
          "'",
          "\n",
          "\n  ",
          "\n    ",
          "# ");

  private FlowSeeds() {}
}
