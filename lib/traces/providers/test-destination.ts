import { SpanKind, SpanStatusCode } from '@opentelemetry/api';
import { currentMasker } from '../../mask/current-masker';
import { createMasker, shorten } from '../../mask/masker';
import type { Masked } from '../../mask/masked';
import { adviceFor } from '../advice';
import type { AnswerCode, Delivery } from '../destination';
import { FinishedSpan, spanTime } from '../finished-span';
import { runtimeOutlets } from './outlets';
import { childOf } from '../place';
import type { Configured } from './all';
import type { Outlets } from './provider';

const TIMEOUT_MS = 10_000;
const MAX_SAID = 500;

/** How one synthetic span fared. */
export interface TestResult {
  ok: boolean;
  /** HTTP status, gRPC status name, or the code of a connection that failed */
  code: AnswerCode;
  latencyMs: number;
  /** what a partial success rejected: 1 when the span was thrown away */
  rejected: number;
  /** what it means and what to do, in a sentence */
  advice: string;
  /** what the destination said, masked and shortened; "" when it said nothing */
  said: Masked;
  /** by which the span is found there */
  traceId: string;
}

/**
 * Sends one span, "telemetry.test", as this configuration says, and tells what became of it. It touches neither
 * the destinations in use nor their books. Never rejects.
 */
export async function testDestination(
  configured: Configured,
  outlets: Outlets = runtimeOutlets(),
): Promise<TestResult> {
  const place = childOf(null);
  const span = new FinishedSpan(place, spanTime(Date.now(), 1), {
    name: 'telemetry.test',
    kind: SpanKind.SERVER,
    status: { code: SpanStatusCode.UNSET },
    attributes: { 'sightline.test': true },
  });
  const startedMs = performance.now();
  const delivery = await attempt(configured, outlets, span);
  const latencyMs = Math.round(performance.now() - startedMs);
  const rejected = delivery.kind === 'taken' ? Math.max(delivery.rejected, delivery.again?.length ?? 0) : 0;
  const detail = delivery.kind === 'taken' ? (delivery.note ?? '') : delivery.detail;
  return {
    ok: delivery.kind === 'taken' && rejected === 0,
    code: delivery.code,
    latencyMs,
    rejected,
    advice: rejected > 0 ? THROWN_AWAY : (configured.explain(delivery) ?? adviceFor(delivery)),
    said: shorten(masked(detail, configured.secrets), MAX_SAID),
    traceId: place.context.traceId,
  };
}

/** The process's masker does not know a credential that has not been saved yet, and some destinations say it back. */
const masked = (text: string, secrets: string[]): Masked =>
  currentMasker().text(createMasker(secrets).text(text, {}), {});

const THROWN_AWAY =
  'The destination took the request and threw the span away (partial success). What it said tells why.';

async function attempt(configured: Configured, outlets: Outlets, span: FinishedSpan): Promise<Delivery> {
  try {
    const destination = await configured.create(outlets);
    try {
      return await destination.send([span], TIMEOUT_MS);
    } finally {
      await destination.shutdown();
    }
  } catch (error) {
    return { kind: 'refused', code: 'failed', detail: error instanceof Error ? error.message : '' };
  }
}
