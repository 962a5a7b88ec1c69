import type pg from 'pg';
import type { Outcome } from '../record/outcomes';
import { addTo, bucketSql, type Sketch } from '../rollups/sketch';
import type { Span } from './schema';

const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;

/** What calls can be told apart by. */
export type Dimension = 'at' | 'server' | 'tool' | 'source' | 'key_id' | 'outcome';

/** The calls of one combination, added up. */
export interface Sums {
  key: Partial<Record<Dimension, string>>;
  keyName: string;
  calls: number;
  byOutcome: Partial<Record<Outcome, number>>;
  latencyMs: number;
  gatewayMs: number;
  latency: Sketch;
  gateway: Sketch;
  requestBytes: number;
  responseBytes: number;
  argumentTokens: number;
  resultTokens: number;
}

type Row = Record<string, string | number | null>;

/** What a query has to know of the window: where each of the three sources begins and ends. */
export interface Source {
  sql: string;
  values: unknown[];
}

/**
 * The window as roll-ups and rows: whole hours, the minutes on either side of them, and the rows of what is not
 * computed yet. Each call is in exactly one of the three.
 *
 * @param computed up to when all minutes are computed, in milliseconds since 1970
 */
export function sourceOf({ from, to, stepMs }: Span, computed: number): Source {
  const closed = Math.min(to, Math.max(from, computed));
  // Points that are shorter than an hour, or begin within one, cannot be made of hours.
  const byHours = stepMs % HOUR_MS === 0 && (from % HOUR_MS === 0 || stepMs > to - from);
  const firstHour = byHours ? Math.ceil(from / HOUR_MS) * HOUR_MS : closed;
  const lastHour = byHours ? Math.max(firstHour, Math.floor(closed / HOUR_MS) * HOUR_MS) : closed;
  const firstEdge = Math.min(firstHour, closed);
  const lastEdge = Math.min(lastHour, closed);
  const moments = [from, firstEdge, lastEdge, closed, to].map((ms) => new Date(ms));
  const between = (table: string, start: number, end: number) =>
    `SELECT ${COLUMNS} FROM ${table} WHERE start >= $${start} AND start < $${end}`;
  return {
    sql: [
      between('call_minutes', 1, 2),
      between('call_hours', 2, 3),
      between('call_minutes', 3, 4),
      `SELECT ${FROM_ROW} FROM tool_call_logs WHERE ts >= $4 AND ts < $5`,
    ].join(' UNION ALL '),
    values: moments,
  };
}

const COLUMNS = `start, server, tool, source, key_id, key_name, outcome, calls, latency_ms, gateway_ms, latency_buckets,
  latency_counts, gateway_buckets, gateway_counts, request_bytes, response_bytes, argument_tokens, result_tokens`;

const GATEWAY_MS = 'greatest(latency_ms - coalesce(upstream_ms, 0), 0)';
const FROM_ROW = `ts, server, tool, source_type, coalesce(key_id::text, ''), coalesce(key_name, ''), outcome, 1,
  latency_ms, ${GATEWAY_MS}, ARRAY[${bucketSql('latency_ms')}], ARRAY[1::bigint],
  ARRAY[${bucketSql(GATEWAY_MS)}], ARRAY[1::bigint], request_bytes, response_bytes,
  coalesce(argument_tokens, 0), coalesce(result_tokens, 0)`;

interface Asked {
  span: Span;
  computed: number;
  by: readonly Dimension[];
  /** which sketches are needed; each costs several times what the sums do */
  sketches?: readonly ('latency' | 'gateway')[];
}

/** Adds up the window's calls by some dimensions, each combination with its outcomes. */
export async function aggregate(client: pg.ClientBase, asked: Asked): Promise<Sums[]> {
  const { span, by, sketches = [] } = asked;
  const source = sourceOf(span, asked.computed);
  const names = by.map((dimension) =>
    dimension === 'at'
      ? `floor(extract(epoch FROM start - $1) * 1000 / ${span.stepMs})::int AS at`
      : dimension,
  );
  const group = by.length === 0 ? '' : `${by.join(', ')}, `;
  const select = names.length === 0 ? '' : `${names.join(', ')}, `;
  const sums = new Map<string, Sums>();
  const totals = await client.query<Row>(
    `SELECT ${select}outcome AS ended, max(key_name) AS key_name, sum(calls)::float8 AS calls, sum(latency_ms) AS latency_ms,
            sum(gateway_ms) AS gateway_ms, sum(request_bytes)::float8 AS request_bytes,
            sum(response_bytes)::float8 AS response_bytes, sum(argument_tokens)::float8 AS argument_tokens,
            sum(result_tokens)::float8 AS result_tokens
       FROM (${source.sql}) AS calls GROUP BY ${group}ended`,
    source.values,
  );
  for (const row of totals.rows) addRow(sumsOf(sums, row, asked), row);
  for (const name of sketches) {
    const counted = await client.query<Row>(
      `SELECT ${select}bucket, sum(n)::float8 AS n
         FROM (${source.sql}) AS calls, unnest(${name}_buckets, ${name}_counts) AS part (bucket, n)
        GROUP BY ${group}bucket`,
      source.values,
    );
    for (const row of counted.rows)
      addTo(sumsOf(sums, row, asked)[name], Number(row['bucket']), Number(row['n']));
  }
  return [...sums.values()];
}

function sumsOf(sums: Map<string, Sums>, row: Row, { by, span }: Asked): Sums {
  const key: Sums['key'] = {};
  for (const dimension of by) {
    const value = row[dimension];
    key[dimension] = dimension === 'at' ? String(span.from + Number(value) * span.stepMs) : String(value);
  }
  const name = JSON.stringify(key);
  const known = sums.get(name);
  if (known) return known;
  const added = noSums(key);
  sums.set(name, added);
  return added;
}

/** Sums of no call. */
export const noSums = (key: Sums['key'] = {}): Sums => ({
  key,
  keyName: '',
  calls: 0,
  byOutcome: {},
  latencyMs: 0,
  gatewayMs: 0,
  latency: new Map(),
  gateway: new Map(),
  requestBytes: 0,
  responseBytes: 0,
  argumentTokens: 0,
  resultTokens: 0,
});

function addRow(sums: Sums, row: Row): void {
  const calls = Number(row['calls']);
  const outcome = row['ended'] as Outcome;
  sums.keyName = String(row['key_name'] ?? '');
  sums.calls += calls;
  sums.byOutcome[outcome] = (sums.byOutcome[outcome] ?? 0) + calls;
  sums.latencyMs += Number(row['latency_ms']);
  sums.gatewayMs += Number(row['gateway_ms']);
  sums.requestBytes += Number(row['request_bytes']);
  sums.responseBytes += Number(row['response_bytes']);
  sums.argumentTokens += Number(row['argument_tokens']);
  sums.resultTokens += Number(row['result_tokens']);
}

/** Up to when all minutes are computed; the beginning of time when none is. */
export async function computedUntil(client: pg.ClientBase): Promise<number> {
  const { rows } = await client.query<{ computed: Date }>('SELECT computed FROM call_rollup_state');
  return rows[0]?.computed.getTime() ?? 0;
}

/** The steps of a span, each by its beginning. */
export const stepsOf = ({ from, to, stepMs }: Span): number[] =>
  Array.from({ length: Math.ceil((to - from) / stepMs) }, (_, index) => from + index * stepMs);

/** A whole number of minutes, where it is not one already. */
export const wholeMinute = (ms: number): number => Math.floor(ms / MINUTE_MS) * MINUTE_MS;
