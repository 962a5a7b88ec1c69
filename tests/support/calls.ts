import pg from 'pg';
import { BOOTSTRAP_KEY, METRICS_TOKEN, type Product } from '../../scripts/support/product.mjs';

export interface RawAnswer {
  status: number;
  headers: Headers;
  text: string;
}

let nextId = 1;

/** One POST on /mcp/{server} with whatever body. */
export async function post(
  product: Product,
  body: string,
  { server = 'test', key = BOOTSTRAP_KEY, headers = {}, signal }: PostOptions = {},
): Promise<RawAnswer> {
  const answer = await fetch(`${product.url}/mcp/${server}`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      accept: 'application/json, text/event-stream',
      ...(key === null ? {} : { authorization: `Bearer ${key}` }),
      ...headers,
    },
    body,
    ...(signal ? { signal } : {}),
  });
  return { status: answer.status, headers: answer.headers, text: await answer.text() };
}

export interface PostOptions {
  server?: string;
  key?: string | null;
  headers?: Record<string, string>;
  signal?: AbortSignal;
}

/** The body of a tools/call and the id in it. */
export function toolCall(name: string, args: unknown = {}): { id: number; body: string } {
  const id = nextId++;
  return {
    id,
    body: JSON.stringify({ jsonrpc: '2.0', id, method: 'tools/call', params: { name, arguments: args } }),
  };
}

export interface AuditRow {
  id: string;
  request_id: string;
  trace_id: string;
  span_id: string;
  server: string;
  tool: string;
  method: string | null;
  outcome: string;
  error_category: string | null;
  error_code: number | null;
  error_message: string | null;
  http_status: number;
  arguments: string | null;
  response: string | null;
  truncated: boolean;
  key_name: string | null;
  mask_counts: Record<string, number> | null;
  [column: string]: unknown;
}

/** Where the product's own database is: the embedded one, found as its own boot finds it. */
export async function databaseUrl(product: Product): Promise<string> {
  const { readFileSync } = await import('node:fs');
  const secrets = JSON.parse(readFileSync(`${product.dataDir}/secrets.json`, 'utf8')) as {
    databasePassword: string;
  };
  const port = readFileSync(`${product.dataDir}/postgres/postmaster.pid`, 'utf8').split('\n')[3];
  return `postgresql://sightline:${secrets.databasePassword}@127.0.0.1:${port}/sightline`;
}

/** Reads the product's own database. */
export async function openDatabase(product: Product): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: await databaseUrl(product) });
  await client.connect();
  return client;
}

/** The audit rows of one request id, payloads as text. */
export async function rowsOf(database: pg.Client, requestId: string): Promise<AuditRow[]> {
  const result = await database.query<AuditRow>(
    `SELECT *, arguments::text AS arguments, response::text AS response FROM tool_call_logs WHERE request_id = $1`,
    [requestId],
  );
  return result.rows;
}

/** Waits until `read` gives something; the line or row behind an aborted call has no answer to wait for. */
export async function eventually<T>(
  read: () => Promise<T | undefined> | T | undefined,
  what: string,
): Promise<T> {
  const deadline = Date.now() + 30_000;
  for (;;) {
    const value = await read();
    if (value !== undefined) return value;
    if (Date.now() > deadline) throw new Error(`Never happened: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}

/** All samples of a scrape as {"name{labels}": value}. */
export async function scrape(product: Product): Promise<Record<string, number>> {
  const answer = await fetch(`${product.url}/api/v1/metrics`, {
    headers: { authorization: `Bearer ${METRICS_TOKEN}` },
  });
  const samples: Record<string, number> = {};
  for (const line of (await answer.text()).split('\n')) {
    const match = /^([^#\s][^{\s]*(?:\{.*\})?) (\S+)$/.exec(line);
    if (match) samples[match[1] ?? ''] = Number(match[2]);
  }
  return samples;
}

/** What one metric, over all its labels, adds up to. */
export function total(samples: Record<string, number>, name: string): number {
  return Object.entries(samples)
    .filter(([sample]) => sample === name || sample.startsWith(`${name}{`))
    .reduce((sum, [, value]) => sum + value, 0);
}
