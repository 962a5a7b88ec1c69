/** Everything that leaves an admin event: what it was done to and what was done. Pure: browsers read it. */
export const ACTIONS = [
  'server.create',
  'server.update',
  'server.remove',
  'server.switch_on',
  'server.switch_off',
  'key.create',
  'key.revoke',
  'user.create',
  'user.change_role',
  'user.reset_password',
  'user.remove',
  'user.sign_in',
  'user.sign_in_failed',
  'user.sign_out',
  'settings.update',
  'retention.cleanup',
  'retention.cleanup_cancel',
  'retention.cleanup_end',
] as const;
export type Action = (typeof ACTIONS)[number];
