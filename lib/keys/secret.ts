import { hash, randomBytes } from 'node:crypto';

/** So that people, secret scanners and our own masking recognise a key at sight. */
const KEY_PREFIX = 'slk_';
const SHOWN_CHARACTERS = 12;

/** A new key: 256 random bits behind a fixed prefix. */
export function generateKey(): string {
  return KEY_PREFIX + randomBytes(32).toString('base64url');
}

/**
 * The SHA-256 of a key, in hexadecimal. A plain one is enough, because the input is 256 random bits: there
 * is nothing to guess, and looking up by the digest compares no secret byte by byte. (As a Buffer it costs
 * three times as much, on every call.)
 */
export function hashKey(key: string): string {
  return hash('sha256', key, 'hex');
}

/** The part of a key that may be shown: enough to tell keys apart, useless to guess the rest. */
export function shownPrefix(key: string): string {
  return key.startsWith(KEY_PREFIX) ? key.slice(0, SHOWN_CHARACTERS) : `${key.slice(0, 2)}…`;
}
