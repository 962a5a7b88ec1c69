import { z } from 'zod';
import { displayName } from '../text';

/** What a key may do: call MCP servers, read the REST API (metrics included), administer it. */
export const keyScope = z.enum(['mcp', 'read', 'admin']);
export type KeyScope = z.infer<typeof keyScope>;

export const createKeyInput = z
  .strictObject({
    name: displayName,
    scopes: z.array(keyScope).min(1, 'choose at least one scope').default(['mcp']),
    allServers: z.boolean().default(false),
    serverIds: z.array(z.uuid()).max(1000).default([]),
  })
  .refine((input) => !input.scopes.includes('mcp') || input.allServers || input.serverIds.length > 0, {
    path: ['serverIds'],
    message: 'choose at least one server, or all servers',
  });
export type CreateKeyInput = z.input<typeof createKeyInput>;

export const keyView = z.object({
  id: z.uuid(),
  name: z.string(),
  /** the first characters of the key, to tell keys apart */
  prefix: z.string(),
  scopes: z.array(keyScope),
  allServers: z.boolean(),
  servers: z.array(z.object({ id: z.uuid(), slug: z.string() })),
  createdAt: z.iso.datetime(),
  createdBy: z.string().nullable(),
  revokedAt: z.iso.datetime().nullable(),
  lastUsedAt: z.iso.datetime().nullable(),
});
export type KeyView = z.infer<typeof keyView>;

/** The answer to a creation, the only time the key itself is shown. */
export const createdKey = keyView.extend({ key: z.string() });
export type CreatedKey = z.infer<typeof createdKey>;
