import type { AdminEvent, Prisma } from '@/lib/generated/prisma/client';
import { requireRole, type Context } from '../context/context';
import { prisma } from '../database/connections';
import type { AdminEventPage, AdminEventQuery, AdminEventView } from './schema';

/**
 * One page of what people changed, the newest first, by keyset on the id, which is the order in time.
 * Throws AppError: forbidden (below auditor).
 */
export async function listAdminEvents({
  ctx,
  input,
}: {
  ctx: Context;
  input: AdminEventQuery;
}): Promise<AdminEventPage> {
  requireRole(ctx, 'auditor');
  const rows = await prisma().adminEvent.findMany({
    where: filters(input),
    orderBy: { id: 'desc' },
    take: input.limit + 1,
  });
  const page = rows.slice(0, input.limit);
  return {
    items: page.map(viewEvent),
    older_cursor: rows.length > input.limit ? (page.at(-1)?.id ?? null) : null,
  };
}

function filters(query: AdminEventQuery): Prisma.AdminEventWhereInput {
  const { action, actor_kind: actorKind, actor, target_type: targetType, target_id: targetId } = query;
  return {
    ...(action === undefined ? {} : { action }),
    ...(actorKind === undefined ? {} : { actorKind }),
    ...(actor === undefined ? {} : { actorName: actor }),
    ...(targetType === undefined ? {} : { targetType }),
    ...(targetId === undefined ? {} : { targetId }),
    ...(query.request === undefined ? {} : { requestId: query.request }),
    ...(query.cursor === undefined ? {} : { id: { lt: query.cursor } }),
    ts: {
      ...(query.from === undefined ? {} : { gte: new Date(query.from) }),
      ...(query.to === undefined ? {} : { lt: new Date(query.to) }),
    },
  };
}

function viewEvent(row: AdminEvent): AdminEventView {
  return {
    id: row.id,
    ts: row.ts.toISOString(),
    actor: { kind: row.actorKind, id: row.actorId, name: row.actorName },
    action: row.action,
    target: { type: row.targetType, id: row.targetId, name: row.targetName },
    before: fields(row.before),
    after: fields(row.after),
    request_id: row.requestId,
    trace_id: row.traceId,
    client_address: row.clientAddress,
  };
}

/** recordEvent stores objects; the masker's refusal of one is a text. */
function fields(value: Prisma.JsonValue): Record<string, unknown> | null {
  if (value === null) return null;
  return typeof value === 'object' && !Array.isArray(value) ? value : { value };
}
