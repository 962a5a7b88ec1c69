import type { Prisma } from '@/lib/generated/prisma/client';
import { prisma } from '../database/connections';

/** An open transaction: what is done with it happens as a whole or not at all. */
export type Transaction = Prisma.TransactionClient;

/** How long a verb waits for a free connection, and how long its transaction may take. */
const MAX_WAIT_MS = 5_000;
const TIMEOUT_MS = 10_000;

/**
 * Runs `work` in the transaction that is open already, else in one of its own, which is committed when `work`
 * resolves and rolled back when it throws.
 */
export function inTransaction<T>(
  open: { readonly transaction?: Transaction },
  work: (transaction: Transaction) => Promise<T>,
): Promise<T> {
  if (open.transaction) return work(open.transaction);
  return prisma().$transaction(work, { maxWait: MAX_WAIT_MS, timeout: TIMEOUT_MS });
}
