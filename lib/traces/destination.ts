import type { ExportResponse, IExporterTransport } from '@opentelemetry/otlp-exporter-base';
import type { IExportTraceServiceResponse, ISerializer } from '@opentelemetry/otlp-transformer';
import type { Attributes } from '@opentelemetry/api';
import { resourceFromAttributes, type Resource } from '@opentelemetry/resources';
import type { ReadableSpan } from '@opentelemetry/sdk-trace-base';
import { messageOf } from '../errors';

/** Where spans go: one attempt per call, whose outcome is told as it was. Repeating is the pipeline's. */
export interface SpanDestination {
  /** Never rejects. */
  send(spans: readonly ReadableSpan[], timeoutMs: number): Promise<Delivery>;
  /** Ends connections, and with them whatever is under way. */
  shutdown(): Promise<void>;
}

/** What became of one batch. */
export type Delivery =
  /**
   * accepted, but for `rejected` of its spans, which must not be sent again (OTLP: partial success), and those at
   * the places `again`, which may be taken later
   */
  | { kind: 'taken'; code: AnswerCode; rejected: number; note: string | null; again?: readonly number[] }
  /** will be refused however often it is sent */
  | { kind: 'refused'; code: AnswerCode; detail: string }
  /** too much at a time; a part of it may be taken */
  | { kind: 'too_large'; code: AnswerCode; detail: string }
  /** may be taken later; `afterMs` is the wait that the destination asked for */
  | { kind: 'later'; code: AnswerCode; detail: string; afterMs?: number };

/** An HTTP status, a gRPC status name, or the code of a failed connection (ECONNREFUSED …). */
export type AnswerCode = number | string;

/** An attempt that failed, as transports report it. `message` is what the other side said, unmasked. */
export class AttemptFailure extends Error {
  /** @param isTooLarge a smaller batch may be taken */
  constructor(
    readonly code: AnswerCode,
    message: string,
    readonly isTooLarge = false,
  ) {
    super(message);
    this.name = 'AttemptFailure';
  }
}

/** OpenTelemetry's transport, with an answer that also says by which status it came. */
export interface AnsweringTransport extends IExporterTransport {
  send(data: Uint8Array, timeoutMillis: number): Promise<ExportResponse & { code?: AnswerCode }>;
}

/**
 * A destination that speaks OTLP: one of OpenTelemetry's serialisers over a transport.
 *
 * @param about what this destination wants to know of the process besides what every span says
 */
export function otlpDestination(
  serialiser: ISerializer<ReadableSpan[], IExportTraceServiceResponse>,
  transport: AnsweringTransport,
  about: Attributes = {},
): SpanDestination {
  const describe = describing(about);
  return {
    async send(spans, timeoutMs) {
      const request = serialise(serialiser, describe(spans));
      if (request instanceof Error) {
        return { kind: 'too_large', code: 'unserialisable', detail: request.message };
      }
      const answer = await transport.send(request, timeoutMs).catch((error: unknown): ExportResponse => ({
        status: 'retryable',
        error: error instanceof Error ? error : new Error(messageOf(error)),
      }));
      return deliveryOf(answer, serialiser);
    },
    // What is not there yet cannot fail to close; what fails to close is gone all the same.
    shutdown: async () => transport.shutdown(),
  };
}

/** The same spans, from a process that is described further. A span itself is never changed: others have it too. */
function describing(about: Attributes): (spans: readonly ReadableSpan[]) => readonly ReadableSpan[] {
  if (Object.keys(about).length === 0) return (spans) => spans;
  const extra = resourceFromAttributes(about);
  // Serialisers group spans by the identity of their resource.
  const merged = new WeakMap<Resource, Resource>();
  const resourceOf = (own: Resource): Resource => {
    let resource = merged.get(own);
    if (!resource) merged.set(own, (resource = own.merge(extra)));
    return resource;
  };
  return (spans) =>
    spans.map((span): ReadableSpan =>
      Object.create(span, { resource: { value: resourceOf(span.resource) } }),
    );
}

function serialise(
  serialiser: ISerializer<ReadableSpan[], IExportTraceServiceResponse>,
  spans: readonly ReadableSpan[],
): Uint8Array | Error {
  try {
    return serialiser.serializeRequest([...spans]) ?? new Error('the serialiser made nothing of it');
  } catch (error) {
    return error instanceof Error ? error : new Error(messageOf(error));
  }
}

function deliveryOf(
  answer: ExportResponse & { code?: AnswerCode },
  serialiser: ISerializer<ReadableSpan[], IExportTraceServiceResponse>,
): Delivery {
  if (answer.status === 'success') {
    const { rejected, note } = partialSuccess(answer.data, serialiser);
    return { kind: 'taken', code: answer.code ?? 'OK', rejected, note };
  }
  const { error } = answer;
  const code = error instanceof AttemptFailure ? error.code : 'failed';
  const detail = error?.message ?? '';
  if (answer.status === 'failure') {
    const isTooLarge = error instanceof AttemptFailure && error.isTooLarge;
    return { kind: isTooLarge ? 'too_large' : 'refused', code, detail };
  }
  const { retryInMillis } = answer;
  return retryInMillis === undefined
    ? { kind: 'later', code, detail }
    : { kind: 'later', code, detail, afterMs: retryInMillis };
}

/** An answer that cannot be read is taken for a plain success, as OTLP has it. */
function partialSuccess(
  data: Uint8Array | undefined,
  serialiser: ISerializer<ReadableSpan[], IExportTraceServiceResponse>,
): { rejected: number; note: string | null } {
  if (!data || data.length === 0) return { rejected: 0, note: null };
  try {
    const { partialSuccess: partial } = serialiser.deserializeResponse(data);
    return { rejected: Number(partial?.rejectedSpans ?? 0), note: partial?.errorMessage || null };
  } catch {
    return { rejected: 0, note: null };
  }
}
