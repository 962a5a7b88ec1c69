-- What each replica says of its export: which version of the settings it goes by, and how its destinations fare.
-- A row is written over every few seconds; one that is not is removed by the others.
CREATE TABLE export_replicas (
  instance_id text PRIMARY KEY,
  generation  integer NOT NULL,
  applied_at  timestamptz(3) NOT NULL,
  seen_at     timestamptz(3) NOT NULL,
  report      jsonb NOT NULL
);
