import { context } from '@opentelemetry/api';
import { ExportResultCode, suppressTracing, type ExportResult } from '@opentelemetry/core';
import type { SpanExporter } from '@opentelemetry/sdk-trace-base';
import { messageOf } from '../errors';
import type { Delivery, SpanDestination } from './destination';

/** What is answered for good: sending it again changes nothing (OTLP, and RFC 9110 for the rest). */
const FOR_GOOD = new Set([400, 401, 403, 404, 405, 422]);
const TOO_LARGE = 413;

/**
 * An exporter of OpenTelemetry's as a destination, as it is. It repeats a request by itself within its own timeout and
 * tells neither a success's status nor what of it was rejected; destinations of the settings, which tell both, have
 * transports of their own.
 */
export function stockDestination(exporter: SpanExporter): SpanDestination {
  return {
    send: (spans) =>
      new Promise((resolve) => {
        // An export that was traced would make spans for the next.
        context.with(suppressTracing(context.active()), () => {
          try {
            exporter.export([...spans], (result) => resolve(deliveryOf(result)));
          } catch (error) {
            resolve({ kind: 'later', code: 'failed', detail: messageOf(error) });
          }
        });
      }),
    shutdown: () => exporter.shutdown(),
  };
}

function deliveryOf({ code: result, error }: ExportResult): Delivery {
  if (result === ExportResultCode.SUCCESS) return { kind: 'taken', code: 'OK', rejected: 0, note: null };
  const said = error && 'code' in error ? error.code : undefined;
  const code = typeof said === 'number' || typeof said === 'string' ? said : 'failed';
  const detail = error?.message ?? '';
  if (code === TOO_LARGE) return { kind: 'too_large', code, detail };
  return { kind: typeof code === 'number' && FOR_GOOD.has(code) ? 'refused' : 'later', code, detail };
}
