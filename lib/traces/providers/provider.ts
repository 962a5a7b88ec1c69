import type { z } from 'zod';
import type { AnsweringTransport, Delivery, SpanDestination } from '../destination';
import type { GrpcTarget } from '../grpc-transport';
import type { HttpTarget } from '../http-transport';

/** The ways out of the process, handed in so that a provider says only what it sends and where. */
export interface Outlets {
  http(target: Omit<HttpTarget, 'guarded'>): AnsweringTransport;
  grpc(target: Omit<GrpcTarget, 'guarded'>): AnsweringTransport;
  /** the instrumented fetch, for what a provider asks beside the spans themselves */
  fetch: typeof fetch;
}

/** A place that traces can be sent to. One file each: what it asks, what it checks, how it sends. */
export interface Provider<S extends z.ZodType = z.ZodType> {
  id: string;
  title: string;
  /** one sentence for the tile */
  summary: string;
  /** Markdown for the form and the documentation: what to prepare there, and what cannot be proved at once. */
  docs: string;
  /** the ways to reach it, by the value of the field `mode`; null where there is only one */
  modes: Record<string, string> | null;
  schema: S;
  /** Addresses that the configuration names or implies, by the field that says so. */
  addresses(config: z.output<S>): Record<string, string>;
  create(config: z.output<S>, outlets: Outlets): SpanDestination | Promise<SpanDestination>;
  /** Where a person finds a trace: an address with `{trace_id}` in it; null where it cannot be known. */
  traceUrl(config: z.output<S>): string | null;
  /** What an answer means here, when that differs from what it means everywhere. */
  explain?(delivery: Delivery, config: z.output<S>): string | null;
}

/** Keeps a provider's own types while it is written. */
export const provider = <S extends z.ZodType>(made: Provider<S>): Provider<S> => made;
