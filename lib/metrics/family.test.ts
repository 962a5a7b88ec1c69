import { Histogram, Registry } from 'prom-client';
import { describe, expect, it } from 'vitest';
import type { Format } from './exposition';
import { CounterFamily, HistogramFamily, type AnyFamily } from './family';

async function textOf(family: AnyFamily, format: Format = 'text'): Promise<string> {
  const pieces: Buffer[] = [];
  for await (const piece of family.pieces(format)) pieces.push(piece);
  return Buffer.concat(pieces).toString();
}

const BUCKETS = [0.1, 1];
const latency = () =>
  new HistogramFamily(
    { name: 'latency_seconds', help: 'How long.', labelNames: ['server', 'tool'] },
    BUCKETS,
  );

describe('a family of histograms', () => {
  it('writes what prom-client writes', async () => {
    const registry = new Registry();
    const plain = new Histogram({
      name: 'latency_seconds',
      help: 'How long.',
      labelNames: ['server', 'tool'],
      buckets: BUCKETS,
      registers: [registry],
    });
    const family = latency();
    for (let i = 0; i < 300; i += 1) {
      const labels = { server: `s${i % 7}`, tool: `"quoted" \\ and\nbroken ${i % 13}` };
      family.observe(labels, i / 100);
      plain.observe(labels, i / 100);
    }
    const lines = (text: string) => text.trim().split('\n').map(sortLabels).sort();
    expect(lines(await textOf(family))).toEqual(lines(await registry.metrics()));
  });

  it('shows each change, whatever was written before it, in both formats', async () => {
    const family = latency();
    for (let i = 0; i < 200; i += 1) family.observe({ server: 's', tool: `t${i}` }, 0.05);
    for (const format of ['text', 'openmetrics'] as const) {
      const before = await textOf(family, format);
      expect(before).toContain('latency_seconds_count{server="s",tool="t100"} 1\n');
      expect(await textOf(family, format)).toBe(before);
    }
    family.observe({ server: 's', tool: 't100' }, 5);
    for (const format of ['text', 'openmetrics'] as const) {
      const after = await textOf(family, format);
      expect(after).toContain('latency_seconds_count{server="s",tool="t100"} 2\n');
      expect(after).toContain('latency_seconds_count{server="s",tool="t99"} 1\n');
    }
  });

  it('does not lose what is counted while it is written', async () => {
    const family = latency();
    family.observe({ server: 's', tool: 't' }, 0.05);
    const writing = textOf(family);
    family.observe({ server: 's', tool: 't' }, 0.05);
    await writing;
    expect(await textOf(family)).toContain('latency_seconds_count{server="s",tool="t"} 2\n');
  });

  it('leads from a bucket to a trace, in OpenMetrics alone', async () => {
    const family = latency();
    family.observe({ server: 's', tool: 't' }, 0.5, { traceId: 'a'.repeat(32), spanId: 'b'.repeat(16) });
    expect(await textOf(family, 'openmetrics')).toMatch(
      /_bucket\{server="s",tool="t",le="1\.0"\} 1 # \{trace_id="a{32}",span_id="b{16}"\} 0\.5 \d+/,
    );
    expect(await textOf(family)).not.toContain('#  {');
    expect(await textOf(family)).not.toContain('trace_id');
  });

  it('forgets the series of a server that was removed', async () => {
    const family = latency();
    for (const server of ['kept', 'gone']) family.observe({ server, tool: 't' }, 1);
    family.prune(({ server }) => server === 'gone');
    const text = await textOf(family);
    expect(text).toContain('"kept"');
    expect(text).not.toContain('"gone"');
  });
});

describe('a family that is full', () => {
  it('counts all else as _other and says so, so that nobody can make series at will', async () => {
    const overflown: string[] = [];
    const family = new CounterFamily({
      name: 'calls_total',
      help: 'Calls.',
      labelNames: ['tool'],
      maxSeries: 10,
      onOverflow: (name) => overflown.push(name),
    });
    for (let i = 0; i < 100_000; i += 1) family.inc({ tool: `made-up-${i}` });
    expect(family.size).toBe(11);
    expect(overflown).toHaveLength(100_000 - 10);
    expect(await textOf(family)).toContain(`calls_total{tool="_other"} ${100_000 - 10}\n`);
  });
});

describe('a counter', () => {
  it('is named as each format wants it', async () => {
    const family = new CounterFamily({ name: 'calls_total', help: 'All "calls".', labelNames: ['tool'] });
    family.inc({ tool: 'a' }, 2);
    expect(await textOf(family)).toBe(
      '# HELP calls_total All "calls".\n# TYPE calls_total counter\ncalls_total{tool="a"} 2\n',
    );
    expect(await textOf(family, 'openmetrics')).toBe(
      '# HELP calls All \\"calls\\".\n# TYPE calls counter\ncalls_total{tool="a"} 2\n',
    );
  });
});

/** prom-client writes le first, we write it last. */
function sortLabels(line: string): string {
  const [, name = '', labels, rest = ''] = /^(\w+)\{(.*)\} (\S+)$/.exec(line) ?? [];
  if (labels === undefined) return line;
  return `${name}{${[...labels.matchAll(/\w+="(?:[^"\\]|\\.)*"/g)]
    .map(([one]) => one)
    .sort()
    .join(',')}} ${rest}`;
}
