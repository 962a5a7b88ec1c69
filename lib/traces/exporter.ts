import type { ReadableSpan } from '@opentelemetry/sdk-trace-base';
import type { SpanDestination } from './destination';
import {
  DEFAULT_PIPELINE,
  SpanPipeline,
  type PipelineHealth,
  type PipelineOptions,
  type SpanResult,
} from './pipeline';

/** How long an outgoing generation may take to empty its queue, in milliseconds. */
const DRAIN_MS = 5 * 60_000;
/** Outgoing generations that may still hold spans; beyond it the oldest gives up, so that many swaps cost no memory. */
const MAX_DRAINING = 16;

/** One configuration of one destination, from the moment it takes spans until its last one is settled. */
interface Generation {
  id: string;
  number: number;
  pipeline: SpanPipeline;
}

/** How one generation of a destination is doing. */
export interface GenerationHealth extends PipelineHealth {
  id: string;
  generation: number;
  /** it takes no new spans and sends what it has */
  isDraining: boolean;
}

/**
 * The destinations of spans, exchangeable while calls run. An exchange is one assignment, so each span goes to
 * exactly one generation of each destination: the new one takes new spans at once, the old one sends what it has
 * to where it was meant to go, with a deadline, and is then shut down, always.
 */
export class ConfigurableSpanExporter {
  private current: readonly Generation[] = [];
  private readonly draining: Generation[] = [];
  private generations = 0;

  /** @param onResult told what became of spans, one count for each destination that had one */
  constructor(private readonly onResult: (result: SpanResult, count: number, id: string) => void) {}

  /** How many destinations a span goes to now. */
  get width(): number {
    return this.current.length;
  }

  /** Copies of spans that wait, those of outgoing generations included. */
  get queued(): number {
    let sum = 0;
    for (const { pipeline } of this.current) sum += pipeline.queued;
    for (const { pipeline } of this.draining) sum += pipeline.queued;
    return sum;
  }

  /** Gives a span to every destination. */
  take(span: ReadableSpan): void {
    for (const { pipeline } of this.current) pipeline.add(span);
  }

  /** Puts a destination in the place of the one with this id; undefined only takes that away. */
  set(
    id: string,
    destination: SpanDestination | undefined,
    options: PipelineOptions = DEFAULT_PIPELINE,
  ): void {
    const old = this.current.filter((one) => one.id === id);
    const others = this.current.filter((one) => one.id !== id);
    this.current = destination ? [...others, this.generation(id, destination, options)] : others;
    for (const one of old) void this.drain(one);
  }

  health(): GenerationHealth[] {
    const told = ({ id, number, pipeline }: Generation, isDraining: boolean): GenerationHealth => ({
      id,
      generation: number,
      isDraining,
      ...pipeline.health(),
    });
    return [...this.current.map((one) => told(one, false)), ...this.draining.map((one) => told(one, true))];
  }

  /** Resolves when all that was queued is out or given up, or at the deadline. */
  async flush(deadlineMs: number): Promise<void> {
    await Promise.all([...this.current, ...this.draining].map(({ pipeline }) => pipeline.flush(deadlineMs)));
  }

  /** Flushes and closes every generation. */
  async shutdown(deadlineMs: number): Promise<void> {
    await Promise.all(
      [...this.current, ...this.draining].map(({ pipeline }) => pipeline.shutdown(deadlineMs)),
    );
  }

  private generation(id: string, destination: SpanDestination, options: PipelineOptions): Generation {
    this.generations += 1;
    const onResult = (result: SpanResult, count: number) => this.onResult(result, count, id);
    return { id, number: this.generations, pipeline: new SpanPipeline(destination, onResult, options) };
  }

  private async drain(old: Generation): Promise<void> {
    this.draining.push(old);
    for (const older of this.draining.slice(0, -MAX_DRAINING)) void older.pipeline.shutdown(0);
    await old.pipeline.shutdown(DRAIN_MS);
    this.draining.splice(this.draining.indexOf(old), 1);
  }
}
