/** One call in its four places, for people to read. */
import { counterOf, spanMs } from './check.mjs';
import { bold, columns, cut, dim, green, heading } from './style.mjs';

/** @typedef {import('./evidence.mjs').Evidence} Evidence */
/** @typedef {import('./evidence.mjs').Span} Span */

const KINDS = ['', 'INTERNAL', 'SERVER', 'CLIENT', 'PRODUCER', 'CONSUMER'];
const NAME_WIDTH = 30;

/** @param {Evidence[]} evidence */
export function showCalls(evidence) {
  const width = Math.max(...evidence.map(({ call }) => call.title.length));
  const lines = evidence.map(({ call, rows }) => {
    const milliseconds = (rows[0]?.latency_ms ?? NaN).toFixed(1).padStart(7);
    return `  ${call.title.padEnd(width)}  ${bold(call.status.padEnd(14))}  ${milliseconds} ms  ${dim(cut(call.answer, 60))}`;
  });
  return `${heading('Six calls by a real MCP client, to a server over HTTP and one over stdio')}${lines.join('\n')}\n`;
}

/**
 * @param {Evidence} evidence
 * @param {string} metrics
 * @param {string} url of Sightline
 */
export function showCall({ call, spans, rows, lines }, metrics, url) {
  const [row] = rows;
  const [line] = lines;
  if (!row || !line) return '';
  return [
    `\n${bold(`One of them (${call.title}) in four places`)}\n`,
    `${heading('1  Trace')}${dim(`  as an OTLP receiver got it; trace ${call.traceId}`)}\n`,
    ...tree(spans, call.parentSpanId),
    `${heading('2  Metrics')}${dim('  GET /api/v1/metrics')}\n`,
    ...metricLines(call, metrics),
    `${heading('3  Audit row')}${dim(`  GET /api/v1/observability/logs/${row.id}`)}\n`,
    `${columns(Object.entries(row).map(([name, value]) => [name, shown(value)]))}\n`,
    `${heading('4  Log line')}${dim('  on standard output')}\n`,
    `  ${JSON.stringify(line)}\n`,
    `${heading('In the web app')}  ${url}/logs/${row.id}\n`,
  ].join('');
}

/**
 * The spans below a parent, each with its attributes, indented by generation.
 *
 * @param {Span[]} spans
 * @param {string} parent
 * @returns {string[]}
 */
function tree(spans, parent, depth = 0) {
  const children = spans
    .filter(({ parentSpanId }) => parentSpanId === parent)
    .sort((a, b) => Number(BigInt(a.startTimeUnixNano) - BigInt(b.startTimeUnixNano)));
  return children.flatMap((span) => {
    const indent = '  '.repeat(depth + 1);
    const name = bold(span.name.padEnd(NAME_WIDTH - 2 * depth));
    const facts = `${(KINDS[span.kind] ?? '').padEnd(8)}  ${spanMs(span).toFixed(2).padStart(8)} ms  ${dim(span.spanId)}`;
    return [
      `${indent}${name}  ${facts}\n`,
      ...attributeLines(span, `${indent}    `),
      ...tree(spans, span.spanId, depth + 1),
    ];
  });
}

/**
 * @param {Span} span
 * @param {string} indent
 */
function attributeLines({ attributes }, indent) {
  const kept = Object.entries(attributes).filter(([name]) =>
    /^(?:mcp\.(?!server\.name)|sightline\.|http\.|url\.|db\.|error\.|network\.)/.test(name),
  );
  return kept.map(([name, value]) => `${indent}${dim(`${name} =`)} ${cut(String(shown(value)), 70)}\n`);
}

/**
 * @param {import('./calls.mjs').MadeCall} call
 * @param {string} metrics
 */
function metricLines(call, metrics) {
  const series = [
    counterOf(call),
    `tool_latency_seconds_count{server="${call.server}",tool="${call.tool}",source="server"}`,
    `tool_latency_seconds_sum{server="${call.server}",tool="${call.tool}",source="server"}`,
    `server_status{server="${call.server}"}`,
    'secrets_masked_total{',
  ];
  return metrics
    .split('\n')
    .filter((line) => series.some((start) => line.startsWith(start)))
    .map((line) => `  ${line}\n`);
}

/** @param {unknown} value */
const shown = (value) => (value === null || typeof value === 'string' ? value : JSON.stringify(value));

/** @param {string} text */
export const passed = (text) => `${green('✓')} ${text}\n`;
