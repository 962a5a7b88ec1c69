-- One row per run of the retention: what it was to remove, how far it has come and how it ended. What counts as
-- evidence of a run are its admin events; this is for the page that shows its progress.
CREATE TABLE retention_runs (
  id               uuid PRIMARY KEY,
  started_at       timestamptz(3) NOT NULL,
  ended_at         timestamptz(3),
  started_by       text NOT NULL,
  state            text NOT NULL CHECK (state IN ('running', 'done', 'cancelled', 'failed')),
  retention_days   integer,
  cutoff           timestamptz(3),
  planned_days     integer NOT NULL,
  planned_rows     bigint NOT NULL,
  planned_bytes    bigint NOT NULL,
  days             integer NOT NULL DEFAULT 0,
  rows             bigint NOT NULL DEFAULT 0,
  bytes            bigint NOT NULL DEFAULT 0,
  cancel_requested boolean NOT NULL DEFAULT false,
  message          text
);
