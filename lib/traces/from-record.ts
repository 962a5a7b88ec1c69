import type { CallRecord } from '../record/call';
import { httpClientSpan, httpServerSpan, mcpClientSpan, mcpServerSpan } from './attributes';
import { FinishedSpan, spanTime } from './finished-span';
import type { CallSpans } from './place';
import { spanProcessor } from './processor';

/** CallRecord → the call's spans, to whatever destinations there are. What they say: attributes.ts. */
export function spanSink(record: CallRecord, spans: CallSpans): void {
  const processor = spanProcessor();
  if (!processor.hasDestination()) return;
  const { http, mcpServer, mcpClient, httpClient } = spans;
  const made: FinishedSpan[] = [];
  if (mcpClient && httpClient) {
    const time = spanTime(record.arrivedAt + (record.upstreamAfterMs ?? 0), record.upstreamMs ?? 0);
    made.push(new FinishedSpan(mcpClient, time, mcpClientSpan(record)));
    made.push(new FinishedSpan(httpClient, time, httpClientSpan(record)));
  }
  const time = spanTime(record.arrivedAt, record.latencyMs);
  if (mcpServer) made.push(new FinishedSpan(mcpServer, time, mcpServerSpan(record)));
  if (http) made.push(new FinishedSpan(http, time, httpServerSpan(record, mcpServer === null)));
  processor.record(made, http?.parent ?? mcpServer?.parent ?? undefined);
}
