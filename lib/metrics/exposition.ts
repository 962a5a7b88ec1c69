/** The two text formats of a scrape: Prometheus text 0.0.4 and OpenMetrics 1.0, which alone has exemplars. */
export type Format = 'text' | 'openmetrics';

export const CONTENT_TYPES: Record<Format, string> = {
  text: 'text/plain; version=0.0.4; charset=utf-8',
  openmetrics: 'application/openmetrics-text; version=1.0.0; charset=utf-8',
};

/** What stands above the samples of a family. */
export interface Head {
  name: string;
  help: string;
  type: string;
}

/** An example behind a bucket: the trace of one call that fell into it. */
export interface Exemplar {
  labelSet: Record<string, string>;
  value: number;
  /** seconds since 1970 */
  timestamp: number;
}

/** One sample as prom-client gives it. */
export interface Sample {
  metricName?: string;
  labels: Readonly<Record<string, string | number | undefined>>;
  value: number;
  exemplar?: Exemplar | null;
}

/** HELP and TYPE. OpenMetrics names a counter's family without the "_total" that its samples carry. */
export function writeHead({ name, help, type }: Head, format: Format): string {
  const family = format === 'openmetrics' && type === 'counter' ? name.replace(/_total$/, '') : name;
  const text = escapeText(help);
  const shown = format === 'openmetrics' ? text.replaceAll('"', '\\"') : text;
  return `# HELP ${family} ${shown}\n# TYPE ${family} ${type}\n`;
}

/** `a="b",c="d"`, in the order of the names. */
export function writeLabels(labels: Sample['labels']): string {
  let written = '';
  for (const name in labels) {
    const value = labels[name];
    if (value === undefined) continue;
    written += `${written === '' ? '' : ','}${name}="${escapeText(String(value)).replaceAll('"', '\\"')}"`;
  }
  return written;
}

/**
 * One line.
 *
 * @param shared labels of the whole series, already written; they come before the sample's own
 */
export function writeSample(name: string, shared: string, sample: Sample, format: Format): string {
  const own = writeLabels(
    format === 'openmetrics' && 'le' in sample.labels ? canonical(sample.labels) : sample.labels,
  );
  const labels = shared === '' || own === '' ? shared + own : `${shared},${own}`;
  const line = `${sample.metricName ?? name}${labels === '' ? '' : `{${labels}}`} ${writeNumber(sample.value)}`;
  if (format === 'text' || !sample.exemplar) return `${line}\n`;
  const { labelSet, value, timestamp } = sample.exemplar;
  return `${line} # {${writeLabels(labelSet)}} ${writeNumber(value)} ${timestamp}\n`;
}

/** The end of the whole text. */
export const writeEnd = (format: Format): string => (format === 'openmetrics' ? '# EOF\n' : '');

/** OpenMetrics wants bounds as floats. */
const canonical = (labels: Sample['labels']) => ({
  ...labels,
  le: Number.isInteger(Number(labels['le'])) ? `${labels['le']}.0` : labels['le'],
});

function writeNumber(value: number): string {
  if (Number.isNaN(value)) return 'NaN';
  if (Number.isFinite(value)) return String(value);
  return value > 0 ? '+Inf' : '-Inf';
}

const escapeText = (text: string) => text.replaceAll('\\', '\\\\').replaceAll('\n', '\\n');
