import { requireRole, type Context } from '../context/context';
import { aggregate, computedUntil, noSums, stepsOf, type Dimension, type Sums } from './aggregate';
import { figuresOf, pointOf } from './figures';
import { previousOf, spanOf, type Group, type SummaryAnswer, type SummaryQuery } from './schema';
import { onSnapshot } from './snapshot';

const DIMENSIONS: Record<Group, readonly Dimension[]> = {
  server: ['server'],
  tool: ['server', 'tool'],
  source: ['source'],
  key: ['key_id'],
  outcome: ['outcome'],
};
const SLOWEST = 10;

/** What the calls of a window add up to. Throws AppError: forbidden. */
export async function readSummary({
  ctx,
  input,
}: {
  ctx: Context;
  input: SummaryQuery;
}): Promise<SummaryAnswer> {
  requireRole(ctx, 'viewer');
  const span = spanOf(input, Date.now());
  const seconds = (span.to - span.from) / 1000;
  return onSnapshot(async (client) => {
    const computed = await computedUntil(client);
    const sketches = ['latency', 'gateway'] as const;
    const read = (by: readonly Dimension[], of = span) =>
      aggregate(client, { span: of, computed, by, sketches });
    const steps = await read(['at']);
    const before = await read([], wide(previousOf(span)));
    const groups = await read(DIMENSIONS[input.group_by], wide(span));
    const tools = input.group_by === 'tool' ? groups : await read(['server', 'tool'], wide(span));
    const byStep = new Map(steps.map((sums) => [Number(sums.key.at), sums]));
    return {
      from: new Date(span.from).toISOString(),
      to: new Date(span.to).toISOString(),
      step_seconds: span.stepMs / 1000,
      total: figuresOf(merge(groups), seconds),
      previous: figuresOf(before[0] ?? noSums(), seconds),
      points: stepsOf(span).map((at) => pointOf(at, byStep.get(at) ?? noSums())),
      group_by: input.group_by,
      groups: groups
        .sort(byCalls)
        .slice(0, input.limit)
        .map((sums) => ({ group: nameOf(sums, input.group_by), ...figuresOf(sums, seconds) })),
      slowest_tools: slowest(tools),
      unhealthy_servers: unhealthy(tools),
    };
  });
}

/** The span as one step, which may be made of whole hours. */
export const wide = <T extends { from: number; to: number }>(span: T): T & { stepMs: number } => ({
  ...span,
  stepMs: Math.ceil((span.to - span.from) / 3_600_000 + 1) * 3_600_000,
});

const byCalls = (a: Sums, b: Sums) => b.calls - a.calls;

function nameOf(sums: Sums, group: Group): Record<string, string> {
  if (group === 'key') return { key_id: sums.key.key_id ?? '', key: sums.keyName };
  const { at: _at, key_id: _keyId, ...names } = sums.key;
  return names;
}

function slowest(tools: Sums[]): SummaryAnswer['slowest_tools'] {
  return tools
    .filter((sums) => sums.key.tool !== '')
    .map((sums) => ({
      server: sums.key.server ?? '',
      tool: sums.key.tool ?? '',
      calls: sums.calls,
      latency_ms: figuresOf(sums, 1).latency_ms,
    }))
    .sort((a, b) => (b.latency_ms.p95 ?? 0) - (a.latency_ms.p95 ?? 0))
    .slice(0, SLOWEST);
}

/** Failures that are the server's own: it was not there, said nothing, or broke off. */
function unhealthy(tools: Sums[]): SummaryAnswer['unhealthy_servers'] {
  const servers = new Map<string, { calls: number; failed: number }>();
  for (const { key, calls, byOutcome } of tools) {
    const known = servers.get(key.server ?? '') ?? { calls: 0, failed: 0 };
    known.calls += calls;
    known.failed += (byOutcome.upstream_error ?? 0) + (byOutcome.timeout ?? 0);
    servers.set(key.server ?? '', known);
  }
  return [...servers]
    .map(([server, counts]) => ({ server, ...counts }))
    .filter(({ calls, failed }) => failed * 2 >= calls);
}

/** All of them as one. */
export function merge(all: readonly Sums[]): Sums {
  const total = noSums();
  for (const sums of all) {
    total.calls += sums.calls;
    total.latencyMs += sums.latencyMs;
    total.gatewayMs += sums.gatewayMs;
    total.requestBytes += sums.requestBytes;
    total.responseBytes += sums.responseBytes;
    total.argumentTokens += sums.argumentTokens;
    total.resultTokens += sums.resultTokens;
    for (const name of ['latency', 'gateway'] as const)
      for (const [bucket, count] of sums[name])
        total[name].set(bucket, (total[name].get(bucket) ?? 0) + count);
    for (const [outcome, count] of Object.entries(sums.byOutcome) as [keyof Sums['byOutcome'], number][])
      total.byOutcome[outcome] = (total.byOutcome[outcome] ?? 0) + count;
  }
  return total;
}
