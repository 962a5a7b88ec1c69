-- What people changed, settings with a version, and closed lists of words as types of their own.

-- Closed lists as enum types: Prisma then gives the words to TypeScript, and a value outside the list cannot be
-- stored. tool_call_logs keeps text with a check: it is written without Prisma, and to change a column's type would
-- rewrite every partition.
CREATE TYPE user_role AS ENUM ('viewer', 'auditor', 'admin');
CREATE TYPE server_transport AS ENUM ('http', 'stdio');
CREATE TYPE server_origin AS ENUM ('config', 'admin');
CREATE TYPE key_scope AS ENUM ('mcp', 'read', 'admin');
CREATE TYPE actor_kind AS ENUM ('user', 'key', 'system', 'anonymous');

ALTER TABLE users DROP CONSTRAINT IF EXISTS users_role_check;
ALTER TABLE users ALTER COLUMN role TYPE user_role USING role::user_role;
-- Sessions that began before this moment have ended: set when somebody is given a new password.
ALTER TABLE users ADD COLUMN sessions_from timestamptz(3);

ALTER TABLE servers DROP CONSTRAINT IF EXISTS servers_transport_check;
ALTER TABLE servers DROP CONSTRAINT IF EXISTS servers_origin_check;
ALTER TABLE servers DROP CONSTRAINT IF EXISTS servers_check;
ALTER TABLE servers ALTER COLUMN transport TYPE server_transport USING transport::server_transport;
ALTER TABLE servers ALTER COLUMN origin TYPE server_origin USING origin::server_origin;
ALTER TABLE servers ADD CONSTRAINT servers_check CHECK ((transport = 'http') = (url IS NOT NULL));

-- A column that a trigger names cannot change its type.
DROP TRIGGER api_keys_changed ON api_keys;
ALTER TABLE api_keys ALTER COLUMN scopes TYPE key_scope[] USING scopes::key_scope[];
CREATE TRIGGER api_keys_changed AFTER INSERT OR DELETE OR UPDATE OF name, hash, scopes, all_servers, revoked_at ON api_keys
  FOR EACH STATEMENT EXECUTE FUNCTION sightline_notify_change();

-- Two people who save the same section: the second one is told.
ALTER TABLE settings ADD COLUMN version integer NOT NULL DEFAULT 1;
ALTER TABLE settings ADD COLUMN updated_by text;

-- One row per change, written in the transaction of the change. The id is a UUIDv7 of the same moment as ts, so
-- that the primary key is the order in time.
CREATE TABLE admin_events (
  id             uuid PRIMARY KEY,
  ts             timestamptz(3) NOT NULL,
  actor_kind     actor_kind NOT NULL,
  actor_id       uuid,
  actor_name     text NOT NULL,
  action         text NOT NULL CHECK (action ~ '^[a-z_]+\.[a-z_]+$'),
  target_type    text NOT NULL,
  target_id      text,
  target_name    text,
  before         jsonb,
  after          jsonb,
  request_id     text,
  trace_id       text,
  client_address text
);
CREATE INDEX admin_events_action ON admin_events (action, id DESC);
CREATE INDEX admin_events_actor ON admin_events (actor_name, id DESC);
CREATE INDEX admin_events_target ON admin_events (target_type, target_id, id DESC);
CREATE INDEX admin_events_ts ON admin_events (ts);

-- What the app's role may do with it is decided in lib/database/app-role.ts.
