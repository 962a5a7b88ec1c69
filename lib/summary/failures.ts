import type pg from 'pg';
import type { Outcome } from '../record/outcomes';
import type { Span } from './schema';

/** Failures that read the same. */
export interface FailureGroup {
  outcome: Outcome;
  message: string;
  server: string;
  tools: string[];
  calls: number;
  /** milliseconds since 1970 */
  latestAt: number;
  /** how many in each step of the window */
  bySteps: number[];
}

/** Older ones than the last so many are not looked at: it is a list of the latest. */
const LOOKED_AT = 2_000;

/** The latest failures of a window by server, outcome and message, the newest group first. */
export async function readFailures(client: pg.ClientBase, span: Span): Promise<FailureGroup[]> {
  const { rows } = await client.query<{
    ts: Date;
    server: string;
    tool: string;
    outcome: Outcome;
    message: string | null;
  }>(
    `SELECT ts, server, tool, outcome, coalesce(error_message, error_category) AS message FROM tool_call_logs
      WHERE outcome <> 'ok' AND ts >= $1 AND ts < $2 ORDER BY ts DESC LIMIT ${LOOKED_AT}`,
    [new Date(span.from), new Date(span.to)],
  );
  const groups = new Map<string, FailureGroup>();
  for (const row of rows) {
    const message = row.message ?? row.outcome;
    const key = JSON.stringify([row.server, row.outcome, message]);
    const at = row.ts.getTime();
    const group = groups.get(key) ?? {
      outcome: row.outcome,
      message,
      server: row.server,
      tools: [],
      calls: 0,
      latestAt: at,
      bySteps: Array.from({ length: Math.ceil((span.to - span.from) / span.stepMs) }, () => 0),
    };
    groups.set(key, group);
    group.calls += 1;
    if (row.tool !== '' && !group.tools.includes(row.tool)) group.tools.push(row.tool);
    const step = Math.floor((at - span.from) / span.stepMs);
    group.bySteps[step] = (group.bySteps[step] ?? 0) + 1;
  }
  return [...groups.values()];
}
