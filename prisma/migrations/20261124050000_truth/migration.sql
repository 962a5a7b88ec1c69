-- What kind of result a call had, and by which state the rounds of one tool use belong together (MCP 2026-07-28,
-- input_required): hashes over server, key and requestState.
ALTER TABLE tool_call_logs
  ADD COLUMN result_type   text,
  ADD COLUMN state_brought text,
  ADD COLUMN state_given   text;

-- Few calls have either, so these cost the others nothing.
CREATE INDEX tool_call_logs_state_brought ON tool_call_logs (state_brought, ts) WHERE state_brought IS NOT NULL;
CREATE INDEX tool_call_logs_state_given ON tool_call_logs (state_given, ts) WHERE state_given IS NOT NULL;

-- Rows that PostgreSQL had committed when the gateway had given them up: their answers were withheld. Rows are
-- never changed, so this stands beside them. ts and id are those of tool_call_logs.
CREATE TABLE tool_call_withheld (
  ts       timestamptz(3) NOT NULL,
  id       uuid NOT NULL,
  found_at timestamptz(3) NOT NULL DEFAULT now(),
  PRIMARY KEY (ts, id)
);
