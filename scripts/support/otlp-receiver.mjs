/** A receiver of OTLP/HTTP JSON traces that keeps what it gets, in place of a collector. */
import { createServer } from 'node:http';

/**
 * @typedef {object} ReceivedSpan
 * @property {string} traceId
 * @property {string} spanId
 * @property {string} [parentSpanId]
 * @property {string} name
 * @property {number} kind
 * @property {Record<string, unknown>} attributes
 * @property {{ code?: number, message?: string }} status
 * @property {{ traceId: string, spanId: string }[]} links
 */

/**
 * @returns {Promise<{ url: string, spans: ReceivedSpan[], bodies: string[], stop: () => Promise<void> }>}
 *   `url` is what OTEL_EXPORTER_OTLP_ENDPOINT takes; `bodies` are the raw requests, to search for secrets
 */
export async function startOtlpReceiver() {
  /** @type {ReceivedSpan[]} */
  const spans = [];
  /** @type {string[]} */
  const bodies = [];
  const server = createServer((request, response) => {
    /** @type {Buffer[]} */
    const chunks = [];
    request.on('data', (chunk) => chunks.push(chunk));
    request.on('end', () => {
      const body = Buffer.concat(chunks).toString('utf8');
      bodies.push(body);
      for (const span of spansOf(JSON.parse(body))) spans.push(span);
      response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
    });
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)));
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}`,
    spans,
    bodies,
    stop: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

/**
 * @param {any} message an ExportTraceServiceRequest
 * @returns {ReceivedSpan[]}
 */
function spansOf(message) {
  return message.resourceSpans.flatMap((/** @type {any} */ resource) =>
    resource.scopeSpans.flatMap((/** @type {any} */ scope) =>
      scope.spans.map((/** @type {any} */ span) => ({
        ...span,
        links: span.links ?? [],
        status: span.status ?? {},
        attributes: Object.fromEntries(
          (span.attributes ?? []).map((/** @type {any} */ attribute) => [
            attribute.key,
            Object.values(attribute.value)[0],
          ]),
        ),
      })),
    ),
  );
}
