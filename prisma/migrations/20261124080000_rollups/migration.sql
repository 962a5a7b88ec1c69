-- The call log by minute and by hour, derived from its rows by a job (lib/rollups), so that a summary of thirty days
-- need not read them. A latency's bucket is ceil(ln(ms) / ln(gamma)): see lib/rollups/sketch.ts for the bound.
CREATE TABLE call_minutes (
  start           timestamptz(3) NOT NULL,
  server          text NOT NULL,
  tool            text NOT NULL,
  source          text NOT NULL,
  -- '' where nobody was authenticated
  key_id          text NOT NULL,
  key_name        text NOT NULL,
  outcome         text NOT NULL,
  calls           bigint NOT NULL,
  latency_ms      double precision NOT NULL,
  -- the gateway's own part of it
  gateway_ms      double precision NOT NULL,
  -- bucket and count, at the same place of two arrays
  latency_buckets smallint[] NOT NULL,
  latency_counts  bigint[] NOT NULL,
  gateway_buckets smallint[] NOT NULL,
  gateway_counts  bigint[] NOT NULL,
  request_bytes   bigint NOT NULL,
  response_bytes  bigint NOT NULL,
  argument_tokens bigint NOT NULL,
  result_tokens   bigint NOT NULL,
  PRIMARY KEY (start, server, tool, source, key_id, outcome)
);
CREATE TABLE call_hours (LIKE call_minutes INCLUDING ALL);

-- Up to when all minutes have been computed at least once; one row.
CREATE TABLE call_rollup_state (
  id       smallint PRIMARY KEY CHECK (id = 1),
  computed timestamptz(3) NOT NULL
);

-- Minutes that a row came to after their end, noted in the transaction of the row. Only ever added to, so that a note
-- waits for nobody; the job takes away what it has read.
CREATE TABLE call_rollup_touched (
  id     bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  minute timestamptz(3) NOT NULL
);
