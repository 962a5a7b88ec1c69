import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';

/** OWASP's password storage cheat sheet: scrypt with N = 2^17, r = 8, p = 1. */
const COST = { N: 2 ** 17, r: 8, p: 1, maxmem: 256 * 1024 * 1024 };
const KEY_BYTES = 32;

const derive = (password: string, salt: Buffer) =>
  new Promise<Buffer>((resolve, reject) => {
    scrypt(password.normalize('NFKC'), salt, KEY_BYTES, COST, (error, key) =>
      error ? reject(error) : resolve(key),
    );
  });

/** Hashes a password for storage as `scrypt$<salt>$<key>` (base64url). */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16);
  return `scrypt$${salt.toString('base64url')}$${(await derive(password, salt)).toString('base64url')}`;
}

/**
 * Whether a password fits a stored hash. With `stored` undefined (no such user) it takes as long as a
 * wrong password, so that the time tells nobody which accounts exist.
 */
export async function verifyPassword(password: string, stored: string | undefined): Promise<boolean> {
  const [scheme, salt, key] = (stored ?? '').split('$');
  const usable = scheme === 'scrypt' && salt !== undefined && key !== undefined;
  const expected = usable ? Buffer.from(key, 'base64url') : Buffer.alloc(KEY_BYTES);
  const actual = await derive(password, usable ? Buffer.from(salt, 'base64url') : Buffer.alloc(16));
  return expected.length === actual.length && timingSafeEqual(expected, actual) && usable;
}
