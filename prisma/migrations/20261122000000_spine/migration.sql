-- People, upstream servers, agent keys, settings.
CREATE TABLE users (
  id            uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  email         text NOT NULL UNIQUE,
  name          text NOT NULL,
  password_hash text NOT NULL,
  role          text NOT NULL CHECK (role IN ('admin', 'viewer')),
  created_at    timestamptz(3) NOT NULL DEFAULT now(),
  last_seen_at  timestamptz(3)
);

CREATE TABLE servers (
  id             uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  slug           text NOT NULL UNIQUE CHECK (slug ~ '^[a-z0-9][a-z0-9_-]{0,62}$'),
  name           text NOT NULL,
  transport      text NOT NULL CHECK (transport IN ('http', 'stdio')),
  url            text,
  command        text,
  origin         text NOT NULL CHECK (origin IN ('config', 'admin')),
  enabled        boolean NOT NULL DEFAULT true,
  sealed_headers text,
  header_names   text[] NOT NULL DEFAULT '{}',
  created_at     timestamptz(3) NOT NULL DEFAULT now(),
  updated_at     timestamptz(3) NOT NULL DEFAULT now(),
  CHECK ((transport = 'http') = (url IS NOT NULL))
);

CREATE TABLE api_keys (
  id           uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  name         text NOT NULL,
  prefix       text NOT NULL,
  hash         bytea NOT NULL UNIQUE CHECK (octet_length(hash) = 32),
  scopes       text[] NOT NULL,
  all_servers  boolean NOT NULL DEFAULT false,
  created_at   timestamptz(3) NOT NULL DEFAULT now(),
  created_by   text,
  revoked_at   timestamptz(3),
  last_used_at timestamptz(3)
);

CREATE TABLE api_key_servers (
  key_id    uuid NOT NULL REFERENCES api_keys (id) ON DELETE CASCADE,
  server_id uuid NOT NULL REFERENCES servers (id) ON DELETE CASCADE,
  PRIMARY KEY (key_id, server_id)
);

CREATE TABLE settings (
  key        text PRIMARY KEY,
  value      jsonb NOT NULL,
  updated_at timestamptz(3) NOT NULL DEFAULT now()
);

-- Every replica keeps servers and keys in memory and re-reads them when told so. last_used_at is left
-- out on purpose: it changes all the time and nobody needs to hear of it.
CREATE FUNCTION sightline_notify_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('sightline_change', TG_TABLE_NAME);
  RETURN NULL;
END $$;

CREATE TRIGGER servers_changed AFTER INSERT OR UPDATE OR DELETE ON servers
  FOR EACH STATEMENT EXECUTE FUNCTION sightline_notify_change();
CREATE TRIGGER api_keys_changed AFTER INSERT OR DELETE OR UPDATE OF name, hash, scopes, all_servers, revoked_at ON api_keys
  FOR EACH STATEMENT EXECUTE FUNCTION sightline_notify_change();
CREATE TRIGGER api_key_servers_changed AFTER INSERT OR UPDATE OR DELETE ON api_key_servers
  FOR EACH STATEMENT EXECUTE FUNCTION sightline_notify_change();
CREATE TRIGGER settings_changed AFTER INSERT OR UPDATE OR DELETE ON settings
  FOR EACH STATEMENT EXECUTE FUNCTION sightline_notify_change();

-- The audit log. ts and id are fixed when the call arrives, so a repeated write of the same row conflicts
-- and is ignored. json, not jsonb: it keeps the masked text as it is (integers beyond 2^53, key order,
-- duplicate keys, \u0000), which jsonb would change or refuse.
CREATE TABLE tool_call_logs (
  ts               timestamptz(3) NOT NULL,
  id               uuid NOT NULL,
  instance_id      text NOT NULL,
  request_id       text NOT NULL,
  trace_id         text NOT NULL,
  span_id          text NOT NULL,
  source_type      text NOT NULL,
  server_id        uuid,
  server           text NOT NULL,
  key_id           uuid,
  key_name         text,
  client_address   text,
  client_name      text,
  client_version   text,
  protocol_version text,
  session_hash     text,
  method           text,
  tool             text NOT NULL,
  jsonrpc_id       text,
  outcome          text NOT NULL CHECK (outcome IN
    ('ok', 'tool_error', 'protocol_error', 'upstream_error', 'timeout', 'denied', 'cancelled')),
  error_category   text,
  error_code       integer,
  error_message    text,
  http_status      smallint NOT NULL,
  latency_ms       double precision NOT NULL,
  upstream_ms      double precision,
  request_bytes    bigint NOT NULL,
  response_bytes   bigint NOT NULL,
  arguments        json,
  response         json,
  truncated        boolean NOT NULL DEFAULT false,
  mask_counts      jsonb,
  PRIMARY KEY (ts, id)
) PARTITION BY RANGE (ts);

-- lz4 costs a fraction of pglz; a PostgreSQL built without it (the embedded one) keeps pglz.
DO $$
BEGIN
  ALTER TABLE tool_call_logs ALTER COLUMN arguments SET COMPRESSION lz4;
  ALTER TABLE tool_call_logs ALTER COLUMN response SET COMPRESSION lz4;
EXCEPTION WHEN feature_not_supported THEN NULL;
END $$;

CREATE INDEX tool_call_logs_server_ts ON tool_call_logs (server, ts DESC, id);
CREATE INDEX tool_call_logs_tool_ts ON tool_call_logs (tool, ts DESC, id);
CREATE INDEX tool_call_logs_failed_ts ON tool_call_logs (outcome, ts DESC, id) WHERE outcome <> 'ok';
CREATE INDEX tool_call_logs_trace ON tool_call_logs (trace_id);
CREATE INDEX tool_call_logs_request ON tool_call_logs (request_id);
