import { z } from 'zod';
import { ROLES } from '../roles';
import { displayName } from '../text';

export const role = z.enum(ROLES);
export type { Role } from '../roles';

export const userView = z.object({
  id: z.uuid(),
  email: z.string(),
  name: z.string(),
  role,
  created_at: z.iso.datetime(),
  last_seen_at: z.iso.datetime().nullable(),
});
export type UserView = z.infer<typeof userView>;

const password = z.string().min(8, 'needs at least 8 characters').max(256, 'at most 256 characters');

export const createUserInput = z.strictObject({
  email: z
    .email('is not an e-mail address')
    .max(254)
    .transform((email) => email.toLowerCase()),
  name: displayName,
  password,
  role,
});
export type CreateUserInput = z.input<typeof createUserInput>;

/** A role, a new password, or both; what is left out stays. */
export const updateUserInput = z
  .strictObject({ role: role.optional(), password: password.optional() })
  .refine((input) => input.role !== undefined || input.password !== undefined, {
    message: 'name what to change: role or password',
  });
export type UpdateUserInput = z.infer<typeof updateUserInput>;
