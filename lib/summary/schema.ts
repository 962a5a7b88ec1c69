import { z } from 'zod';
import { OUTCOMES } from '../record/outcomes';

const UNIT_MS = { m: 60_000, h: 3_600_000, d: 86_400_000 };
const MINUTE_MS = 60_000;
const MAX_WINDOW_MS = 366 * UNIT_MS.d;
const MAX_STEPS = 1_500;
/** What a chart has room for. */
const STEPS = 60;

/** Milliseconds of "15m", "24h", "7d". */
export const durationOf = (text: string): number =>
  Number(text.slice(0, -1)) * UNIT_MS[text.slice(-1) as keyof typeof UNIT_MS];

const duration = z
  .string()
  .regex(/^[1-9]\d{0,4}[mhd]$/, 'use a number and m, h or d, such as 15m, 24h or 30d')
  .refine((text) => durationOf(text) <= MAX_WINDOW_MS, 'is longer than a year');
const moment = z.iso
  .datetime({ offset: true, error: 'use a date and time, such as 2026-11-22T10:00:00Z' })
  .refine((text) => Date.parse(text) >= 0, 'lies before 1970');

/** A span of time: the last so and so long, or from and to. Moments are rounded outwards to whole minutes. */
export const windowShape = {
  window: duration.optional().describe('How far back from now: 15m, 24h, 30d. 1h when nothing is given.'),
  from: moment.optional().describe('Instead of window: the first moment.'),
  to: moment.optional().describe('The moment after the last one; now when left out.'),
};

interface GivenWindow {
  window?: string | undefined;
  from?: string | undefined;
  to?: string | undefined;
}

/** Refuses what contradicts itself, each time with the field to blame. */
export function checkWindow({ window, from, to }: GivenWindow, ctx: z.RefinementCtx): void {
  const wrong = (field: string, message: string) => ctx.addIssue({ code: 'custom', path: [field], message });
  if (window !== undefined && from !== undefined) wrong('window', 'cannot be combined with from');
  if (window !== undefined && to !== undefined) wrong('window', 'cannot be combined with to');
  if (from === undefined && to !== undefined) wrong('from', 'is needed where to is given');
  if (from === undefined) return;
  const start = Date.parse(from);
  const end = to === undefined ? Date.now() : Date.parse(to);
  if (end <= start) wrong('to', 'must lie after from');
  else if (end - start > MAX_WINDOW_MS) wrong('from', 'lies more than a year before to');
}

/** From (included) to (not), in milliseconds since 1970, and the length of a step. */
export interface Span {
  from: number;
  to: number;
  stepMs: number;
}

/** The window as moments. @param now milliseconds since 1970 */
export function spanOf(given: GivenWindow & { step?: string | undefined }, now: number): Span {
  const to = Math.ceil((given.to === undefined ? now : Date.parse(given.to)) / MINUTE_MS) * MINUTE_MS;
  const from =
    given.from === undefined
      ? to - durationOf(given.window ?? '1h')
      : Math.floor(Date.parse(given.from) / MINUTE_MS) * MINUTE_MS;
  const stepMs = given.step === undefined ? stepFor(to - from) : durationOf(given.step);
  return { from, to, stepMs };
}

/** The window before it, of the same length. */
export const previousOf = ({ from, to, stepMs }: Span): Span => ({
  from: from - (to - from),
  to: from,
  stepMs,
});

/** A step of whole minutes, or of whole hours where those are enough, so that about sixty fit. */
function stepFor(lengthMs: number): number {
  const unit = lengthMs / STEPS >= UNIT_MS.h / 2 ? UNIT_MS.h : MINUTE_MS;
  return Math.max(unit, Math.ceil(lengthMs / STEPS / unit) * unit);
}

export const GROUPS = ['server', 'tool', 'source', 'key', 'outcome'] as const;
export type Group = (typeof GROUPS)[number];

export const summaryQuery = z
  .object({
    ...windowShape,
    step: duration
      .optional()
      .describe('The length of a point; about a sixtieth of the window when left out.'),
    group_by: z
      .enum(GROUPS, { error: `use one of ${GROUPS.join(', ')}` })
      .default('server')
      .describe('What the groups are.'),
    limit: z.coerce
      .number()
      .int()
      .min(1)
      .max(500)
      .default(50)
      .describe('How many groups, the busiest first.'),
  })
  .superRefine((query, ctx) => {
    checkWindow(query, ctx);
    if (ctx.issues.length > 0 || query.step === undefined) return;
    const { from, to, stepMs } = spanOf(query, Date.now());
    if ((to - from) / stepMs > MAX_STEPS) {
      ctx.addIssue({ code: 'custom', path: ['step'], message: `gives more than ${MAX_STEPS} points` });
    }
  });
export type SummaryQuery = z.infer<typeof summaryQuery>;

const outcome = z.enum(OUTCOMES);
const milliseconds = z.number().nullable();
const percentiles = z.object({ p50: milliseconds, p90: milliseconds, p95: milliseconds, p99: milliseconds });

export const figures = z.object({
  calls: z.number(),
  failed: z.number(),
  /** of all calls that were not ok; null without calls */
  error_rate: z.number().nullable(),
  by_outcome: z.partialRecord(outcome, z.number()),
  per_second: z.number(),
  latency_ms: percentiles,
  /** the gateway's own part: of a call, and of all the time that calls took */
  gateway_ms: percentiles,
  gateway_share: z.number().nullable(),
  request_bytes: z.number(),
  response_bytes: z.number(),
  argument_tokens: z.number(),
  result_tokens: z.number(),
});
export type Figures = z.infer<typeof figures>;

export const point = z.object({
  at: z.iso.datetime(),
  calls: z.number(),
  by_outcome: z.partialRecord(outcome, z.number()),
  latency_ms: percentiles,
  gateway_ms: percentiles,
});
export type Point = z.infer<typeof point>;

export const summaryAnswer = z.object({
  from: z.iso.datetime(),
  to: z.iso.datetime(),
  step_seconds: z.number(),
  total: figures,
  /** the window before, of the same length */
  previous: figures,
  points: z.array(point),
  group_by: z.enum(GROUPS),
  groups: z.array(z.object({ group: z.record(z.string(), z.string()), ...figures.shape })),
  slowest_tools: z.array(
    z.object({ server: z.string(), tool: z.string(), calls: z.number(), latency_ms: percentiles }),
  ),
  /** servers of which at least half of the last calls failed by their own fault */
  unhealthy_servers: z.array(z.object({ server: z.string(), calls: z.number(), failed: z.number() })),
});
export type SummaryAnswer = z.infer<typeof summaryAnswer>;

export const tokenUsageQuery = z
  .object({
    server_id: z.uuid().optional(),
    user_id: z.uuid().optional().describe('The id of a key.'),
    from_time: moment.optional(),
    to_time: moment.optional(),
  })
  .superRefine((query, ctx) => {
    const { from_time: from, to_time: to } = query;
    if (from !== undefined && to !== undefined && Date.parse(to) <= Date.parse(from)) {
      ctx.addIssue({ code: 'custom', path: ['to_time'], message: 'must lie after from_time' });
    }
  });

export const tokenUsageAnswer = z.object({
  total_input_tokens: z.number(),
  total_output_tokens: z.number(),
  total_tokens: z.number(),
});

export const dashboardQuery = z.object({
  activity_filter: z
    .enum(['all', 'tools', 'errors', 'admin'], { error: 'use one of all, tools, errors, admin' })
    .default('all'),
});

const state = z.object({ status: z.string(), latency_ms: z.number().nullable() });

/** The fields that users of the original know. What Sightline has not got yet is 0, empty or null. */
export const dashboardAnswer = z.object({
  stats: z.object({
    servers_count: z.number(),
    servers_added_this_week: z.number(),
    skills_count: z.number(),
    skills_by_source: z.record(z.string(), z.number()),
    tool_calls_today: z.number(),
    tool_calls_trend: z.array(z.object({ date: z.string(), count: z.number() })),
    active_users_24h: z.number(),
    total_users: z.number(),
  }),
  health: z.object({
    database: state,
    gateway: state.extend({ uptime_seconds: z.number() }),
    ai_provider: state.extend({ provider: z.string().nullable() }),
  }),
  activity: z.array(
    z.object({
      type: z.enum(['tool', 'error', 'admin']),
      description: z.string(),
      server: z.string().nullable(),
      tool: z.string().nullable(),
      user: z.string().nullable(),
      timestamp: z.iso.datetime(),
      severity: z.enum(['info', 'error']),
      latency_ms: z.number().nullable(),
      status: z.string().nullable(),
    }),
  ),
  top_servers: z.array(
    z.object({ server_name: z.string(), call_count: z.number(), success_rate: z.number() }),
  ),
  top_tools: z.array(
    z.object({
      tool_name: z.string(),
      server_name: z.string(),
      server_id: z.string().nullable(),
      call_count: z.number(),
      success_rate: z.number(),
      avg_latency_ms: z.number(),
    }),
  ),
  top_skills: z.array(z.never()),
});
export type DashboardAnswer = z.infer<typeof dashboardAnswer>;
