import type pg from 'pg';
import type { z } from 'zod';
import { mayActAs, requireRole, type Context } from '../context/context';
import { isoDate, startOfDay } from './days';
import { aggregate, computedUntil, type Sums } from './aggregate';
import { merge, wide } from './read';
import type { DashboardAnswer, dashboardQuery } from './schema';
import { onSnapshot } from './snapshot';

const DAY_MS = 86_400_000;
const TREND_DAYS = 7;
const TOP = 5;
const ACTIVITIES = 20;

/**
 * The original's start page, in its own fields. Who may not read admin events finds none among the activity. Throws
 * AppError: forbidden.
 */
export async function readDashboard({
  ctx,
  input,
}: {
  ctx: Context;
  input: z.output<typeof dashboardQuery>;
}): Promise<DashboardAnswer> {
  requireRole(ctx, 'viewer');
  const startedMs = performance.now();
  const today = startOfDay(Date.now());
  return onSnapshot(async (client) => {
    const computed = await computedUntil(client);
    const counts = await readCounts(client);
    const databaseMs = performance.now() - startedMs;
    const week = { from: today - (TREND_DAYS - 1) * DAY_MS, to: today + DAY_MS, stepMs: DAY_MS };
    const days = await aggregate(client, { span: week, computed, by: ['at'] });
    const tools = await aggregate(client, {
      span: wide({ from: today, to: today + DAY_MS }),
      computed,
      by: ['server', 'tool'],
    });
    const callsOn = (at: number) => days.find(({ key }) => Number(key.at) === at)?.calls ?? 0;
    const trend = Array.from({ length: TREND_DAYS }, (_, day) => week.from + day * DAY_MS);
    return {
      stats: {
        servers_count: counts.servers,
        servers_added_this_week: counts.servers_added,
        skills_count: 0,
        skills_by_source: {},
        tool_calls_today: callsOn(today),
        tool_calls_trend: trend.map((at) => ({ date: isoDate(at), count: callsOn(at) })),
        active_users_24h: counts.active,
        total_users: counts.users,
      },
      health: {
        database: { status: 'ok', latency_ms: Math.round(databaseMs * 100) / 100 },
        gateway: { status: 'ok', latency_ms: null, uptime_seconds: Math.round(process.uptime()) },
        ai_provider: { status: 'not_configured', latency_ms: null, provider: null },
      },
      activity: await readActivity(client, input.activity_filter, mayActAs(ctx.actor, 'auditor')),
      top_servers: topServers(tools),
      top_tools: await topTools(client, tools),
      top_skills: [],
    };
  });
}

interface Counts {
  servers: number;
  servers_added: number;
  users: number;
  active: number;
}

async function readCounts(client: pg.ClientBase): Promise<Counts> {
  const { rows } = await client.query<Counts>(
    `SELECT (SELECT count(*) FROM servers)::int AS servers,
            (SELECT count(*) FROM servers WHERE created_at > now() - interval '7 days')::int AS servers_added,
            (SELECT count(*) FROM users)::int AS users,
            (SELECT count(*) FROM users WHERE last_seen_at > now() - interval '24 hours')::int AS active`,
  );
  return rows[0] ?? { servers: 0, servers_added: 0, users: 0, active: 0 };
}

const successOf = ({ calls, byOutcome }: Sums) => (calls === 0 ? 0 : (byOutcome.ok ?? 0) / calls);
const byCalls = (a: Sums, b: Sums) => b.calls - a.calls;

function topServers(tools: Sums[]): DashboardAnswer['top_servers'] {
  const servers = new Map<string, Sums[]>();
  for (const sums of tools) {
    const server = sums.key.server ?? '';
    servers.set(server, [...(servers.get(server) ?? []), sums]);
  }
  return [...servers]
    .map(([name, sums]) => ({ name, sums: merge(sums) }))
    .sort((a, b) => byCalls(a.sums, b.sums))
    .slice(0, TOP)
    .map(({ name, sums }) => ({
      server_name: name,
      call_count: sums.calls,
      success_rate: successOf(sums),
    }));
}

async function topTools(client: pg.ClientBase, tools: Sums[]): Promise<DashboardAnswer['top_tools']> {
  const { rows } = await client.query<{ id: string; slug: string }>('SELECT id, slug FROM servers');
  const ids = new Map(rows.map(({ id, slug }) => [slug, id]));
  return tools
    .filter(({ key }) => key.tool !== '')
    .sort(byCalls)
    .slice(0, TOP)
    .map((sums) => ({
      tool_name: sums.key.tool ?? '',
      server_name: sums.key.server ?? '',
      server_id: ids.get(sums.key.server ?? '') ?? null,
      call_count: sums.calls,
      success_rate: successOf(sums),
      avg_latency_ms: sums.latencyMs / sums.calls,
    }));
}

type Activity = DashboardAnswer['activity'][number];
type Filter = z.output<typeof dashboardQuery>['activity_filter'];

async function readActivity(client: pg.ClientBase, filter: Filter, mayAudit: boolean): Promise<Activity[]> {
  const calls = filter === 'admin' ? [] : await readCalls(client, filter === 'errors');
  const events = mayAudit && (filter === 'all' || filter === 'admin') ? await readEvents(client) : [];
  return [...calls, ...events].sort((a, b) => b.timestamp.localeCompare(a.timestamp)).slice(0, ACTIVITIES);
}

interface CallRow {
  ts: Date;
  server: string;
  tool: string;
  method: string | null;
  key_name: string | null;
  outcome: string;
  latency_ms: number;
  error_message: string | null;
}

async function readCalls(client: pg.ClientBase, onlyErrors: boolean): Promise<Activity[]> {
  const { rows } = await client.query<CallRow>(
    `SELECT ts, server, tool, method, key_name, outcome, latency_ms, error_message FROM tool_call_logs
      ${onlyErrors ? "WHERE outcome <> 'ok'" : ''} ORDER BY ts DESC, id DESC LIMIT ${ACTIVITIES}`,
  );
  return rows.map((row) => ({
    type: row.outcome === 'ok' ? 'tool' : 'error',
    description: row.error_message ?? `${row.tool === '' ? row.method : row.tool} on ${row.server}`,
    server: row.server,
    tool: row.tool,
    user: row.key_name,
    timestamp: row.ts.toISOString(),
    severity: row.outcome === 'ok' ? 'info' : 'error',
    latency_ms: row.latency_ms,
    status: row.outcome,
  }));
}

async function readEvents(client: pg.ClientBase): Promise<Activity[]> {
  const { rows } = await client.query<{
    ts: Date;
    action: string;
    actor_name: string;
    target_name: string | null;
  }>(`SELECT ts, action, actor_name, target_name FROM admin_events ORDER BY id DESC LIMIT ${ACTIVITIES}`);
  return rows.map((row) => ({
    type: 'admin',
    description: row.target_name === null ? row.action : `${row.action} ${row.target_name}`,
    server: null,
    tool: null,
    user: row.actor_name,
    timestamp: row.ts.toISOString(),
    severity: 'info',
    latency_ms: null,
    status: null,
  }));
}
