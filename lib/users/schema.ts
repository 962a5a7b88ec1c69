import { z } from 'zod';
import { displayName } from '../text';

/** admin: everything; viewer: reads logs, metrics, servers; changes nothing, sees no keys. */
export const role = z.enum(['admin', 'viewer']);
export type Role = z.infer<typeof role>;

export const userView = z.object({ id: z.uuid(), email: z.string(), name: z.string(), role });
export type UserView = z.infer<typeof userView>;

export const createUserInput = z.strictObject({
  email: z
    .email('is not an e-mail address')
    .max(254)
    .transform((email) => email.toLowerCase()),
  name: displayName,
  password: z.string().min(8, 'needs at least 8 characters').max(256),
  role,
});
export type CreateUserInput = z.input<typeof createUserInput>;
