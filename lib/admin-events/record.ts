import { v7 as uuidv7 } from 'uuid';
import type { Prisma } from '@/lib/generated/prisma/client';
import type { Context } from '../context/context';
import type { Transaction } from '../context/transaction';
import { currentMasker } from '../mask/current-masker';
import { storable } from '../mask/masker';
import type { Action } from './actions';

/** What was done to what. */
export interface AdminEvent {
  action: Action;
  target: { type: string; id: string | null; name: string | null };
  /** as the API shows the target, without credentials; left out where there was none */
  before?: object;
  after?: object;
}

/**
 * Writes one admin event in the transaction of the change that it tells of: if it cannot be written the change does
 * not happen either. Texts are masked first. Throws what the database throws.
 */
export async function recordEvent(transaction: Transaction, ctx: Context, event: AdminEvent): Promise<void> {
  const ts = new Date();
  const { actor, requestId, traceId, clientAddress } = ctx;
  await transaction.adminEvent.create({
    data: {
      id: uuidv7({ msecs: ts.getTime() }),
      ts,
      actorKind: actor.kind,
      actorId: actor.id,
      actorName: masked(actor.name),
      action: event.action,
      targetType: event.target.type,
      targetId: event.target.id,
      targetName: event.target.name === null ? null : masked(event.target.name),
      ...(event.before === undefined ? {} : { before: maskedJson(event.before) }),
      ...(event.after === undefined ? {} : { after: maskedJson(event.after) }),
      requestId,
      traceId,
      clientAddress,
    },
  });
}

const masked = (text: string): string => currentMasker().text(text, {});

/** As jsonb takes it: no text with NUL or half a surrogate pair. */
function maskedJson(value: object): Prisma.InputJsonObject {
  const text: string = currentMasker().json(JSON.stringify(value), {});
  return JSON.parse(text, (_key, part: unknown) => (typeof part === 'string' ? storable(part) : part));
}
