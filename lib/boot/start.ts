import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import path from 'node:path';
import type { IncomingMessage, ServerResponse } from 'node:http';
import pg from 'pg';
import packageJson from '@/package.json';
import { cleanUpOnSchedule } from '../audit/retention/schedule';
import { createUnsureRows } from '../audit/unsure-rows';
import { createAuditWriter, publishAuditWriter } from '../audit/writer';
import { createSealer, publishSealer } from '../crypto/sealer';
import { withAdvisoryLock } from '../database/advisory-lock';
import { separateAppRole } from '../database/app-role';
import { systemContext } from '../context/context';
import { listenForChanges } from '../database/changes';
import { openConnections } from '../database/connections';
import { startEmbeddedDatabase, type EmbeddedDatabase } from '../database/embedded';
import { migrate } from '../database/migrate';
import { directory } from '../directory/directory';
import { DIRECTORY_TABLES, watchDirectory } from '../directory/watch';
import { childEnvironment, commandEnvironment, completeAuthEnvironment, env, type Env } from '../env';
import { messageOf } from '../errors';
import { createGateway } from '../gateway/gateway';
import { Limits } from '../gateway/limits';
import { gateway, publishGateway } from '../gateway/published';
import { createSessions } from '../gateway/sessions';
import { publishSeparation } from '../health/check';
import { ensureBootstrapKey } from '../keys/create';
import { lastUsed } from '../keys/last-used';
import { loadKeys } from '../keys/load';
import { logger } from '../log/log';
import { publishMasker } from '../mask/current-masker';
import { createMasker } from '../mask/masker';
import { publishAuditState } from '../metrics/audit-state';
import { countAuditWrite } from '../metrics/audit-writes';
import { countHttp } from '../metrics/http';
import { metrics } from '../metrics/registry';
import { toolLabels } from '../metrics/tool-labels';
import { clientAddressOf, trustedProxies } from '../net/client-address';
import { allowedHosts } from '../net/loopback';
import { slot } from '../once';
import { afterwards } from '../record/afterwards';
import { computeRollups } from '../rollups/compute';
import { importConfig } from '../servers/import-config';
import { loadServers } from '../servers/load';
import { sealStoredAddresses } from '../servers/seal-addresses';
import { settings as settingsOf, settingsSecrets } from '../settings/current';
import { SETTINGS_TABLE, watchSettings } from '../settings/watch';
import { recordAuditSpan } from '../traces/audit-span';
import { destinationFromEnvironment } from '../traces/from-environment';
import { spanProcessor } from '../traces/processor';
import { startTracing } from '../traces/start';
import { createHttpUpstream } from '../upstreams/http/upstream';
import { createUpstreams } from '../upstreams/kinds';
import { createStdioUpstream } from '../upstreams/stdio/upstream';
import { ensureAdmin, offerSetUp } from '../users/set-up';
import { claimDataDirectory } from './data-directory';
import { startJobs } from './jobs';
import { ownSecrets, secretsOf } from './known-secrets';
import { keepPartitionsAhead } from './partitions-ahead';
import { loadSecrets } from './secrets';
import { serve } from './serve';
import { createSinks, noteFoundLate } from './sinks';
import { stop } from './stop';
import { keepGarbageYoung } from './young-garbage';

/** What server.mjs is handed once boot is through. */
export interface PublishedProcess {
  /** Serves one HTTP request: /mcp/** here, everything else by `next`. */
  serve(request: IncomingMessage, response: ServerResponse, next: () => void): void;
  /** Graceful stop: drain calls, flush audit and spans, close the database. */
  stop(deadlineMs: number): Promise<void>;
  /** what whoever started it has to read, in a line; null: nothing. Printed last, where it is found. */
  notice: string | null;
}

/** Left by server.mjs, which waits for the handler before it listens. */
const onPublished = slot<(handler: PublishedProcess) => void>('onPublished');
const running = slot<Promise<void>>('boot');
const startedDatabase = slot<EmbeddedDatabase>('boot/embedded');
const FAILED_START_DEADLINE_MS = 5_000;

/** Wires the whole process once, however often Next calls register(). Throws when it cannot serve. */
export function boot(): Promise<void> {
  const before = running.peek();
  if (before) return before;
  const started = start();
  running.set(started);
  return started;
}

/** boot(), but a process that cannot keep its record ends: it says why, without a stack nobody asked for. */
export async function bootOrExit(): Promise<void> {
  try {
    await boot();
  } catch (error) {
    process.stderr.write(`\nSightline cannot start.\n${messageOf(error)}\n`);
    // A database that was started for nothing must not outlive the process.
    await startedDatabase.peek()?.stop(FAILED_START_DEADLINE_MS);
    process.exit(1);
  }
}

async function start(): Promise<void> {
  keepGarbageYoung();
  const config = env();
  const release = claimDataDirectory(config.DATA_DIR);
  const secrets = loadSecrets(config);
  const proxies = trustedProxies(config.TRUSTED_PROXIES);
  const instanceId = `${hostname()}-${randomUUID().slice(0, 8)}`;
  publishSealer(createSealer(secrets.encryptionKeys));
  completeAuthEnvironment({ url: config.NEXTAUTH_URL ?? defaultUrl(config), secret: secrets.nextAuthSecret });
  startTracing({ name: config.OTEL_SERVICE_NAME, version: packageJson.version, instanceId });
  spanProcessor().swap(destinationFromEnvironment(config.OTEL_EXPORTER_OTLP_ENDPOINT));

  const embedded =
    config.DATABASE_URL === undefined
      ? await startEmbedded(config.DATA_DIR, secrets.databasePassword)
      : undefined;
  const ownerUrl = config.DATABASE_URL ?? embedded?.url ?? '';
  if (embedded) startedDatabase.set(embedded);
  await migrateDatabase(ownerUrl);
  const role = await separateAppRole(ownerUrl);
  publishSeparation(role.notSeparated);
  if (role.notSeparated !== null) {
    logger().warn(
      { reason: role.notSeparated },
      'the app uses the role that owns the tables, so PostgreSQL would let it change audit rows',
    );
  }
  const { audit: auditPool, direct, owner } = openConnections(role.url, ownerUrl);
  await keepPartitionsAhead(owner);
  const notice = await provision(config);

  const unsure = createUnsureRows(direct, noteFoundLate);
  const audit = createAuditWriter(auditPool, {
    rows: (result, count) => metrics().auditRows.inc({ result }, count),
    write: (write) =>
      afterwards(() => {
        countAuditWrite(write);
        recordAuditSpan(write);
      }),
    gaveUp: unsure.add,
    back: unsure.lookFor,
  });
  publishAuditWriter(audit);
  publishAuditState(audit.waiting);
  metrics().buildInfo.set({ version: packageJson.version, node: process.versions.node }, 1);
  const upstreams = createUpstreams({
    http: createHttpUpstream(
      config.UPSTREAM_TIMEOUT_MS,
      config.STREAM_SILENCE_MS,
      config.ALLOW_PRIVATE_ADDRESSES,
    ),
    stdio: createStdioUpstream({
      timeoutMs: config.UPSTREAM_TIMEOUT_MS,
      inherited: commandEnvironment(),
    }),
  });
  const ownCredentials = ownSecrets(config, secrets, [role.url, ownerUrl]);
  const renewMasker = () => {
    const ofServers = [...directory().servers()].flatMap(secretsOf);
    publishMasker(createMasker([...ownCredentials, ...ofServers, ...settingsSecrets()]));
  };
  const reloadDirectory = await watchDirectory(
    { servers: loadServers, keys: loadKeys },
    {
      onLoaded() {
        renewMasker();
        upstreams.prune([...directory().servers()]);
      },
      onError: (error) =>
        logger().warn(
          { error: messageOf(error) },
          'servers and keys could not be read again; the last known ones stand',
        ),
    },
  );
  const settings = await watchSettings({
    onLoaded: renewMasker,
    onError: (error) =>
      logger().warn({ err: error }, 'settings could not be read again; the last known ones stand'),
  });
  const changes = await listenForChanges(
    (table) => {
      if (table === null || DIRECTORY_TABLES.includes(table)) void reloadDirectory();
      if (table === null || table === SETTINGS_TABLE) void settings.reload();
    },
    (error) => logger().warn({ error: messageOf(error) }, 'changes of other replicas are not heard of now'),
  );
  publishGateway(
    createGateway(
      {
        directory,
        sinks: createSinks(audit),
        admits: (willBeAudited) => audit.admits(willBeAudited),
        upstreams,
        sessions: createSessions(),
        instanceId,
        maxBodyBytes: config.MAX_BODY_BYTES,
        allowedHosts: allowedHosts(config.HOST, config.NEXTAUTH_URL),
        clientAddress: (peer, forwardedFor) => clientAddressOf(peer, forwardedFor, proxies),
        keyUsed: lastUsed().touch,
        allowedOrigins: () => settingsOf('security').allowed_origins,
        toolsListed: (server, names) => toolLabels().learn(server, names),
        limits: new Limits(() => settingsOf('security'), config.MAX_BODY_BYTES),
      },
      { http: countHttp, refusals: (count) => metrics().refusalsAggregated.inc(count) },
    ),
  );
  // Everything that this process does at intervals.
  const jobs = startJobs(
    [
      { name: 'daily partitions', everyMs: 60 * 60_000, run: () => keepPartitionsAhead(owner) },
      { name: 'retention', everyMs: 60_000, run: cleanUpOnSchedule },
      { name: 'roll-ups', everyMs: 10_000, run: () => computeRollups(direct), exclusive: true },
      { name: 'last use of keys', everyMs: 5_000, run: lastUsed().flush, finally: true },
      { name: 'overdue calls, counted refusals', everyMs: 5_000, run: async () => gateway().tick() },
      // In case a notification was missed.
      { name: 'servers and keys', everyMs: 15_000, run: reloadDirectory },
      // A change of settings counts everywhere within two seconds, also where a connection has died unnoticed.
      { name: 'settings', everyMs: 1_000, run: settings.poll },
    ],
    (name, work) => withAdvisoryLock(direct, name, work),
  );
  const parts = { release, embedded, changes, audit, unsure, upstreams, jobs };
  const published = onPublished.peek();
  if (published) published({ serve, stop: (deadlineMs) => stop(parts, deadlineMs), notice });
  // On the route lane there is no server.mjs that could print it after "ready".
  else if (notice !== null) process.stderr.write(`\n  ${notice}\n\n`);
}

function startEmbedded(dataDir: string, password: string): Promise<EmbeddedDatabase> {
  return startEmbeddedDatabase({
    dataDir,
    password,
    environment: childEnvironment(),
    onNote: (note) => logger().warn(note),
    onDown: (ending, output) =>
      logger().error({ ending, output }, 'the embedded PostgreSQL has ended and is started again'),
    onUp: () => logger().info('the embedded PostgreSQL is back'),
  });
}

async function migrateDatabase(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
  try {
    await client.connect();
    const applied = await migrate(client, path.resolve('prisma/migrations'));
    for (const name of applied) logger().info({ migration: name }, 'migration applied');
  } catch (error) {
    throw new Error(`The database is not usable: ${messageOf(error)}\nCheck DATABASE_URL.`, { cause: error });
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** Makes what the environment asks to exist: admin, agent key, servers. Returns the line with the set-up link, or null. */
async function provision(config: Env): Promise<string | null> {
  if (config.ADMIN_EMAIL && config.ADMIN_PASSWORD)
    await ensureAdmin({
      ctx: systemContext('ADMIN_EMAIL'),
      input: { email: config.ADMIN_EMAIL, password: config.ADMIN_PASSWORD },
    });
  if (config.BOOTSTRAP_API_KEY)
    await ensureBootstrapKey({
      ctx: systemContext('BOOTSTRAP_API_KEY'),
      input: { key: config.BOOTSTRAP_API_KEY },
    });
  if (config.MCP_CONFIG) {
    const { imported, commands } = await importConfig({
      ctx: systemContext('MCP_CONFIG'),
      input: { file: config.MCP_CONFIG },
    });
    logger().info({ servers: imported, commands }, 'MCP_CONFIG read');
  }
  await sealStoredAddresses();
  const token = await offerSetUp();
  if (token === null) return null;
  const url = `${config.NEXTAUTH_URL ?? defaultUrl(config)}/setup?token=${token}`;
  return `Create the first admin here (works once): ${url}`;
}

const defaultUrl = (config: Env) => {
  const host = config.HOST === '0.0.0.0' || config.HOST === '::' ? 'localhost' : config.HOST;
  return `http://${host.includes(':') ? `[${host}]` : host}:${config.PORT}`;
};
