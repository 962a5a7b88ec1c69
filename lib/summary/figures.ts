import { quantile, type Sketch } from '../rollups/sketch';
import type { Sums } from './aggregate';
import type { Figures, Point } from './schema';

/** Milliseconds to three digits behind the point: the sketch knows no more. */
const rounded = (ms: number | null) => (ms === null ? null : Math.round(ms * 1000) / 1000);

const percentilesOf = (sketch: Sketch) => ({
  p50: rounded(quantile(sketch, 0.5)),
  p90: rounded(quantile(sketch, 0.9)),
  p95: rounded(quantile(sketch, 0.95)),
  p99: rounded(quantile(sketch, 0.99)),
});

/** What people read, of sums. @param seconds how long the window is */
export function figuresOf(sums: Sums, seconds: number): Figures {
  const failed = sums.calls - (sums.byOutcome.ok ?? 0);
  return {
    calls: sums.calls,
    failed,
    error_rate: sums.calls === 0 ? null : failed / sums.calls,
    by_outcome: sums.byOutcome,
    per_second: sums.calls / seconds,
    latency_ms: percentilesOf(sums.latency),
    gateway_ms: percentilesOf(sums.gateway),
    gateway_share: sums.latencyMs === 0 ? null : sums.gatewayMs / sums.latencyMs,
    request_bytes: sums.requestBytes,
    response_bytes: sums.responseBytes,
    argument_tokens: sums.argumentTokens,
    result_tokens: sums.resultTokens,
  };
}

/** One point of a chart. @param at its beginning, milliseconds since 1970 */
export const pointOf = (at: number, sums: Sums): Point => ({
  at: new Date(at).toISOString(),
  calls: sums.calls,
  by_outcome: sums.byOutcome,
  latency_ms: percentilesOf(sums.latency),
  gateway_ms: percentilesOf(sums.gateway),
});
