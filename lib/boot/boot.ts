import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import path from 'node:path';
import type { IncomingMessage, ServerResponse } from 'node:http';
import pg from 'pg';
import packageJson from '@/package.json';
import { createAuditWriter, publishAuditWriter, type AuditWriter } from '../audit/writer';
import { createSealer, publishSealer } from '../crypto/sealer';
import { separateAppRole } from '../database/app-role';
import { closeConnections, openConnections } from '../database/connections';
import { startEmbeddedDatabase, type EmbeddedDatabase } from '../database/embedded';
import { migrate } from '../database/migrate';
import { ensurePartitions, PARTITION_JOB_MS } from '../audit/partitions';
import { directory } from '../directory/directory';
import { watchDirectory, type DirectoryWatch } from '../directory/watch';
import { childEnvironment, completeAuthEnvironment, env, type Env } from '../env';
import { messageOf } from '../errors';
import { createGateway } from '../gateway/gateway';
import { createPools, type Pools } from '../upstreams/http/pools';
import { gateway, publishGateway } from '../gateway/published';
import { createSessions } from '../gateway/sessions';
import { claimDataDirectory } from './data-directory';
import { ensureBootstrapKey } from '../keys/create';
import { trackLastUsed, type LastUsed } from '../keys/last-used';
import { createMasker } from '../mask/masker';
import { allowedHosts } from '../net/loopback';
import { markIfDirect } from '../net/direct-request';
import { catchUp } from '../record/afterwards';
import { publishMasker } from '../mask/current-masker';
import { destinationFromEnvironment, spanProcessor } from '../traces/processor';
import { observeHttp } from './observe-http';
import { flushLog, logger } from '../log/log';
import { REQUEST_ID_HEADER, requestIdFrom } from '../net/request-id';
import { startTracing, stopTracing } from '../traces/start';
import { publishSeparation } from '../health/check';
import { slot } from '../once';
import { loadSecrets, type Secrets } from './secrets';
import { importConfig } from '../servers/import-config';
import { ensureAdmin, offerSetUp } from '../users/set-up';
import { keepGarbageYoung } from './young-garbage';

/** What server.mjs is handed once boot is through. */
export interface PublishedProcess {
  /** Serves one HTTP request: /mcp/** here, everything else by `next`. */
  serve(request: IncomingMessage, response: ServerResponse, next: () => void): void;
  /** Graceful stop: drain calls, flush audit and spans, close the database. */
  stop(deadlineMs: number): Promise<void>;
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

interface Parts {
  release: () => void;
  embedded: EmbeddedDatabase | undefined;
  watch: DirectoryWatch;
  lastUsed: LastUsed;
  audit: AuditWriter;
  pools: Pools;
  partitionJob: NodeJS.Timeout;
}

async function start(): Promise<void> {
  keepGarbageYoung();
  const config = env();
  const release = claimDataDirectory(config.DATA_DIR);
  const secrets = loadSecrets(config);
  const instanceId = `${hostname()}-${randomUUID().slice(0, 8)}`;
  publishSealer(createSealer(secrets.encryptionKeys));
  completeAuthEnvironment({ url: config.NEXTAUTH_URL ?? defaultUrl(config), secret: secrets.nextAuthSecret });
  startTracing({ name: config.OTEL_SERVICE_NAME, version: packageJson.version, instanceId });
  spanProcessor().swap(
    destinationFromEnvironment(config.OTEL_EXPORTER_OTLP_ENDPOINT, config.OTEL_EXPORTER_OTLP_HEADERS),
  );

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
  const databaseUrl = role.url;
  const { audit: auditPool, owner } = openConnections(databaseUrl, ownerUrl);
  await ensurePartitions(owner);
  const partitionJob = setInterval(() => {
    ensurePartitions(owner).catch((error: unknown) =>
      logger().error({ error: messageOf(error) }, 'the next daily partitions could not be made'),
    );
  }, PARTITION_JOB_MS).unref();
  await provision(config);

  const audit = createAuditWriter(auditPool);
  publishAuditWriter(audit);
  const pools = createPools(config.UPSTREAM_TIMEOUT_MS, config.ALLOW_PRIVATE_ADDRESSES);
  const lastUsed = trackLastUsed((error) =>
    logger().warn({ error: messageOf(error) }, 'last-used times not written'),
  );
  const watch = await watchDirectory({
    onLoaded() {
      const credentials = [...directory().servers()].flatMap((server) =>
        Object.values(server.headers).flatMap(credentialParts),
      );
      publishMasker(createMasker([...ownSecrets(config, secrets, [databaseUrl, ownerUrl]), ...credentials]));
      pools.prune(directory().servers());
    },
    onError: (error) =>
      logger().warn(
        { error: messageOf(error) },
        'servers and keys could not be read again; the last known ones stand',
      ),
  });
  publishGateway(
    createGateway({
      directory,
      audit,
      pools,
      sessions: createSessions(),
      instanceId,
      maxBodyBytes: config.MAX_BODY_BYTES,
      allowedHosts: allowedHosts(config.HOST, config.NEXTAUTH_URL),
      keyUsed: lastUsed.touch,
    }),
  );
  publish({ release, embedded, watch, lastUsed, audit, pools, partitionJob });
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

/** What the environment asks to exist: admin, agent key, servers, or else the set-up link. */
async function provision(config: Env): Promise<void> {
  if (config.ADMIN_EMAIL && config.ADMIN_PASSWORD)
    await ensureAdmin(config.ADMIN_EMAIL, config.ADMIN_PASSWORD);
  if (config.BOOTSTRAP_API_KEY) await ensureBootstrapKey(config.BOOTSTRAP_API_KEY);
  if (config.MCP_CONFIG) {
    const { imported, notServed } = await importConfig(config.MCP_CONFIG);
    logger().info({ servers: imported, not_served_yet: notServed }, 'MCP_CONFIG read');
  }
  const token = await offerSetUp();
  if (token !== null) {
    const url = `${config.NEXTAUTH_URL ?? defaultUrl(config)}/setup?token=${token}`;
    process.stderr.write(`\n  Create the first admin here (works once): ${url}\n\n`);
  }
}

const defaultUrl = (config: Env) => {
  const host = config.HOST === '0.0.0.0' || config.HOST === '::' ? 'localhost' : config.HOST;
  return `http://${host.includes(':') ? `[${host}]` : host}:${config.PORT}`;
};

/** Every credential that this process was given or made, for the masker to find wherever it turns up. */
function ownSecrets(config: Env, secrets: Secrets, databaseUrls: string[]): string[] {
  return [
    ...secrets.encryptionKeys.map((key) => key.toString('base64')),
    secrets.nextAuthSecret,
    secrets.databasePassword,
    ...databaseUrls.map((url) => decodeURIComponent(new URL(url).password)),
    config.ADMIN_PASSWORD,
    config.BOOTSTRAP_API_KEY,
    config.METRICS_TOKEN,
    ...(config.OTEL_EXPORTER_OTLP_HEADERS ?? '').split(',').map((pair) => pair.slice(pair.indexOf('=') + 1)),
  ].filter((secret): secret is string => secret !== undefined && secret !== '');
}

/** "Bearer abc" is known as a whole and by its parts: an upstream may echo just the token. */
const credentialParts = (value: string) => [value, ...value.split(' ').slice(1)];

function publish(parts: Parts): void {
  onPublished.peek()?.({
    serve(request, response, next) {
      const requestId = requestIdFrom(request.headers[REQUEST_ID_HEADER]?.toString());
      request.headers[REQUEST_ID_HEADER] = requestId;
      const url = request.url ?? '/';
      if (url === '/mcp' || url.startsWith('/mcp/') || url.startsWith('/mcp?')) {
        gateway().serveNode(request, response);
      } else {
        response.setHeader('X-Request-ID', requestId);
        markIfDirect(request);
        observeHttp(request, response, requestId, next);
      }
    },
    stop: (deadlineMs) => stop(parts, deadlineMs),
  });
}

/** The order matters: what is being answered ends first, then its row, then its spans, then the database. */
async function stop(parts: Parts, deadlineMs: number): Promise<void> {
  const endsAt = Date.now() + deadlineMs;
  const left = await gateway().drain(deadlineMs * 0.4);
  if (left > 0) logger().warn({ calls: left }, 'calls were still running at the deadline and are broken off');
  clearInterval(parts.partitionJob);
  await parts.pools.close();
  await parts.audit.drain(deadlineMs * 0.2);
  catchUp();
  await parts.lastUsed.stop();
  await parts.watch.stop();
  await stopTracing();
  await closeConnections();
  await parts.embedded?.stop(Math.max(1_000, endsAt - Date.now()));
  parts.release();
  logger().info('stopped');
  flushLog();
}
