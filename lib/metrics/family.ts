import { Counter, Gauge, Histogram } from 'prom-client';
import { OTHER } from './bounded-labels';
import { writeHead, writeLabels, writeSample, type Format, type Head } from './exposition';

type Kind = Counter | Gauge | Histogram;
type Labels<Name extends string> = Readonly<Record<Name, string>>;

/** One label set of a family: a metric of prom-client's without labels, and its lines as they were last written. */
interface Series<Metric extends Kind> {
  labels: Readonly<Record<string, string>>;
  /** the labels as a line has them */
  written: string;
  metric: Metric;
  /** nothing for a format in which it has not been written since it changed */
  lines: Partial<Record<Format, Buffer>>;
}

interface FamilyOptions<Name extends string> {
  name: string;
  help: string;
  labelNames: readonly Name[];
  /** beyond it a new label set is counted as one whose every label is `_other` */
  maxSeries?: number;
  /** told of every observation that was counted there instead */
  onOverflow?: (family: string) => void;
}

/** So many series leave in one piece. */
const PIECE = 16;
const MAX_SERIES = 10_000;
const SEPARATOR = '\u0000';

/**
 * A metric with labels whose scrape costs as much as has changed since the last one. prom-client writes the text of
 * every series at each scrape, in one go: 10,000 histograms block the process for a third of a second. Here each
 * label set is a metric of prom-client's own, which counts and keeps buckets and exemplars as ever, and the family
 * keeps what each of them looked like when it was last written.
 */
abstract class Family<Name extends string, Metric extends Kind> {
  private readonly series = new Map<string, Series<Metric>>();

  constructor(
    private readonly options: FamilyOptions<Name>,
    private readonly type: string,
  ) {}

  get name(): string {
    return this.options.name;
  }

  /** How many label sets there are. */
  get size(): number {
    return this.series.size;
  }

  get head(): Head {
    return { name: this.options.name, help: this.options.help, type: this.type };
  }

  /** Forgets the label sets that `isGone` names, such as those of a server that was removed. */
  prune(isGone: (labels: Readonly<Record<string, string>>) => boolean): void {
    for (const [key, { labels }] of this.series) if (isGone(labels)) this.series.delete(key);
  }

  /** The text of the family, piece by piece; who reads it may rest in between. */
  async *pieces(format: Format): AsyncGenerator<Buffer> {
    let waiting: Buffer[] = [Buffer.from(writeHead(this.head, format))];
    for (const one of this.series.values()) {
      waiting.push(one.lines[format] ?? (await this.write(one, format)));
      if (waiting.length < PIECE) continue;
      yield Buffer.concat(waiting);
      waiting = [];
    }
    yield Buffer.concat(waiting);
  }

  /** What prom-client keeps one label set in. */
  protected abstract make(): Metric;

  /** The metric of a label set, which is about to change. */
  protected at(labels: Labels<Name>): Metric {
    const one = this.find(labels);
    one.lines = {};
    return one.metric;
  }

  private find(labels: Labels<Name>): Series<Metric> {
    const { labelNames, maxSeries = MAX_SERIES } = this.options;
    const key = keyOf(labelNames, labels);
    const known = this.series.get(key);
    if (known) return known;
    if (this.series.size < maxSeries) return this.add(key, labels);
    this.options.onOverflow?.(this.name);
    const other = Object.fromEntries(labelNames.map((name) => [name, OTHER])) as Labels<Name>;
    const overflow = keyOf(labelNames, other);
    return this.series.get(overflow) ?? this.add(overflow, other);
  }

  private add(key: string, given: Labels<Name>): Series<Metric> {
    const labels: Record<string, string> = {};
    for (const name of this.options.labelNames) labels[name] = given[name];
    const added: Series<Metric> = { labels, written: writeLabels(labels), metric: this.make(), lines: {} };
    this.series.set(key, added);
    return added;
  }

  /** Bytes, not text: what is put together from parts stays in parts, and each scrape would walk through them. */
  private async write(one: Series<Metric>, format: Format): Promise<Buffer> {
    const { lines } = one;
    const { values } = await one.metric.get();
    let text = '';
    for (const sample of values) text += writeSample(this.name, one.written, sample, format);
    // What was counted meanwhile has given the series new lines, and these are nobody's.
    return (lines[format] = Buffer.from(text));
  }
}

function keyOf<Name extends string>(names: readonly Name[], labels: Labels<Name>): string {
  let key = '';
  for (const name of names) key += labels[name] + SEPARATOR;
  return key;
}

/** A metric of prom-client's that no registry knows and that has no labels: the family has both. */
const unregistered = { help: 'see the family', registers: [] };

export class CounterFamily<Name extends string> extends Family<Name, Counter> {
  constructor(options: FamilyOptions<Name>) {
    super(options, 'counter');
  }

  inc(labels: Labels<Name>, by = 1): void {
    this.at(labels).inc(by);
  }

  protected override make(): Counter {
    return new Counter({ ...unregistered, name: this.name });
  }
}

export class GaugeFamily<Name extends string> extends Family<Name, Gauge> {
  constructor(options: FamilyOptions<Name>) {
    super(options, 'gauge');
  }

  set(labels: Labels<Name>, value: number): void {
    this.at(labels).set(value);
  }

  protected override make(): Gauge {
    return new Gauge({ ...unregistered, name: this.name });
  }
}

/** Where an observation came from, so that a bucket leads to a trace. */
export interface TracePoint {
  traceId: string;
  spanId: string;
}

export class HistogramFamily<Name extends string> extends Family<Name, Histogram> {
  constructor(
    options: FamilyOptions<Name>,
    private readonly buckets: number[],
  ) {
    super(options, 'histogram');
  }

  observe(labels: Labels<Name>, value: number, from?: TracePoint): void {
    const exemplarLabels = from ? { trace_id: from.traceId, span_id: from.spanId } : {};
    this.at(labels).observe({ labels: {}, value, exemplarLabels });
  }

  protected override make(): Histogram {
    return new Histogram({
      ...unregistered,
      name: this.name,
      buckets: this.buckets,
      enableExemplars: true,
    });
  }
}

/** A family of any kind, for who writes them all. */
export type AnyFamily = Pick<CounterFamily<string>, 'name' | 'size' | 'head' | 'prune' | 'pieces'>;
