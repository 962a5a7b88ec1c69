import { z } from 'zod';
import { line } from '../text';
import { ACTIONS } from './actions';

export const ACTOR_KINDS = ['user', 'key', 'system', 'anonymous'] as const;

/** The filters of the list: one schema for the page's address, the REST API and its description. Pure. */
export const adminEventQuery = z.object({
  action: z.enum(ACTIONS, { error: `use one of ${ACTIONS.join(', ')}` }).optional(),
  actor_kind: z.enum(ACTOR_KINDS, { error: `use one of ${ACTOR_KINDS.join(', ')}` }).optional(),
  /** the actor's name: an e-mail address, a key's name */
  actor: line(254).optional(),
  /** server, key, user, settings */
  target_type: line(32).optional(),
  target_id: line(128).optional(),
  request: line(128).optional(),
  /** from this moment on */
  from: z.iso.datetime({ offset: true, error: 'use a date and time (2026-11-22T10:00:00Z)' }).optional(),
  /** before this moment */
  to: z.iso.datetime({ offset: true, error: 'use a date and time (2026-11-22T10:00:00Z)' }).optional(),
  /** the place to go on from, as the last answer gave it */
  cursor: z.uuid('is not a cursor of this list').optional(),
  limit: z.coerce.number().int().min(1).max(1000).default(50),
});
export type AdminEventQuery = z.output<typeof adminEventQuery>;

const changedFields = z.record(z.string(), z.unknown()).nullable();

/** One thing that somebody did. */
export const adminEventView = z.object({
  id: z.uuid(),
  ts: z.iso.datetime(),
  actor: z.object({ kind: z.enum(ACTOR_KINDS), id: z.uuid().nullable(), name: z.string() }),
  action: z.string(),
  target: z.object({ type: z.string(), id: z.string().nullable(), name: z.string().nullable() }),
  /** the changed fields as they were, masked; null where there was nothing before */
  before: changedFields,
  after: changedFields,
  request_id: z.string().nullable(),
  trace_id: z.string().nullable(),
  client_address: z.string().nullable(),
});
export type AdminEventView = z.infer<typeof adminEventView>;

export const adminEventPage = z.object({
  items: z.array(adminEventView),
  /** for the page of older events; null at the end */
  older_cursor: z.string().nullable(),
});
export type AdminEventPage = z.infer<typeof adminEventPage>;
