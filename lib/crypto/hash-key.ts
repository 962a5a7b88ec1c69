import { hash } from 'node:crypto';

/**
 * The SHA-256 of a key, in hexadecimal. A plain one is enough, because the input is 256 random bits: there
 * is nothing to guess, and looking up by the digest compares no secret byte by byte. (As a Buffer it costs
 * three times as much, on every call.)
 */
export function hashKey(key: string): string {
  return hash('sha256', key, 'hex');
}
