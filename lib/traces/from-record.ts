import type { Attributes } from '@opentelemetry/api';
import type { CallRecord } from '../record/call';
import { spanProcessor } from './processor';
import { FinishedSpan, spanTime } from './finished-span';
import type { CallSpans } from './place';
import { shapesOf } from './span-shapes';

/** CallRecord → the call's spans, to whatever destination there is. What they are: span-shapes.ts. */
export function spanSink(record: CallRecord, spans: CallSpans): void {
  const processor = spanProcessor();
  if (!processor.hasDestination()) return;
  const shapes = shapesOf(record);
  const { http, mcpServer, mcpClient, httpClient } = spans;
  if (mcpClient && httpClient) {
    const time = spanTime(record.arrivedAt + (record.upstreamAfterMs ?? 0), record.upstreamMs ?? 0);
    processor.record(new FinishedSpan(mcpClient, time, shapes.mcpClient, idOf(record)));
    processor.record(new FinishedSpan(httpClient, time, shapes.httpClient, {}));
  }
  const time = spanTime(record.arrivedAt, record.latencyMs);
  if (mcpServer) processor.record(new FinishedSpan(mcpServer, time, shapes.mcpServer, callerOf(record)));
  if (http) processor.record(new FinishedSpan(http, time, shapes.http, mcpServer ? {} : callerOf(record)));
}

function idOf({ jsonrpcId }: CallRecord): Attributes {
  return jsonrpcId === null ? {} : { 'jsonrpc.request.id': jsonrpcId };
}

/** Who called, and by which ids the row and the log line are found. */
function callerOf(record: CallRecord): Attributes {
  const attributes = idOf(record);
  attributes['sightline.call.id'] = record.id;
  attributes['sightline.request.id'] = record.requestId;
  if (record.resultType !== null) attributes['sightline.result.type'] = record.resultType;
  if (record.clientAddress !== null) attributes['client.address'] = record.clientAddress;
  return attributes;
}
