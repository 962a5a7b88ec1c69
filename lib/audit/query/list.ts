import type { Prisma } from '@/lib/generated/prisma/client';
import { prisma } from '../../database/connections';
import { conditionOf } from './filters';
import type { LogItem, LogPage, LogQuery } from './schema';

const COLUMNS = {
  id: true,
  ts: true,
  server: true,
  tool: true,
  method: true,
  outcome: true,
  errorCategory: true,
  errorCode: true,
  errorMessage: true,
  httpStatus: true,
  latencyMs: true,
  keyId: true,
  keyName: true,
  resultType: true,
  requestId: true,
  traceId: true,
  spanId: true,
} satisfies Prisma.ToolCallLogSelect;

type Row = Prisma.ToolCallLogGetPayload<{ select: typeof COLUMNS }>;

/**
 * One page of the log, the newest row first, by keyset on (ts, id): a page costs the same however deep it
 * lies, and rows that arrive meanwhile move nothing.
 */
export async function listLogs(query: LogQuery): Promise<LogPage> {
  const older = query.direction === 'older';
  const cursor = query.cursor === undefined ? undefined : parseCursor(query.cursor);
  const rows = await prisma().toolCallLog.findMany({
    where: { AND: [conditionOf(query), ...(cursor ? [beyond(cursor, older)] : [])] },
    select: COLUMNS,
    orderBy: older ? [{ ts: 'desc' }, { id: 'desc' }] : [{ ts: 'asc' }, { id: 'asc' }],
    take: query.limit + 1,
  });
  const hasMore = rows.length > query.limit;
  const page = rows.slice(0, query.limit);
  if (!older) page.reverse();
  const prefixes = await prefixesOf(page);
  const first = page[0];
  const last = page.at(-1);
  return {
    items: page.map((row) => viewItem(row, prefixes)),
    older_cursor: last && (older ? hasMore : true) ? formatCursor(last) : null,
    newer_cursor: first && (older ? cursor !== undefined : hasMore) ? formatCursor(first) : null,
  };
}

/** The plain bound on ts beside the row comparison is what lets PostgreSQL skip whole days. */
function beyond(cursor: Cursor, older: boolean): Prisma.ToolCallLogWhereInput {
  const { ts, id } = cursor;
  return older
    ? { ts: { lte: ts }, OR: [{ ts: { lt: ts } }, { ts, id: { lt: id } }] }
    : { ts: { gte: ts }, OR: [{ ts: { gt: ts } }, { ts, id: { gt: id } }] };
}

interface Cursor {
  ts: Date;
  id: string;
}

function parseCursor(text: string): Cursor {
  const [milliseconds = '', id = ''] = text.split('_');
  return { ts: new Date(Number(milliseconds)), id };
}

const formatCursor = (row: Cursor) => `${row.ts.getTime()}_${row.id}`;

/** What may be shown of each key, by the key's id. Keys are revoked and never deleted. */
async function prefixesOf(rows: Row[]): Promise<ReadonlyMap<string, string>> {
  const ids = [...new Set(rows.map((row) => row.keyId).filter((id) => id !== null))];
  if (ids.length === 0) return new Map();
  const keys = await prisma().apiKey.findMany({
    where: { id: { in: ids } },
    select: { id: true, prefix: true },
  });
  return new Map(keys.map(({ id, prefix }) => [id, prefix]));
}

function viewItem(row: Row, prefixes: ReadonlyMap<string, string>): LogItem {
  return {
    id: row.id,
    ts: row.ts.toISOString(),
    server: row.server,
    tool: row.tool,
    method: row.method,
    status: row.outcome as LogItem['status'],
    error_category: row.errorCategory,
    error_code: row.errorCode,
    error_message: row.errorMessage,
    http_status: row.httpStatus,
    latency_ms: row.latencyMs,
    key_name: row.keyName,
    result_type: row.resultType,
    key_prefix: (row.keyId !== null && prefixes.get(row.keyId)) || null,
    request_id: row.requestId,
    trace_id: row.traceId,
    span_id: row.spanId,
  };
}
