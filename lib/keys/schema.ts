import { z } from 'zod';
import { KEY_SCOPES } from '../directory/scopes';
import { displayName } from '../text';

export const keyScope = z.enum(KEY_SCOPES);

export const createKeyInput = z
  .strictObject({
    name: displayName,
    scopes: z.array(keyScope).min(1, 'choose at least one scope').default(['mcp']),
    all_servers: z.boolean().default(false),
    server_ids: z.array(z.uuid()).max(1000).default([]),
  })
  .refine((input) => !input.scopes.includes('mcp') || input.all_servers || input.server_ids.length > 0, {
    path: ['server_ids'],
    message: 'choose at least one server, or all servers',
  });
export type CreateKeyInput = z.input<typeof createKeyInput>;

export const keyView = z.object({
  id: z.uuid(),
  name: z.string(),
  /** the first characters of the key, to tell keys apart */
  prefix: z.string(),
  scopes: z.array(keyScope),
  all_servers: z.boolean(),
  servers: z.array(z.object({ id: z.uuid(), slug: z.string() })),
  created_at: z.iso.datetime(),
  created_by: z.string().nullable(),
  revoked_at: z.iso.datetime().nullable(),
  last_used_at: z.iso.datetime().nullable(),
});
export type KeyView = z.infer<typeof keyView>;

/** The answer to a creation, the only time the key itself is shown. */
export const createdKey = keyView.extend({ key: z.string() });
export type CreatedKey = z.infer<typeof createdKey>;
