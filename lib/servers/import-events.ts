import { isDeepStrictEqual } from 'node:util';
import type { Server } from '@/lib/generated/prisma/client';
import { changesBetween } from '../admin-events/changes';
import { recordEvent } from '../admin-events/record';
import type { Context } from '../context/context';
import type { Transaction } from '../context/transaction';
import { wholeAddress } from './address';
import { openHeaders } from './headers';
import { openLaunch } from './launch';
import { serverTarget, viewServer } from './view';

/**
 * One admin event for each server that reading a configuration file added, changed or took away; a start that
 * changed nothing leaves none.
 */
export async function recordImport(
  transaction: Transaction,
  ctx: Context,
  rowsBefore: readonly Server[],
  rowsAfter: readonly Server[],
): Promise<void> {
  const before = new Map(rowsBefore.map((row) => [row.id, row]));
  const after = new Map(rowsAfter.map((row) => [row.id, row]));
  for (const row of rowsAfter) {
    const old = before.get(row.id);
    const target = serverTarget(row);
    if (!old) {
      await recordEvent(transaction, ctx, { action: 'server.create', target, after: viewServer(row) });
      continue;
    }
    const changes = changesBetween(withoutMoment(old), withoutMoment(row));
    const credentials = haveOtherValues(old, row) ? { credentials: { replaced: true } } : {};
    if (Object.keys({ ...changes.after, ...credentials }).length === 0) continue;
    await recordEvent(transaction, ctx, {
      action: 'server.update',
      target,
      before: changes.before,
      after: { ...changes.after, ...credentials },
    });
  }
  for (const row of rowsBefore) {
    if (after.has(row.id)) continue;
    await recordEvent(transaction, ctx, {
      action: 'server.remove',
      target: serverTarget(row),
      before: viewServer(row),
    });
  }
}

function withoutMoment(row: Server) {
  const { updated_at: _moment, ...view } = viewServer(row);
  return view;
}

/** Each import seals anew, so that only the opened values tell whether they are others. */
function haveOtherValues(old: Server, row: Server): boolean {
  try {
    return !isDeepStrictEqual(credentialsOf(old), credentialsOf(row));
  } catch {
    // What cannot be opened with the present keys has just been replaced by what can.
    return true;
  }
}

const credentialsOf = ({ id, url, sealedUrl, sealedHeaders, sealedLaunch }: Server) => ({
  address: wholeAddress({ id, url, sealedUrl }),
  headers: url === null ? {} : openHeaders(id, url, sealedHeaders),
  launch: sealedLaunch === null ? null : openLaunch(id, sealedLaunch),
});
