import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { metrics } from './registry';
import { renderMetrics } from './render';

const DEPLOY = path.resolve('deploy');
const files = ['prometheus', 'grafana'].flatMap((folder) =>
  readdirSync(path.join(DEPLOY, folder)).map((name) => path.join(DEPLOY, folder, name)),
);

/** Words that look like a metric's name, with what PromQL and the rules themselves name taken out. */
function metricNames(text: string): string[] {
  const expressions = [...text.matchAll(/(?:"expr":|expr:|series:)\s*(\|[\s\S]*?(?=\n\s+- |\n$)|.*)/g)];
  return expressions.flatMap(([, expression = '']) =>
    [
      ...expression
        .replaceAll(/\{[^}]*\}|\b(?:by|on) \([^)]*\)|\\"[^"]*\\"/g, '')
        .matchAll(/[a-z:_0-9]+_[a-z_]+\b/g),
    ]
      .map(([name]) => name)
      .filter((name) => !name.includes(':') && !FUNCTIONS.has(name)),
  );
}

const FUNCTIONS = new Set(['histogram_quantile', '__rate_interval']);

describe('dashboards and rules', () => {
  it('name metrics that the endpoint has', async () => {
    const all = metrics();
    all.toolLatency.observe({ server: 's', tool: 't', source: 'server' }, 1);
    const pieces: Buffer[] = [];
    for await (const piece of renderMetrics('text')) pieces.push(piece);
    const known = new Set(
      [
        ...Buffer.concat(pieces)
          .toString()
          .matchAll(/^# TYPE (\S+) (\S+)/gm),
      ].flatMap(([, name = '', type]) =>
        type === 'histogram' ? [`${name}_bucket`, `${name}_sum`, `${name}_count`] : [name],
      ),
    );
    let seen = 0;
    for (const file of files) {
      for (const name of metricNames(readFileSync(file, 'utf8'))) {
        expect(known, `${path.basename(file)} names ${name}`).toContain(name);
        seen += 1;
      }
    }
    expect(seen).toBeGreaterThan(30);
  });
});
