import { createHmac, pbkdf2Sync, createHash, randomBytes } from 'node:crypto';
import pg from 'pg';

/** The role that the app reads and writes with, apart from the one that owns the tables. */
export interface AppRole {
  /** the connection string that the app's own pools use */
  url: string;
  /** Why the app uses the owner's role after all; null: it does not. */
  notSeparated: string | null;
}

/** Rows of these are written once: the app may add and read them, not change or remove them. */
const WRITTEN_ONCE = ['tool_call_logs', 'tool_call_withheld', 'admin_events'];
/** Any constant will do, as long as every replica uses the same one. */
const LOCK_KEY = 7_416_021_812;
const MAX_IDENTIFIER = 63;
const CONNECT_MS = 5_000;

/**
 * Makes the app's role, gives it its rights and says how to connect with it. Called after the migrations,
 * at every start, so that tables that are new get their rights.
 *
 * It is a login role of its own, not SET ROLE on the owner's connection: whoever smuggles SQL into such a
 * connection can RESET ROLE, and into this one cannot. Name and password follow from the owner's, so that all
 * replicas of one DATABASE_URL agree without having to share anything else.
 *
 * Where the owner may not make roles, or the new one is not let in (a pooler with a list of users), the app
 * goes on with the owner's: that is said, not hidden. Never throws.
 */
export async function separateAppRole(ownerUrl: string): Promise<AppRole> {
  try {
    const url = await separate(ownerUrl);
    return { url, notSeparated: null };
  } catch (error) {
    return { url: ownerUrl, notSeparated: error instanceof Error ? error.message : String(error) };
  }
}

async function separate(ownerUrl: string): Promise<string> {
  const ownerPassword = decodeURIComponent(new URL(ownerUrl).password);
  if (ownerPassword === '') throw new Error('the connection string has no password to derive one from');
  const password = createHmac('sha256', ownerPassword).update('sightline app role').digest('base64url');
  const owner = client(ownerUrl);
  await owner.connect();
  try {
    await owner.query('SELECT pg_advisory_lock($1)', [LOCK_KEY]);
    const name = await roleName(owner);
    const url = withUser(ownerUrl, name, password);
    if (!(await letsIn(url))) await makeRole(owner, name, password);
    await grant(owner, name);
    await check(url);
    return url;
  } finally {
    // The lock goes with the connection.
    await owner.end().catch(() => undefined);
  }
}

async function roleName(owner: pg.Client): Promise<string> {
  const { rows } = await owner.query<{ name: string }>('SELECT current_user AS name');
  return `${(rows[0]?.name ?? 'sightline').slice(0, MAX_IDENTIFIER - 4)}_app`;
}

/** PostgreSQL is given the verifier, not the password: statements end up in logs. */
async function makeRole(owner: pg.Client, name: string, password: string): Promise<void> {
  const role = owner.escapeIdentifier(name);
  const known = await owner.query('SELECT 1 FROM pg_roles WHERE rolname = $1', [name]);
  const verb = known.rowCount === 0 ? 'CREATE' : 'ALTER';
  await owner.query(`${verb} ROLE ${role} LOGIN PASSWORD ${owner.escapeLiteral(scramVerifier(password))}`);
}

async function grant(owner: pg.Client, name: string): Promise<void> {
  const role = owner.escapeIdentifier(name);
  // Partitions are left out: rows are reached through their table, and its rights are what counts there.
  const tables = await owner.query<{ name: string; written_once: boolean; schema: string }>(
    `SELECT oid::regclass::text AS name, relname = ANY ($1) AS written_once, current_schema() AS schema
       FROM pg_class
      WHERE relnamespace = current_schema()::regnamespace AND relkind IN ('r', 'p') AND NOT relispartition
        AND relname <> '_prisma_migrations'`,
    [WRITTEN_ONCE],
  );
  const statements = tables.rows.flatMap((table) =>
    table.written_once
      ? [`REVOKE ALL ON ${table.name} FROM ${role}`, `GRANT SELECT, INSERT ON ${table.name} TO ${role}`]
      : [`GRANT SELECT, INSERT, UPDATE, DELETE ON ${table.name} TO ${role}`],
  );
  const schema = owner.escapeIdentifier(tables.rows[0]?.schema ?? 'public');
  await owner.query('BEGIN');
  for (const statement of [
    `GRANT USAGE ON SCHEMA ${schema} TO ${role}`,
    `GRANT USAGE ON ALL SEQUENCES IN SCHEMA ${schema} TO ${role}`,
    ...statements,
  ]) {
    await owner.query(statement);
  }
  await owner.query('COMMIT');
}

/** Asks the role itself: rights come by PUBLIC, by membership and by superuser, too. */
async function check(url: string): Promise<void> {
  const app = client(url);
  await app.connect();
  try {
    const { rows } = await app.query<{ may_write: boolean; may_change: boolean }>(
      `SELECT has_table_privilege('tool_call_logs', 'SELECT') AND has_table_privilege('tool_call_logs', 'INSERT') AS may_write,
              has_table_privilege('tool_call_logs', 'UPDATE, DELETE, TRUNCATE') AS may_change`,
    );
    if (!rows[0]?.may_write) throw new Error('the role of the app was not given its rights');
    if (rows[0].may_change)
      throw new Error('the role of the app can change rows, by rights that others gave it');
  } finally {
    await app.end().catch(() => undefined);
  }
}

async function letsIn(url: string): Promise<boolean> {
  const app = client(url);
  try {
    await app.connect();
    return true;
  } catch {
    return false;
  } finally {
    await app.end().catch(() => undefined);
  }
}

function client(url: string): pg.Client {
  const made = new pg.Client({
    connectionString: url,
    connectionTimeoutMillis: CONNECT_MS,
    query_timeout: 30_000,
    application_name: 'sightline roles',
  });
  // Without a listener a connection that breaks would end the process; the query that runs fails by itself.
  made.on('error', () => undefined);
  return made;
}

function withUser(connection: string, user: string, password: string): string {
  const url = new URL(connection);
  url.username = encodeURIComponent(user);
  url.password = encodeURIComponent(password);
  return url.href;
}

/** What PostgreSQL stores of a password (RFC 5803); it takes this in place of one. */
function scramVerifier(password: string): string {
  const iterations = 4096;
  const salt = randomBytes(16);
  const salted = pbkdf2Sync(password, salt, iterations, 32, 'sha256');
  const hmac = (text: string) => createHmac('sha256', salted).update(text).digest();
  const stored = createHash('sha256').update(hmac('Client Key')).digest('base64');
  return `SCRAM-SHA-256$${iterations}:${salt.toString('base64')}$${stored}:${hmac('Server Key').toString('base64')}`;
}
