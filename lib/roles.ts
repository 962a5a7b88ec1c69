/**
 * What a person may do; each role may do what those before it may. viewer: reads logs, metrics and servers; auditor:
 * reads everything and changes nothing; admin: everything. Pure: browsers read it.
 */
export const ROLES = ['viewer', 'auditor', 'admin'] as const;
export type Role = (typeof ROLES)[number];

/** Their order. */
export const RANK: Readonly<Record<Role, number>> = { viewer: 0, auditor: 1, admin: 2 };
