import type { Transaction } from './transaction';
import type { KeyScope } from '../directory/scopes';
import { AppError } from '../errors';
import { RANK, type Role } from '../roles';

/** Who asks. */
export type Actor =
  | { kind: 'user'; id: string; name: string; role: Role }
  | { kind: 'key'; id: string; name: string; scopes: readonly KeyScope[] }
  /** the product itself, on behalf of its operator: the name says what gave the order, such as MCP_CONFIG */
  | { kind: 'system'; id: null; name: string }
  /** somebody who has not signed in (yet) */
  | { kind: 'anonymous'; id: null; name: string };

/**
 * What each verb is told beside its input: who asks and in which request. A verb that runs inside another one's
 * transaction finds it here (lib/database/transaction.ts).
 */
export interface Context {
  readonly actor: Actor;
  readonly requestId: string | null;
  readonly traceId: string | null;
  readonly clientAddress: string | null;
  readonly transaction?: Transaction;
}

/** What the product does by itself, outside any request. */
export const systemContext = (name: string): Context => ({
  actor: { kind: 'system', id: null, name },
  requestId: null,
  traceId: null,
  clientAddress: null,
});

/** The same context inside an open transaction. */
export const within = (ctx: Context, transaction: Transaction): Context => ({ ...ctx, transaction });

/** What somebody is called where only a name is shown, as in "created by". */
export const actorName = (actor: Actor): string => (actor.kind === 'key' ? `key ${actor.name}` : actor.name);

/**
 * Whether somebody may do what a role may. A key with the scope admin counts as an admin, one with the scope read
 * as a viewer.
 */
export function mayActAs(actor: Actor, role: Role): boolean {
  switch (actor.kind) {
    case 'system':
      return true;
    case 'user':
      return RANK[actor.role] >= RANK[role];
    case 'key':
      return actor.scopes.includes('admin') || (role === 'viewer' && actor.scopes.includes('read'));
    case 'anonymous':
      return false;
  }
}

const REFUSALS: Record<Role, string> = {
  viewer: 'Sign in to see this.',
  auditor: 'Only an auditor or an admin may see this.',
  admin: 'Only an admin may do this.',
};

/**
 * The check that every verb makes itself, whatever guard stood before it. Throws AppError: forbidden.
 *
 * @param role what is needed at least
 */
export function requireRole(ctx: Context, role: Role): void {
  if (!mayActAs(ctx.actor, role)) throw new AppError('forbidden', REFUSALS[role]);
}
