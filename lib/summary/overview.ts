import { requireRole, type Context } from '../context/context';
import type { Outcome } from '../record/outcomes';
import { aggregate, computedUntil, noSums, stepsOf, type Dimension, type Sums } from './aggregate';
import { readFailures, type FailureGroup } from './failures';
import { figuresOf, pointOf } from './figures';
import { merge, wide } from './read';
import { previousOf, type Figures, type Point, type Span } from './schema';
import { onSnapshot } from './snapshot';

export interface ServerStrip {
  server: string;
  calls: number;
  ok: number;
  cells: Partial<Record<Outcome, number>>[];
}

export interface ToolLine {
  server: string;
  tool: string;
  figures: Figures;
  bySteps: number[];
}

export interface KeyLine {
  keyId: string;
  name: string;
  figures: Figures;
  bySteps: number[];
}

/** What the summary page shows, all of one state of the database. */
export interface Overview {
  span: Span;
  total: Figures;
  previous: Figures;
  points: Point[];
  servers: ServerStrip[];
  tools: ToolLine[];
  keys: KeyLine[];
  failures: FailureGroup[];
}

const TOOLS = 12;
const KEYS = 6;

/** Reads the summary page's figures. Throws AppError: forbidden. */
export async function readOverview({ ctx, input: span }: { ctx: Context; input: Span }): Promise<Overview> {
  requireRole(ctx, 'viewer');
  const seconds = (span.to - span.from) / 1000;
  const both = ['latency', 'gateway'] as const;
  return onSnapshot(async (client) => {
    const computed = await computedUntil(client);
    const read = (by: Dimension[], of: Span, sketches: readonly ('latency' | 'gateway')[] = []) =>
      aggregate(client, { span: of, computed, by, sketches });
    const steps = await read(['at'], span, both);
    const previous = await read([], wide(previousOf(span)), both);
    const cells = await read(['at', 'server', 'tool', 'key_id'], span);
    const tools = await read(['server', 'tool'], wide(span), ['latency']);
    const failures = await readFailures(client, span);
    const byStep = new Map(steps.map((sums) => [Number(sums.key.at), sums]));
    return {
      span,
      total: figuresOf(merge(steps), seconds),
      previous: figuresOf(previous[0] ?? noSums(), seconds),
      points: stepsOf(span).map((at) => pointOf(at, byStep.get(at) ?? noSums())),
      servers: stripsOf(cells, span),
      tools: linesOf(tools, cells, span, seconds),
      keys: keysOf(cells, span, seconds),
      failures,
    };
  });
}

function groupBy(all: readonly Sums[], keyOf: (sums: Sums) => string): Map<string, Sums[]> {
  const groups = new Map<string, Sums[]>();
  for (const sums of all) {
    const key = keyOf(sums);
    const group = groups.get(key);
    if (group) group.push(sums);
    else groups.set(key, [sums]);
  }
  return groups;
}

const countsOf = (cells: readonly Sums[], span: Span): number[] => {
  const counts = stepsOf(span).map(() => 0);
  for (const { key, calls } of cells) {
    const step = Math.round((Number(key.at) - span.from) / span.stepMs);
    counts[step] = (counts[step] ?? 0) + calls;
  }
  return counts;
};

function stripsOf(cells: readonly Sums[], span: Span): ServerStrip[] {
  return [...groupBy(cells, ({ key }) => key.server ?? '')]
    .map(([server, own]) => {
      const at = groupBy(own, ({ key }) => key.at ?? '');
      const total = merge(own);
      return {
        server,
        calls: total.calls,
        ok: total.byOutcome.ok ?? 0,
        cells: stepsOf(span).map((step) => merge(at.get(String(step)) ?? []).byOutcome),
      };
    })
    .sort((a, b) => a.ok / a.calls - b.ok / b.calls || a.server.localeCompare(b.server));
}

function linesOf(tools: Sums[], cells: readonly Sums[], span: Span, seconds: number): ToolLine[] {
  const nameOf = ({ key }: Sums) => JSON.stringify([key.server, key.tool]);
  const own = groupBy(cells, nameOf);
  return tools
    .filter(({ key }) => key.tool !== '')
    .map((sums) => ({
      server: sums.key.server ?? '',
      tool: sums.key.tool ?? '',
      figures: figuresOf(sums, seconds),
      bySteps: countsOf(own.get(nameOf(sums)) ?? [], span),
    }))
    .sort((a, b) => b.figures.failed - a.figures.failed || b.figures.calls - a.figures.calls)
    .slice(0, TOOLS);
}

function keysOf(cells: readonly Sums[], span: Span, seconds: number): KeyLine[] {
  return [...groupBy(cells, ({ key }) => key.key_id ?? '')]
    .filter(([keyId]) => keyId !== '')
    .map(([keyId, own]) => ({
      keyId,
      name: own[0]?.keyName ?? '',
      figures: figuresOf(merge(own), seconds),
      bySteps: countsOf(own, span),
    }))
    .sort((a, b) => b.figures.calls - a.figures.calls)
    .slice(0, KEYS);
}
