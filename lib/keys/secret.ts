import { randomBytes } from 'node:crypto';

/** So that people, secret scanners and our own masking recognise a key at sight. */
const KEY_PREFIX = 'slk_';
const SHOWN_CHARACTERS = 12;

/** A new key: 256 random bits behind a fixed prefix. */
export function generateKey(): string {
  return KEY_PREFIX + randomBytes(32).toString('base64url');
}

/** The part of a key that may be shown: enough to tell keys apart, useless to guess the rest. */
export function shownPrefix(key: string): string {
  return key.startsWith(KEY_PREFIX) ? key.slice(0, SHOWN_CHARACTERS) : `${key.slice(0, 2)}…`;
}
